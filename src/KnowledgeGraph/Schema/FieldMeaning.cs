using KnowledgeGraph.Model;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Schema;

/// <summary>What a field of the schema means. Each field except those of introspection has a meaning, which the planner reads.</summary>
/// <param name="Weight">The field's weight in the cost estimate. The usual 1 is not printed: it means 1 for a field with selections, and 0 for any other.</param>
internal abstract record FieldMeaning(double Weight)
{
    /// <summary>A list that is not a connection, and the number of items that the cost estimate assumes: the argument <c>Slicing</c>, if it is given.</summary>
    public abstract record List(double Weight, int Assumed = FieldCosts.AssumedItems, string? Slicing = null) : FieldMeaning(Weight);

    /// <summary>A scalar or an enum that has no arguments and is not a property of the model.</summary>
    public sealed record Leaf(Model.Leaf What) : FieldMeaning(1);

    // Roots
    public sealed record ById(FieldedType Type) : FieldMeaning(1);
    public sealed record AnyById() : FieldMeaning(1);
    public sealed record AllById() : List(1, GraphSchema.DefaultPageSize, "ids");
    public sealed record Collection(FieldedType Type) : FieldMeaning(FieldCosts.Page);
    public sealed record Paths() : List(FieldCosts.Paths, GraphSchema.DefaultPaths, "first");
    public sealed record Connected() : FieldMeaning(FieldCosts.Connected);
    public sealed record Timeline() : FieldMeaning(FieldCosts.Page);

    // History
    public sealed record Changes() : FieldMeaning(FieldCosts.Page);
    public sealed record ChangeById() : FieldMeaning(1);
    public sealed record History() : FieldMeaning(FieldCosts.Page);
    public sealed record ChangeEntries() : FieldMeaning(FieldCosts.Page);
    public sealed record ChangedFields() : List(1);

    // Nodes
    public sealed record NodeProperty(string Name) : FieldMeaning(1);
    public sealed record Related(RelationshipField Field) : FieldMeaning(Field.IsList ? FieldCosts.Page : 1);
    /// <param name="Report">From a claim to its report.</param>
    public sealed record QuoteUrl(RelationshipField Report) : FieldMeaning(1);
    public sealed record InEffect() : FieldMeaning(1);
    public sealed record Standing() : FieldMeaning(1);
    /// <param name="IsInverse">Whether the field returns the countries that rely on the country, not those that it relies on.</param>
    public sealed record Reliance(RelianceRule Rule, bool IsInverse) : FieldMeaning(FieldCosts.Reliance);

    // Search
    public sealed record Search() : FieldMeaning(FieldCosts.Search);
    public sealed record HitNode() : FieldMeaning(1);
    public sealed record Matched() : List(1);

    public sealed record Relationships() : FieldMeaning(FieldCosts.Page);
    public sealed record AllRelationships() : FieldMeaning(FieldCosts.Page);
    public sealed record GraphInfo() : FieldMeaning(1);
    public sealed record QuestionCount() : FieldMeaning(1);
    public sealed record Viewer() : FieldMeaning(1);
    public sealed record Supports() : FieldMeaning(FieldCosts.Page);

    // Proposals
    public sealed record Proposals() : FieldMeaning(FieldCosts.Page);
    public sealed record ProposalById() : FieldMeaning(1);
    public sealed record ProposedEntries() : FieldMeaning(FieldCosts.Page);
    public sealed record Conflicts() : FieldMeaning(FieldCosts.Page);

    // Connections
    public sealed record Edges() : FieldMeaning(1);
    public sealed record Nodes() : FieldMeaning(1);
    public sealed record PageInfo() : FieldMeaning(1);

    // Edges
    public sealed record EdgeNode() : FieldMeaning(1);
    public sealed record EdgeProperty(string Name) : FieldMeaning(1);
    public sealed record Evidence() : List(1);
    public sealed record Corroboration() : FieldMeaning(FieldCosts.Corroboration);

    // Relationships of any type
    public sealed record StartNode() : FieldMeaning(1);
    public sealed record EndNode() : FieldMeaning(1);

    // Paths
    public sealed record Steps() : List(1);
    public sealed record Relationship() : FieldMeaning(1);

    // Aggregates
    public sealed record AggregateCollection(FieldedType Type) : FieldMeaning(FieldCosts.Aggregate);
    public sealed record AggregateRelated(RelationshipField Field) : FieldMeaning(FieldCosts.Aggregate);
    public sealed record Measured(string Name) : FieldMeaning(1);
    /// <summary>The aggregates of the relationships themselves.</summary>
    public sealed record MeasuredEdges() : FieldMeaning(1);
    public sealed record MeasuredSince() : FieldMeaning(1);
    public sealed record MeasuredUntil() : FieldMeaning(1);
    public sealed record GroupBy() : List(1);
    public sealed record GroupKey() : FieldMeaning(1);
    /// <param name="Name">The name of the <see cref="GroupTerm"/>.</param>
    public sealed record GroupValue(string Name) : FieldMeaning(1);
    /// <param name="Name">The name of the <see cref="GroupTerm"/>.</param>
    public sealed record GroupNode(string Name) : FieldMeaning(1);

    // Mutations
    public sealed record CreateNode(NodeType Type) : FieldMeaning(FieldCosts.Write);
    public sealed record UpdateNode(NodeType Type) : FieldMeaning(FieldCosts.Write);
    public sealed record DeleteNode(NodeType Type) : FieldMeaning(FieldCosts.Write);
    public sealed record AddRelationship() : FieldMeaning(FieldCosts.Write);
    public sealed record UpdateRelationship() : FieldMeaning(FieldCosts.Write);
    public sealed record RemoveRelationship() : FieldMeaning(FieldCosts.Write);
    public sealed record MergeNodes() : FieldMeaning(FieldCosts.Write);
    public sealed record UndoChange() : FieldMeaning(FieldCosts.Write);
    public sealed record AcceptProposal() : FieldMeaning(FieldCosts.Write);
    public sealed record RejectProposal() : FieldMeaning(FieldCosts.Write);
    public sealed record WithdrawProposal() : FieldMeaning(FieldCosts.Write);

    // Payloads
    public sealed record WrittenNode(NodeType Type) : FieldMeaning(1);
    public sealed record MergedNode() : FieldMeaning(1);
    public sealed record MergeDifferences() : FieldMeaning(0);
    public sealed record MergeDifferenceField(MergeDifferencePart Part) : FieldMeaning(0);
    public sealed record WrittenRelationship() : FieldMeaning(1);
    public sealed record DeletedId() : FieldMeaning(0);
    public sealed record WrittenChange() : FieldMeaning(1);
    public sealed record WrittenProposal() : FieldMeaning(1);
    public sealed record Warnings() : FieldMeaning(FieldCosts.Page);
    public sealed record MutationErrors() : FieldMeaning(0);
    public sealed record MutationErrorField(MutationErrorPart Part) : FieldMeaning(0);

    // Reliance
    public sealed record Through() : List(1);
    public sealed record Excluded() : List(1);
}
