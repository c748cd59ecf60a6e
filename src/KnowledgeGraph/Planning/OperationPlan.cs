using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>What one operation asks. A store reads one snapshot or runs one statement for it. Immutable and independent of the store.</summary>
public sealed record OperationPlan(ImmutableArray<PlanField> Roots, ImmutableArray<Parameter> Parameters, LensParameters Lens)
{
    /// <summary>A size that was not measured yet.</summary>
    private const double Unknown = -1;

    private PlanCost? _cost;
    private PlanCost? _costUnderLens;
    private double _size = Unknown;
    private double _sizeUnderLens = Unknown;

    /// <summary>The parameters with ids that are noted if they name nothing.</summary>
    internal ImmutableArray<int> NotedIds { get; init; } = [];

    /// <summary>The parameters with ids of nodes, which may stand for the nodes that they became.</summary>
    internal ImmutableArray<int> NodeIds { get; init; } = [];

    /// <summary>What the operation writes; null for a query. The roots are then its payloads.</summary>
    public WritePlan? Writes { get; init; }

    /// <summary>Counts the memory of what is made from the plan and kept with it, such as statements.</summary>
    internal RetainedBytes? Retained { get; init; }

    /// <summary>Whether binding takes little time. Introspection runs while its parameter is bound.</summary>
    internal bool IsBoundAtOnce { get; } = !Parameters.Any(p => p is IntrospectionParameter);

    /// <summary>Whether the document itself may leave out what the graph has.</summary>
    private bool HasLens { get; } = Lens.IsGiven || Parameters.Any(p => p is IfGivenParameter);

    /// <summary>Whether fields have dates of their own.</summary>
    public bool HasFieldDates { get; } = Parameters.Any(p => p is IfGivenParameter { Inner: DateParameter });

    /// <summary>Whether the response is the same for everybody until there is a new version of the graph. Nobody shares `viewer`, and no version has proposals.</summary>
    public bool IsOfVersion { get; } = !Parameters.Any(p => p is ViewerParameter or ProposalParameter);

    /// <summary>The fields with proposals, which are read before the plan is executed.</summary>
    public ImmutableArray<PlanField> Proposals { get; } = Planning.Proposals.ProposalPlanner.In(Roots);

    /// <summary>How much work the plan is for the planner of a database: see <see cref="PlanSize"/>.</summary>
    internal double Size(bool isUnderLens)
    {
        ref var size = ref isUnderLens || HasLens ? ref _sizeUnderLens : ref _size;
        return size == Unknown ? size = SizeOf(Roots, isUnderLens) : size;
    }

    /// <summary>The size of some of its roots.</summary>
    internal double SizeOf(ImmutableArray<PlanField> roots, bool isUnderLens) => PlanSize.Of(roots, isUnderLens || HasLens);

    /// <param name="isUnderLens">Whether the request has a lens outside the document.</param>
    public PlanCost Cost(bool isUnderLens) => isUnderLens || HasLens
        ? _costUnderLens ??= PlanCost.Of(this, isUnderLens: true) : _cost ??= PlanCost.Of(this, isUnderLens: false);

    /// <summary>The plan as an indented tree.</summary>
    public override string ToString() => PlanPrinter.Print(this);
}

/// <summary>A plan with the values of its parameters in one request.</summary>
public sealed record BoundPlan(OperationPlan Plan, object?[] Values)
{
    /// <summary>The value of a parameter, which there must be.</summary>
    public T Value<T>(Slot<T> slot) => slot.In(Values);

    /// <summary>The value of a parameter; null if there is none.</summary>
    public T? ValueOrNull<T>(Slot<T?> slot)
        where T : class => slot.IsNone ? null : slot.In(Values);

    /// <summary>Whether the document has the argument, and its variable has a value, which may be null.</summary>
    public bool IsGiven<T>(Slot<T> slot) => slot.IsGivenIn(Values);

    /// <summary>The sizes of the graph, from which the cost is estimated.</summary>
    public GraphSizes Sizes { get; init; } = GraphSizes.Unknown;
    /// <summary>What the request sees of the graph.</summary>
    public Lens Lens { get; init; } = Lens.Plain;

    /// <summary>The ids that are noted if they name nothing.</summary>
    internal IEnumerable<string> NotedIds => Plan.NotedIds.SelectMany(p => NodeIdValue.Ids(Values[p])).Concat(Lens.Evidence?.Without ?? []).Distinct();

    /// <summary>All ids of nodes that the request gives.</summary>
    public IEnumerable<string> NodeIds => Plan.NodeIds.SelectMany(p => NodeIdValue.Ids(Values[p])).Concat(Lens.Evidence?.Without ?? []).Distinct();

    /// <summary>The plan with the ids of the nodes that merged ids stand for.</summary>
    /// <param name="resolve">Returns what an id stands for, or the id itself.</param>
    public BoundPlan Redirected(Func<string, string> resolve)
    {
        if (NodeIds.All(id => resolve(id) == id))
            return this;
        var values = (object?[])Values.Clone();
        foreach (var position in Plan.NodeIds)
            values[position] = NodeIdValue.Redirected(values[position], resolve);
        return this with { Values = values, Lens = Lens.Redirected(resolve) };
    }

    internal bool HasNotedIds => !Plan.NotedIds.IsEmpty || Lens.Evidence is { Without.IsEmpty: false };

    public bool IsUnderLens => Lens != Lens.Plain;
    public OperationCost Cost => WithEvidence(Plan.Cost(IsUnderLens).Measure(Values, Sizes));

    /// <summary>The cost with other values, such as smaller pages.</summary>
    internal OperationCost CostWith(object?[] values) => WithEvidence(Plan.Cost(IsUnderLens).Multiply(values, Sizes));

    /// <summary>Adds what it costs to find what the evidence that counts supports. This looks at the whole graph, whatever the operation reads.</summary>
    private OperationCost WithEvidence(OperationCost cost) => Lens.Evidence is null || double.IsInfinity(Sizes.AllRelationships)
        ? cost : cost with { Fields = cost.Fields + Math.Ceiling(Sizes.AllRelationships * FieldCosts.WeighedRelationship) };
}
