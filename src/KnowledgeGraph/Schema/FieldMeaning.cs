using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>What a field of the schema means. Each field except those of introspection has a meaning, which the planner reads.</summary>
internal abstract record FieldMeaning
{
    /// <summary>A scalar or an enum that is not a property of the model.</summary>
    public abstract record Value : FieldMeaning;

    // Roots
    public sealed record ById(FieldedType Type) : FieldMeaning;
    public sealed record AnyById : FieldMeaning;
    public sealed record AllById : FieldMeaning;
    public sealed record Collection(FieldedType Type) : FieldMeaning;
    public sealed record Paths : FieldMeaning;
    public sealed record Connected : FieldMeaning;
    public sealed record Timeline : FieldMeaning;

    // Nodes
    public sealed record Id : Value;
    public sealed record NodeProperty(string Name) : FieldMeaning;
    public sealed record RecordedAt : Value;
    public sealed record Related(RelationshipField Field) : FieldMeaning;
    public sealed record InEffect : Value;
    /// <param name="IsInverse">Whether the field returns the countries that rely on the country, not those that it relies on.</param>
    public sealed record Reliance(RelianceRule Rule, bool IsInverse) : FieldMeaning;

    // Search
    public sealed record Search : FieldMeaning;
    public sealed record HitNode : FieldMeaning;
    public sealed record Score : Value;
    public sealed record Matched : FieldMeaning;
    public sealed record MatchedField : Value;
    public sealed record MatchedText : Value;

    public sealed record Relationships : FieldMeaning;

    // Connections
    public sealed record Edges : FieldMeaning;
    public sealed record Nodes : FieldMeaning;
    public sealed record TotalCount : Value;
    public sealed record PageInfo : FieldMeaning;
    public sealed record HasNextPage : Value;
    public sealed record HasPreviousPage : Value;
    public sealed record StartCursor : Value;
    public sealed record EndCursor : Value;

    // Edges
    public sealed record Cursor : Value;
    public sealed record EdgeNode : FieldMeaning;
    public sealed record EdgeProperty(string Name) : FieldMeaning;
    public sealed record Since : Value;
    public sealed record Until : Value;
    public sealed record Evidence : FieldMeaning;
    public sealed record Contested : Value;
    public sealed record Corroboration : FieldMeaning;

    // Relationships of any type
    public sealed record TypeName : Value;
    public sealed record Forward : Value;
    public sealed record StartNode : FieldMeaning;
    public sealed record EndNode : FieldMeaning;

    // Paths
    public sealed record Length : Value;
    public sealed record Steps : FieldMeaning;
    public sealed record Relationship : FieldMeaning;

    // Timeline
    public sealed record OnDate : Value;
    public sealed record What : Value;

    // Corroboration
    public sealed record IndependentOrigins : Value;
    public sealed record Outlets : Value;
    public sealed record Reports : Value;
    public sealed record FirstReportedOn : Value;

    // Aggregates
    public sealed record AggregateCollection(FieldedType Type) : FieldMeaning;
    public sealed record AggregateRelated(RelationshipField Field) : FieldMeaning;
    public sealed record Count : Value;
    public sealed record Measured(string Name) : FieldMeaning;
    public sealed record Smallest : Value;
    public sealed record Largest : Value;
    public sealed record Sum : Value;
    public sealed record Average : Value;
    public sealed record GroupBy : FieldMeaning;
    public sealed record GroupKey : FieldMeaning;

    // Reliance
    public sealed record Strength : Value;
    public sealed record Through : FieldMeaning;
    public sealed record Excluded : FieldMeaning;
    public sealed record Reason : Value;
}
