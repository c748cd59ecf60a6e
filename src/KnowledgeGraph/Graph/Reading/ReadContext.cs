using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using KnowledgeGraph.Evidence;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// One request: the snapshot that it reads, its plan and values, its dates, its cancellation. All operators share it, and it is the only thing
/// that they share besides the writer.
/// </summary>
internal sealed class ReadContext
{
    /// <summary>Cancellation is looked at once in so many calls; a power of two.</summary>
    private const uint CallsPerCheck = 1024;

    private readonly byte[] _today = new byte["2024-07-01".Length];
    private OperationPlan _plan = null!;
    private object?[] _values = [];
    private CancellationToken _cancellation;
    private uint _calls;

    public GraphSnapshot Snapshot = null!;

    private byte[]? _asOf;

    /// <summary>The date that applies to the field that is being written; null for none.</summary>
    public byte[]? AsOf => _asOf ?? (HidesPresumed ? _today : null);

    /// <summary>Whether what is only presumed to be in effect is left out.</summary>
    public bool HidesPresumed { get; private set; }

    /// <summary>The evidence that counts; null if all of it does, and nothing is left out because of it.</summary>
    public EvidenceView? Evidence { get; private set; }

    /// <summary>How far the evidence that counts reaches.</summary>
    public EvidenceView Known => Evidence ?? Snapshot.Evidence.All.Whole;

    /// <summary>Whether no node and no relationship is left out.</summary>
    public bool ShowsAll => AsOf is null && Evidence is null;

    /// <summary>The date, UTC, when neither an argument nor @asOf gives one.</summary>
    public ReadOnlySpan<byte> Today => _today;

    public void Begin(BoundPlan plan, GraphSnapshot snapshot, DateOnly today, CancellationToken cancellation)
    {
        Begin(snapshot, plan.Lens, cancellation);
        (_plan, _values) = (plan.Plan, plan.Values);
        today.TryFormat(_today, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Begins to read what a lens shows, without a plan.</summary>
    public void Begin(GraphSnapshot snapshot, Lens lens, CancellationToken cancellation)
    {
        (Snapshot, _cancellation) = (snapshot, cancellation);
        (_asOf, HidesPresumed) = (lens.AsOf is { } date ? Encoding.UTF8.GetBytes(date) : null, lens.HidesPresumed);
        Evidence = lens.Evidence is { } evidence ? snapshot.Evidence.All.Under(evidence) : null;
    }

    /// <summary>Applies the date of a field.</summary>
    /// <returns>The date that applies above it, for <see cref="Leave"/>.</returns>
    public byte[]? Enter(PlanField field)
    {
        var above = _asOf;
        if (field.AsOf.IsGivenIn(_values))
            _asOf = field.AsOf.In(_values);
        return above;
    }

    public void Leave(byte[]? dateAbove) => _asOf = dateAbove;

    /// <summary>Lets go of the request.</summary>
    public void Release() => (Snapshot, _plan, _values, Evidence, _cancellation) = (null!, null!, [], null, default);

    /// <summary>The value of a parameter, which there must be.</summary>
    public T Value<T>(Slot<T> slot) => slot.In(_values);

    /// <summary>The value of a parameter; null if there is none.</summary>
    public T? ValueOrNull<T>(Slot<T?> slot)
        where T : class => slot.IsNone ? null : slot.In(_values);

    public ImmutableArray<Parameter> Parameters => _plan.Parameters;

    /// <summary>Called at each step of work that may be long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThrowIfCancelled()
    {
        if ((++_calls & (CallsPerCheck - 1)) == 0)
            _cancellation.ThrowIfCancellationRequested();
    }

    public void ThrowIfCancelledNow() => _cancellation.ThrowIfCancellationRequested();

    public CancellationToken Cancellation => _cancellation;

    public NodeTable TableOf(NodeRef node) => Snapshot.Nodes[node.Type];

    /// <summary>The name as JSON, with its quotes.</summary>
    public ReadOnlySpan<byte> NameOf(NodeRef node)
    {
        var table = TableOf(node);
        return table.Properties[table.NameProperty, node.Row];
    }

    /// <summary>The id as JSON, with its quotes.</summary>
    public ReadOnlySpan<byte> IdOf(NodeRef node) => TableOf(node).Ids[node.Row];

    public ReadOnlySpan<byte> FoldedNameOf(NodeRef node) => TableOf(node).FoldedNames[node.Row];

    /// <summary>The links of a node in one of its lists, in the default order.</summary>
    public ReadOnlySpan<Link> Links(NodeRef node, Adjacency adjacency) => TableOf(node).Links[adjacency.Index][node.Row];

    /// <summary>The other end of the node's only relationship of this type; null for none.</summary>
    public NodeRef? OtherEnd(NodeRef node, RelationshipType type) => Links(node, type.Out) is [var link, ..] ? link.Node : null;
}
