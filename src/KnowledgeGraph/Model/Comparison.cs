namespace KnowledgeGraph.Model;

/// <summary>How a value is compared. A negated form is the complement of its twin, so that it holds for a missing value.</summary>
public enum Comparison
{
    Equal,
    In,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Within,
}
