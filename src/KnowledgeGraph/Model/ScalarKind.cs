namespace KnowledgeGraph.Model;

/// <summary>What a property holds.</summary>
public enum ScalarKind
{
    String,
    Id,
    Int,
    Float,
    Boolean,
    DateTime,
    PartialDate,
    Url,
    Enum,
}
