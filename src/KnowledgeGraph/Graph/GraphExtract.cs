using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Reading;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph;

/// <summary>
/// The records of a snapshot that an export contains, in an order that depends on nothing but the graph. Records are made one at a time. Used by one thread.
/// </summary>
public sealed class GraphExtract
{
    private readonly GraphSnapshot _snapshot;
    private readonly GraphSelection _selection;
    private readonly CancellationToken _stop;
    private readonly Visibility _visibility;
    /// <summary>The rows of the nodes of each type, in the order of ids; null until they are needed.</summary>
    private readonly int[]?[] _rows;

    public GraphExtract(GraphSnapshot snapshot, GraphSelection selection, CancellationToken stop)
    {
        (_snapshot, _selection, _stop) = (snapshot, selection, stop);
        var context = new ReadContext();
        context.Begin(snapshot, new Lens(selection.AsOf, HidesPresumed: false, Evidence: null), stop);
        _visibility = new Visibility(context, new StandingReader(context));
        _rows = new int[]?[Model.NodeTypes.Length];
    }

    public GraphModel Model => _snapshot.Model;

    /// <summary>The version of the graph.</summary>
    public long Version => _snapshot.Version;

    /// <summary>When the last commit was made; null if that is not known.</summary>
    public DateTimeOffset? CommittedAt => _snapshot.CommittedAt;

    /// <summary>The number of records that were made. They are no records of the graph if some were made twice.</summary>
    public long Made { get; private set; }

    /// <summary>Whether the whole graph has no node.</summary>
    public bool IsOfNothing => _snapshot.NodeCount == 0;

    public long NodeCount => Model.NodeTypes.Sum(t => (long)RowsOf(t).Length);

    public long RelationshipCount => Model.RelationshipTypes.Sum(t => Model.NodeTypes.Sum(n => RowsOf(n).Sum(row => (long)LinksOf(new(n.Index, row), t.Out).Count())));

    /// <summary>The nodes of a type, by id.</summary>
    public IEnumerable<NodeRecord> Nodes(NodeType type) => RowsOf(type).Select(row => Describe(new NodeRef(type.Index, row)));

    /// <summary>The relationships of a type: by the type and the id of the node where they start, then by their key.</summary>
    public IEnumerable<RelationshipRecord> Relationships(RelationshipType type) =>
        Model.NodeTypes.SelectMany(n => RowsOf(n).SelectMany(row => Relationships(new(n.Index, row), type.Out)));

    /// <summary>The relationships of a node in one of its lists, by key.</summary>
    public IEnumerable<RelationshipRecord> Relationships(NodeRecord node, RelationshipType type, Direction direction) =>
        _snapshot.TryFind(node.Id, out var found) ? Relationships(found, new Adjacency(type, direction)) : [];

    /// <summary>The redirects to nodes of the extract, by id.</summary>
    public IEnumerable<Redirect> Redirects => _snapshot.Redirects.All.Where(r => _snapshot.TryFind(_snapshot.Redirects.Resolve(r.From), out var node) && Contains(node));

    /// <summary>The type of a node.</summary>
    public NodeType TypeOf(string id) => _snapshot.TryFind(id, out var node) ? Model.NodeTypes[node.Type] : throw new InvalidDataException($"{id}: The graph has no such node.");

    /// <summary>What an id of a merged node stands for in the end.</summary>
    public string Resolve(string id) => _snapshot.Redirects.Resolve(id);

    private int[] RowsOf(NodeType type) => _rows[type.Index] ??= Sort(type);

    private int[] Sort(NodeType type)
    {
        var table = _snapshot.Nodes[type.Index];
        int[] rows = [.. Enumerable.Range(0, table.Rows).Where(row => !table.Ids[row].IsEmpty && Contains(new(type.Index, row)))];
        Array.Sort(rows, (left, right) => JsonText.Unquote(table.Ids[left]).SequenceCompareTo(JsonText.Unquote(table.Ids[right])));
        return rows;
    }

    private bool Contains(NodeRef node) => _selection.NodeTypes.Contains(Model.NodeTypes[node.Type]) && _visibility.IsVisible(node);

    private IEnumerable<Link> LinksOf(NodeRef node, Adjacency adjacency)
    {
        var type = Model.RelationshipTypes[adjacency.Type];
        return _selection.RelationshipTypes.Contains(type)
            ? _snapshot.Nodes[node.Type].Links[adjacency.Index][node.Row].ToArray().Where(l => Contains(l.Node) && _visibility.IsVisible(type, l.Relationship)) : [];
    }

    private IEnumerable<RelationshipRecord> Relationships(NodeRef node, Adjacency adjacency) =>
        LinksOf(node, adjacency).Select(l => Describe(adjacency.Type, l.Relationship)).OrderBy(r => r.Key, StringComparer.Ordinal);

    private NodeRecord Describe(NodeRef node)
    {
        Count();
        var record = _snapshot.Describe(node);
        return record with { RecordedAt = _snapshot.Nodes[node.Type].RecordedAt[node.Row], Revision = Revision(record.Revision) };
    }

    private RelationshipRecord Describe(int type, int row)
    {
        Count();
        var record = _snapshot.Describe(type, row);
        return record with { RecordedAt = _snapshot.Relationships[type].RecordedAt[row], Revision = Revision(record.Revision) };
    }

    /// <summary>In an earlier version, a record that was changed since has at most that version.</summary>
    private long Revision(long revision) => Math.Min(revision, Version);

    private void Count()
    {
        _stop.ThrowIfCancellationRequested();
        Made++;
    }
}
