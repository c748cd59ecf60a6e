using KnowledgeGraph.Model;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Schema;

/// <summary>What a field of the schema means. Each field except those of introspection has a meaning, which the planner reads.</summary>
internal abstract record FieldMeaning
{
    /// <summary>A scalar or an enum that has no arguments and is not a property of the model.</summary>
    public sealed record Leaf(Model.Leaf What) : FieldMeaning;

    // Roots
    public sealed record ById(FieldedType Type) : FieldMeaning;
    public sealed record AnyById : FieldMeaning;
    public sealed record AllById : FieldMeaning;
    public sealed record Collection(FieldedType Type) : FieldMeaning;
    public sealed record Paths : FieldMeaning;
    public sealed record Connected : FieldMeaning;
    public sealed record Timeline : FieldMeaning;

    // History
    public sealed record Changes : FieldMeaning;
    public sealed record ChangeById : FieldMeaning;
    public sealed record History : FieldMeaning;
    public sealed record ChangeEntries : FieldMeaning;
    public sealed record ChangedFields : FieldMeaning;

    // Nodes
    public sealed record NodeProperty(string Name) : FieldMeaning;
    public sealed record Related(RelationshipField Field) : FieldMeaning;
    public sealed record InEffect : FieldMeaning;
    public sealed record Standing : FieldMeaning;
    /// <param name="IsInverse">Whether the field returns the countries that rely on the country, not those that it relies on.</param>
    public sealed record Reliance(RelianceRule Rule, bool IsInverse) : FieldMeaning;

    // Search
    public sealed record Search : FieldMeaning;
    public sealed record HitNode : FieldMeaning;
    public sealed record Matched : FieldMeaning;

    public sealed record Relationships : FieldMeaning;
    public sealed record AllRelationships : FieldMeaning;
    public sealed record GraphInfo : FieldMeaning;
    public sealed record QuestionCount : FieldMeaning;
    public sealed record Viewer : FieldMeaning;
    public sealed record Supports : FieldMeaning;

    // Proposals
    public sealed record Proposals : FieldMeaning;
    public sealed record ProposalById : FieldMeaning;
    public sealed record ProposedEntries : FieldMeaning;
    public sealed record Conflicts : FieldMeaning;

    // Connections
    public sealed record Edges : FieldMeaning;
    public sealed record Nodes : FieldMeaning;
    public sealed record PageInfo : FieldMeaning;

    // Edges
    public sealed record EdgeNode : FieldMeaning;
    public sealed record EdgeProperty(string Name) : FieldMeaning;
    public sealed record Evidence : FieldMeaning;
    public sealed record Corroboration : FieldMeaning;

    // Relationships of any type
    public sealed record StartNode : FieldMeaning;
    public sealed record EndNode : FieldMeaning;

    // Paths
    public sealed record Steps : FieldMeaning;
    public sealed record Relationship : FieldMeaning;

    // Aggregates
    public sealed record AggregateCollection(FieldedType Type) : FieldMeaning;
    public sealed record AggregateRelated(RelationshipField Field) : FieldMeaning;
    public sealed record Measured(string Name) : FieldMeaning;
    /// <summary>The aggregates of the relationships themselves.</summary>
    public sealed record MeasuredEdges : FieldMeaning;
    public sealed record MeasuredSince : FieldMeaning;
    public sealed record MeasuredUntil : FieldMeaning;
    public sealed record GroupBy : FieldMeaning;
    public sealed record GroupKey : FieldMeaning;
    /// <param name="Name">The name of the <see cref="GroupTerm"/>.</param>
    public sealed record GroupValue(string Name) : FieldMeaning;
    /// <param name="Name">The name of the <see cref="GroupTerm"/>.</param>
    public sealed record GroupNode(string Name) : FieldMeaning;

    // Mutations
    public sealed record CreateNode(NodeType Type) : FieldMeaning;
    public sealed record UpdateNode(NodeType Type) : FieldMeaning;
    public sealed record DeleteNode(NodeType Type) : FieldMeaning;
    public sealed record AddRelationship : FieldMeaning;
    public sealed record UpdateRelationship : FieldMeaning;
    public sealed record RemoveRelationship : FieldMeaning;
    public sealed record MergeNodes : FieldMeaning;
    public sealed record UndoChange : FieldMeaning;
    public sealed record AcceptProposal : FieldMeaning;
    public sealed record RejectProposal : FieldMeaning;
    public sealed record WithdrawProposal : FieldMeaning;

    // Payloads
    public sealed record WrittenNode(NodeType Type) : FieldMeaning;
    public sealed record MergedNode : FieldMeaning;
    public sealed record MergeDifferences : FieldMeaning;
    public sealed record MergeDifferenceField(MergeDifferencePart Part) : FieldMeaning;
    public sealed record WrittenRelationship : FieldMeaning;
    public sealed record DeletedId : FieldMeaning;
    public sealed record WrittenChange : FieldMeaning;
    public sealed record WrittenProposal : FieldMeaning;
    public sealed record Warnings : FieldMeaning;
    public sealed record MutationErrors : FieldMeaning;
    public sealed record MutationErrorField(MutationErrorPart Part) : FieldMeaning;

    // Reliance
    public sealed record Through : FieldMeaning;
    public sealed record Excluded : FieldMeaning;
}
