using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>What a field of the schema stands for; every field that is not introspection carries one, and the planner reads it.</summary>
internal abstract record FieldMeaning
{
    // Roots
    public sealed record ById(FieldedType Type) : FieldMeaning;
    public sealed record AnyById : FieldMeaning;
    public sealed record AllById : FieldMeaning;
    public sealed record Collection(FieldedType Type) : FieldMeaning;
    public sealed record Paths : FieldMeaning;
    public sealed record Connected : FieldMeaning;
    public sealed record Timeline : FieldMeaning;

    // Nodes
    public sealed record Id : FieldMeaning;
    public sealed record NodeProperty(string Name) : FieldMeaning;
    public sealed record RecordedAt : FieldMeaning;
    public sealed record Related(RelationshipField Field) : FieldMeaning;
    public sealed record InEffect : FieldMeaning;
    /// <param name="IsInverse">Asked from the country that is relied on.</param>
    public sealed record Reliance(RelianceRule Rule, bool IsInverse) : FieldMeaning;

    // Search
    public sealed record Search : FieldMeaning;
    public sealed record HitNode : FieldMeaning;
    public sealed record Score : FieldMeaning;
    public sealed record Matched : FieldMeaning;
    public sealed record MatchedField : FieldMeaning;
    public sealed record MatchedText : FieldMeaning;

    public sealed record Relationships : FieldMeaning;

    // Connections
    public sealed record Edges : FieldMeaning;
    public sealed record Nodes : FieldMeaning;
    public sealed record TotalCount : FieldMeaning;
    public sealed record PageInfo : FieldMeaning;
    public sealed record HasNextPage : FieldMeaning;
    public sealed record HasPreviousPage : FieldMeaning;
    public sealed record StartCursor : FieldMeaning;
    public sealed record EndCursor : FieldMeaning;

    // Edges
    public sealed record Cursor : FieldMeaning;
    public sealed record EdgeNode : FieldMeaning;
    public sealed record EdgeProperty(string Name) : FieldMeaning;
    public sealed record Since : FieldMeaning;
    public sealed record Until : FieldMeaning;
    public sealed record Evidence : FieldMeaning;
    public sealed record Contested : FieldMeaning;
    public sealed record Corroboration : FieldMeaning;

    // Relationships of any type
    public sealed record TypeName : FieldMeaning;
    public sealed record Forward : FieldMeaning;
    public sealed record StartNode : FieldMeaning;
    public sealed record EndNode : FieldMeaning;

    // Paths
    public sealed record Length : FieldMeaning;
    public sealed record Steps : FieldMeaning;
    public sealed record Relationship : FieldMeaning;

    // Timeline
    public sealed record OnDate : FieldMeaning;
    public sealed record What : FieldMeaning;

    // Corroboration
    public sealed record IndependentOrigins : FieldMeaning;
    public sealed record Outlets : FieldMeaning;
    public sealed record Reports : FieldMeaning;
    public sealed record FirstReportedOn : FieldMeaning;

    // Aggregates
    public sealed record AggregateCollection(FieldedType Type) : FieldMeaning;
    public sealed record AggregateRelated(RelationshipField Field) : FieldMeaning;
    public sealed record Count : FieldMeaning;
    public sealed record Measured(string Name) : FieldMeaning;
    public sealed record Smallest : FieldMeaning;
    public sealed record Largest : FieldMeaning;
    public sealed record Sum : FieldMeaning;
    public sealed record Average : FieldMeaning;
    public sealed record GroupBy : FieldMeaning;
    public sealed record GroupKey : FieldMeaning;

    // Reliance
    public sealed record Strength : FieldMeaning;
    public sealed record Through : FieldMeaning;
    public sealed record Excluded : FieldMeaning;
    public sealed record Reason : FieldMeaning;
}
