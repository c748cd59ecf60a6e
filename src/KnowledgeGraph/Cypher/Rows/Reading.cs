using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>How one value of a statement's row becomes a value of the answer. The row has lists by position: what is known before stands here.</summary>
internal abstract record Reading
{
    /// <summary>What is known when the plan is compiled; it takes no place in the row.</summary>
    public sealed record Constant(byte[] Json) : Reading;
    /// <summary>What the plan's parameter is bound to, as JSON; it takes no place in the row.</summary>
    public sealed record Bound(int Parameter) : Reading;
    /// <summary>As it stands: text, a whole number, a boolean, null, or a list of these.</summary>
    public sealed record Scalar : Reading;
    /// <summary>A stored value, which is checked: Neo4j's other clients may have changed it.</summary>
    public sealed record Value(ScalarKind Kind, bool IsRequired, bool IsList = false, EnumType? Enum = null) : Reading
    {
        public static Value Of(Property property) => new(property.Kind, property.IsRequired, property.IsList, property.Enum);
    }

    /// <summary>A floating number, in the shortest form.</summary>
    public sealed record Number : Reading;
    /// <summary>Unix milliseconds, as a time.</summary>
    public sealed record Time : Reading;
    /// <summary>A list of the values by which an order goes.</summary>
    public sealed record Cursor(uint Tag) : Reading;
    /// <summary>A list of the fields' values.</summary>
    public sealed record Object(ImmutableArray<Field> Fields) : Reading;
    /// <summary>A list of which of these it is, then the values of its fields.</summary>
    public sealed record OneOf(ImmutableArray<Object> Objects) : Reading;
    /// <summary>A list of texts, or of lists of texts: those that have a word of the search, each with its field.</summary>
    /// <param name="Text">The parameter with the search's text.</param>
    public sealed record Matched(int Text, ImmutableArray<Property> Properties, ImmutableArray<PlanField> Fields) : Reading;
    public sealed record List(Reading Item) : Reading;
    /// <summary>A list of one, which may be null: lists of Neo4j's making have no nulls.</summary>
    public sealed record Boxed(Reading Item) : Reading;

    public readonly record struct Field(ResponseKey Key, Reading Reading);

    /// <summary>Whether the row has a value for it.</summary>
    public bool IsRead => this is not (Constant or Bound);

    /// <summary>Whether both write the same answer of the same row.</summary>
    public static bool Same(Reading left, Reading right) => (left, right) switch
    {
        (Constant one, Constant other) => one.Json.AsSpan().SequenceEqual(other.Json),
        (Object one, Object other) => one.Fields.Length == other.Fields.Length
            && one.Fields.Zip(other.Fields).All(f => f.First.Key.Name == f.Second.Key.Name && Same(f.First.Reading, f.Second.Reading)),
        (OneOf one, OneOf other) => one.Objects.Length == other.Objects.Length && one.Objects.Zip(other.Objects).All(o => Same(o.First, o.Second)),
        (List one, List other) => Same(one.Item, other.Item),
        (Boxed one, Boxed other) => Same(one.Item, other.Item),
        _ => left.Equals(right),
    };
}
