using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <param name="Types">The types of relationships to follow; null means all except those with a report or a claim at an end.</param>
public sealed record PathsField(ResponseKey Key, Slot<string?> From, Slot<string?> To, Slot<int> MaxLength, Slot<RelationshipType[]?> Types, Slot<int> First, ImmutableArray<PlanField> Fields)
    : ObjectField(Key, Fields)
{
    public const int LongestLength = GraphSchema.MaxPathLength;

    internal override FieldCost Cost => new(FieldCosts.Paths, Times.Parameter, First.Index);
    internal override double Size(PlanSize sizes) => PlanSize.Paths + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) =>
        $"{DescribeSearch("paths", parameters, From, To, MaxLength, Types)} [first: {parameters.At(First)}]";

    internal static string DescribeSearch(string what, ImmutableArray<Parameter> parameters, Slot<string?> from, Slot<string?> to, Slot<int> maxLength, Slot<RelationshipType[]?> types) =>
        $"{what} from {parameters.At(from)} to {parameters.At(to)}, at most {parameters.At(maxLength)} long, over {parameters.At(types)}, searched from both ends";
}

public sealed record ConnectedField(ResponseKey Key, Slot<string?> From, Slot<string?> To, Slot<int> MaxLength, Slot<RelationshipType[]?> Types) : ScalarField(Key)
{
    internal override FieldCost Cost => new(FieldCosts.Connected);
    internal override double Size(PlanSize sizes) => PlanSize.Connected;
    internal override string Describe(ImmutableArray<Parameter> parameters) => PathsField.DescribeSearch("shortest path", parameters, From, To, MaxLength, Types);
}

public sealed record StepsField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "steps";
}

/// <summary>A relationship of any type.</summary>
public sealed record AnyRelationshipField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "relationship";
}
