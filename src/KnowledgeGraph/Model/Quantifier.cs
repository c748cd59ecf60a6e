namespace KnowledgeGraph.Model;

/// <summary>How many of a list's items must match.</summary>
public enum Quantifier
{
    Some,
    All,
    None,
    Single,
}
