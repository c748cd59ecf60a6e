using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>One field of an answer. Numbers named parameter are places in <see cref="OperationPlan.Parameters"/>; -1: none.</summary>
public abstract record PlanField(ResponseKey Key)
{
    /// <summary>What is known already: <c>__typename</c>, as JSON.</summary>
    public sealed record Constant(ResponseKey Key, byte[] Json) : PlanField(Key);

    // Roots
    /// <param name="Keys">Unique properties, and the parameter that looks for them.</param>
    public sealed record ById(ResponseKey Key, FieldedType Type, int IdValue, ImmutableArray<(Property Property, int Value)> Keys, NodeSelection Selection)
        : PlanField(Key);
    public sealed record AnyById(ResponseKey Key, int IdValue, NodeSelection Selection) : PlanField(Key);
    public sealed record AllById(ResponseKey Key, int IdValues, NodeSelection Selection) : PlanField(Key);
    /// <param name="Types">The types that are walked; null: all but those with a report or a claim at an end.</param>
    public sealed record Paths(ResponseKey Key, int From, int To, int MaxLength, int Types, int First, ImmutableArray<PlanField> Fields) : PlanField(Key)
    {
        public const int LongestLength = Schema.GraphSchema.MaxPathLength;
    }

    public sealed record Connected(ResponseKey Key, int From, int To, int MaxLength, int Types) : PlanField(Key);
    public sealed record Timeline(ResponseKey Key, int About, int From, int To, int Page, Ordering Ordering, ConnectionSelection Selection) : PlanField(Key);
    /// <summary>A field of GraphQL's own: its answer does not come from the graph.</summary>
    public sealed record Introspection(ResponseKey Key, int Answer) : PlanField(Key);

    // Nodes
    public sealed record Id(ResponseKey Key) : PlanField(Key);
    public sealed record Stored(ResponseKey Key, Property Property) : PlanField(Key);

    public sealed record RecordedAt(ResponseKey Key) : PlanField(Key);
    public sealed record InEffect(ResponseKey Key, int On) : PlanField(Key);
    /// <summary>A relationship to one.</summary>
    public sealed record One(ResponseKey Key, RelationshipField Field, NodeSelection Selection) : PlanField(Key);
    public sealed record Connection(
        ResponseKey Key, ConnectionSource Source, Choice Choice, int Page, Ordering Ordering, ConnectionSelection Selection) : PlanField(Key);
    public sealed record Reliance(
        ResponseKey Key, RelianceRule Rule, bool IsInverse, int Objective, int MinStrength, int Page, Ordering Ordering, ConnectionSelection Selection)
        : PlanField(Key);

    // Search
    public sealed record Search(ResponseKey Key, int Text, int Types, int Page, Ordering Ordering, ConnectionSelection Selection) : PlanField(Key)
    {
        /// <summary>Hits are put into classes, and go by them: from an equal name to words somewhere.</summary>
        public const int FirstClass = 1, LastClass = 6;
    }

    /// <summary>The page's hits.</summary>
    public sealed record Hits(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    /// <summary>An edge's hit.</summary>
    public sealed record Hit(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Score(ResponseKey Key) : PlanField(Key);
    public sealed record Matched(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record MatchedField(ResponseKey Key) : PlanField(Key);
    public sealed record MatchedText(ResponseKey Key) : PlanField(Key);

    /// <summary>All relationships of a node.</summary>
    /// <param name="Types">Their types; null: all.</param>
    /// <param name="Direction">A position in <see cref="RelationshipDirection.Type"/>.</param>
    public sealed record Relationships(ResponseKey Key, int Types, int Direction, int Page, Ordering Ordering, ConnectionSelection Selection) : PlanField(Key);

    // Connections
    public sealed record Edges(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key)
    {
        /// <summary>What a store derives from the plan and keeps with it. The plan does not read it.</summary>
        internal object? Templates;
    }

    public sealed record Nodes(ResponseKey Key, NodeSelection Selection) : PlanField(Key);
    public sealed record TotalCount(ResponseKey Key) : PlanField(Key);
    public sealed record PageInfo(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record HasNextPage(ResponseKey Key) : PlanField(Key);
    public sealed record HasPreviousPage(ResponseKey Key) : PlanField(Key);
    public sealed record StartCursor(ResponseKey Key) : PlanField(Key);
    public sealed record EndCursor(ResponseKey Key) : PlanField(Key);

    // Edges
    public sealed record Cursor(ResponseKey Key) : PlanField(Key);
    public sealed record EdgeNode(ResponseKey Key, NodeSelection Selection) : PlanField(Key);
    public sealed record Since(ResponseKey Key) : PlanField(Key);
    public sealed record Until(ResponseKey Key) : PlanField(Key);
    public sealed record Evidence(ResponseKey Key, NodeSelection Selection) : PlanField(Key);
    public sealed record Contested(ResponseKey Key) : PlanField(Key);
    public sealed record Corroboration(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record IndependentOrigins(ResponseKey Key) : PlanField(Key);
    public sealed record Outlets(ResponseKey Key) : PlanField(Key);
    public sealed record Reports(ResponseKey Key) : PlanField(Key);
    public sealed record FirstReportedOn(ResponseKey Key) : PlanField(Key);

    // Aggregates
    /// <param name="Type">What is counted.</param>
    public sealed record Aggregate(ResponseKey Key, ConnectionSource Source, FieldedType Type, Choice Choice, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Count(ResponseKey Key) : PlanField(Key);
    public sealed record Measured(ResponseKey Key, Property Property, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Smallest(ResponseKey Key) : PlanField(Key);
    public sealed record Largest(ResponseKey Key) : PlanField(Key);
    public sealed record Sum(ResponseKey Key) : PlanField(Key);
    public sealed record Average(ResponseKey Key) : PlanField(Key);
    public sealed record GroupBy(ResponseKey Key, ImmutableArray<Property> By, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record GroupKey(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);

    // Relationships of any type
    public sealed record TypeName(ResponseKey Key) : PlanField(Key);
    public sealed record Forward(ResponseKey Key) : PlanField(Key);
    public sealed record StartNode(ResponseKey Key, NodeSelection Selection) : PlanField(Key);
    public sealed record EndNode(ResponseKey Key, NodeSelection Selection) : PlanField(Key);

    // Paths
    public sealed record Length(ResponseKey Key) : PlanField(Key);
    public sealed record Steps(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Relationship(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);

    // Timeline
    public sealed record Entries(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Entry(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record OnDate(ResponseKey Key) : PlanField(Key);
    public sealed record What(ResponseKey Key) : PlanField(Key);

    // Reliance
    public sealed record Strength(ResponseKey Key) : PlanField(Key);
    public sealed record Through(ResponseKey Key, NodeSelection Selection) : PlanField(Key);
    public sealed record Excluded(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key);
    public sealed record Reason(ResponseKey Key) : PlanField(Key);
}

/// <summary>Where a connection's edges come from.</summary>
public abstract record ConnectionSource
{
    public sealed record Collection(FieldedType Type) : ConnectionSource;
    public sealed record Relationship(RelationshipField Field) : ConnectionSource;
}

/// <summary>Which of a connection's edges are meant, in which order, and where to begin.</summary>
/// <param name="Order">Empty: the default order, in which they are stored.</param>
/// <param name="Seek">Null: look at all.</param>
public sealed record Choice(Filter Filter, ImmutableArray<OrderTerm> Order, Seek? Seek)
{
    public static readonly Choice All = new(Filter.Everything, [], null);
}

/// <summary>What is asked of a node, for each type that it may be.</summary>
public sealed class NodeSelection(ImmutableArray<NodeType> types, ImmutableArray<ImmutableArray<PlanField>> fields)
{
    /// <summary>The types that it may be.</summary>
    public ImmutableArray<NodeType> Types => types;
    /// <summary>By <see cref="NodeType.Index"/>; default for a type that it cannot be.</summary>
    public ImmutableArray<PlanField> this[int type] => fields[type];

    /// <summary>The number of all types of nodes.</summary>
    internal int TypeCount => fields.Length;

    /// <summary>What a store derives from the plan and keeps with it. The plan does not read it.</summary>
    internal object? Templates;
}

/// <summary>What is asked of a connection.</summary>
public sealed record ConnectionSelection(ImmutableArray<PlanField> Fields)
{
    public bool NeedsTotal { get; } = Fields.Any(f => f is PlanField.TotalCount);
    public bool NeedsItems { get; } = Fields.Any(f => f is PlanField.Edges or PlanField.Nodes or PlanField.Hits or PlanField.Entries or PlanField.PageInfo);
    public bool NeedsNext { get; } = Fields.OfType<PlanField.PageInfo>().Any(p => p.Fields.Any(f => f is PlanField.HasNextPage));
    public bool NeedsPrevious { get; } = Fields.OfType<PlanField.PageInfo>().Any(p => p.Fields.Any(f => f is PlanField.HasPreviousPage));
}
