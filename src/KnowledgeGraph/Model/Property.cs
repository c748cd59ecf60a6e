namespace KnowledgeGraph.Model;

/// <summary>A stored value of a node or of a relationship.</summary>
public sealed record Property(string Name, ScalarKind Kind, string Description)
{
    /// <summary>Its position in the properties of its owner.</summary>
    public int Ordinal { get; init; }
    internal PaddedText NameJson { get; } = new($"\"{Name}\"");
    public bool IsList { get; init; }
    public bool IsRequired { get; init; }
    public EnumType? Enum { get; init; }
    /// <summary>No two nodes share the value.</summary>
    public bool IsUnique { get; init; }
    /// <summary>The argument of the root field that finds a node by this unique value, ignoring case.</summary>
    public string? FoundBy { get; init; }
    public bool IsSearched { get; init; }
    /// <summary>The value if a record leaves it out.</summary>
    public string? Default { get; init; }
    /// <summary>Whether the id of a new node is made from it, not from the name.</summary>
    public bool MakesId { get; init; }
    /// <summary>Two relationships between the same nodes may differ in it.</summary>
    public bool IsKey { get; init; }
    /// <summary>Whether the property lists days on which a relationship is known to hold, if since and until are not known.</summary>
    public bool IsSeenOn { get; init; }
    /// <summary>The name of the type of node that the value is an id of, from @reference; null if it is no id.</summary>
    public string? ReferenceTo { get; init; }
    /// <summary>The least and the greatest number that the value may be; null for any.</summary>
    public (double From, double To)? Range { get; init; }
    /// <summary>The name of another date that must not be later; null for none.</summary>
    public string? NotBefore { get; init; }
    /// <summary>Whether no two nodes of one type should share the value. That is a warning, not an error.</summary>
    public bool IsDistinct { get; init; }
    /// <summary>Whether the date should not be in the future. That is a warning, not an error.</summary>
    public bool IsPast { get; init; }
    /// <summary>Whether the value should be a <see cref="LanguageTag"/>. Any other text is a warning, not an error.</summary>
    public bool IsLanguage { get; init; }

    public ScalarType Type => ScalarType.Of(Kind);

    /// <summary>The JSON of each enum value, or of false and true; null if the value itself is stored.</summary>
    internal PaddedText[]? Fragments => _fragments ??= IsList ? null : Type.Form switch
    {
        ScalarForm.Boolean => [new("false"), new("true")],
        ScalarForm.Enum => [.. Enum!.Values.Select(v => v.Json)],
        ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Whole or ScalarForm.Number => null,
        _ => throw new System.Diagnostics.UnreachableException($"{Type.Form}"),
    };
    private PaddedText[]? _fragments;

    /// <summary>The type as a schema writes it, such as <c>[String!]!</c>.</summary>
    public string TypeText
    {
        get
        {
            var name = Enum?.Name ?? Type.Name;
            return (IsList ? $"[{name}!]" : name) + (IsRequired ? "!" : "");
        }
    }
}
