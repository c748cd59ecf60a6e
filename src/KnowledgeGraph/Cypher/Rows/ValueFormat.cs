using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>
/// The format of a value in a statement's row, and how it is written into the response. An object is a list of its fields' values in the
/// row; its keys, and what else is known before the statement runs, are here.
/// </summary>
internal abstract record ValueFormat
{
    /// <summary>Known when the plan is compiled; not in the row.</summary>
    public sealed record Constant(byte[] Json) : ValueFormat;
    /// <summary>The value of a parameter of the plan, as JSON; not in the row.</summary>
    public sealed record Bound(Slot<byte[]> Answer) : ValueFormat;
    /// <summary>Copied: text, a whole number, a boolean, null, or a list of these.</summary>
    public sealed record Scalar : ValueFormat;
    /// <summary>A stored value. It is checked, because other clients of Neo4j may have changed it.</summary>
    public sealed record Value(ScalarKind Kind, bool IsRequired, bool IsList = false, EnumType? Enum = null) : ValueFormat
    {
        public static Value Of(Property property) => new(property.Kind, property.IsRequired, property.IsList, property.Enum);
    }

    /// <summary>A floating number, written in its shortest form.</summary>
    public sealed record Number : ValueFormat;
    /// <summary>Unix milliseconds, written as a time.</summary>
    public sealed record Time(bool IsRequired = true) : ValueFormat;
    /// <summary>A list of the values of a cursor.</summary>
    public sealed record Cursor(uint Tag) : ValueFormat;
    /// <summary>A list of the fields' values.</summary>
    public sealed record Object(ImmutableArray<Field> Fields) : ValueFormat
    {
        /// <summary>What the last value in the list is, if it belongs to no field; null if there is no such value.</summary>
        public NoteFormat? Note { get; init; }
    }
    /// <summary>A list of a position in these objects, and then the values of its fields.</summary>
    public sealed record OneOf(ImmutableArray<Object> Objects) : ValueFormat;
    /// <summary>A list of the properties' texts or lists of texts. The texts that have a word of the search are written, each with its property.</summary>
    /// <param name="Text">The parameter with the search's text.</param>
    public sealed record Matched(Slot<SearchText> Text, ImmutableArray<Property> Properties, ImmutableArray<PlanField> Fields) : ValueFormat;
    public sealed record List(ValueFormat Item) : ValueFormat;
    /// <summary>A list of the address of a report and the quote of a claim, written as the address at the quote.</summary>
    public sealed record QuoteUrl : ValueFormat;

    /// <summary>
    /// A list: whether the node found by its id also has the other values, whether another node has them, and the value of the node. It is an error if
    /// another node has them.
    /// </summary>
    public sealed record SameNode(NodeByIdField Lookup, ValueFormat Item) : ValueFormat;

    /// <summary>A node that is found by a unique value. If there is none, a note says so.</summary>
    public sealed record ByKey(NodeByIdField Lookup, ValueFormat Item) : ValueFormat;

    /// <summary>A node that is found by its id. If there is none, it may have been merged into another one.</summary>
    public sealed record ById(ValueFormat Item) : ValueFormat;

    public readonly record struct Field(ResponseKey Key, ValueFormat Format);

    /// <summary>Whether the row has a value for it.</summary>
    public bool IsInRow => this is not (Constant or Bound);

    /// <summary>Whether both write the same response from the same row.</summary>
    public static bool AreEqual(ValueFormat left, ValueFormat right) => (left, right) switch
    {
        (Constant one, Constant other) => one.Json.AsSpan().SequenceEqual(other.Json),
        (Object one, Object other) => one.Fields.Length == other.Fields.Length && one.Note == other.Note
            && one.Fields.Zip(other.Fields).All(f => f.First.Key.Name == f.Second.Key.Name && AreEqual(f.First.Format, f.Second.Format)),
        (OneOf one, OneOf other) => one.Objects.Length == other.Objects.Length && one.Objects.Zip(other.Objects).All(o => AreEqual(o.First, o.Second)),
        (List one, List other) => AreEqual(one.Item, other.Item),
        (SameNode one, SameNode other) => AreEqual(one.Item, other.Item),
        (ByKey one, ByKey other) => AreEqual(one.Item, other.Item),
        (ById one, ById other) => AreEqual(one.Item, other.Item),
        (Bound or Scalar or Value or Number or Time or Cursor or Matched or QuoteUrl, _) => left.Equals(right),
        (Constant or Object or OneOf or List or SameNode or ByKey or ById, _) => false,
        _ => throw new UnreachableException($"{left}"),
    };
}

/// <summary>A value of a row that may become notes of the response.</summary>
internal abstract record NoteFormat
{
    /// <summary>A boolean: whether the text is a note.</summary>
    public sealed record If(string Text) : NoteFormat;
    /// <summary>A list of ids that name nothing.</summary>
    public sealed record UnknownIds : NoteFormat;
}
