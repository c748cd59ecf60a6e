using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Text;

/// <summary>A name that needs no quotes in Cypher: letters, digits and _, as GraphQL allows in the names of the model.</summary>
internal readonly record struct Name
{
    public string Text { get; }

    private Name(string text) => Text = text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? text : throw new ArgumentException($"The name {text} must have only letters, digits and _.");

    public static Name Of(CompositeType type) => new(type.Name);
    public static Name Of(RelationshipType type) => new(type.Name);
    public static Name Of(Property property) => new(property.Name);
    /// <summary>A value of an enum, for use between quotes.</summary>
    public static Name Of(EnumValue value) => new(value.Name);
    /// <summary>A name that is not in the model.</summary>
    internal static Name Added(string text) => new(text);
}

/// <summary>A parameter of a statement, without its <c>$</c>.</summary>
/// <param name="Row">The map that has its value, in a statement that answers several requests; null for a parameter of its own.</param>
internal readonly record struct ParameterName(string Text, Variable? Row = null);
