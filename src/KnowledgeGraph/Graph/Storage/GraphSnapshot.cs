using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// One version of the graph, immutable and in memory. Any number of threads read it, and none waits. A change makes the next version, which shares
/// everything that did not change.
/// </summary>
public sealed class GraphSnapshot : IStoredGraph
{
    internal GraphSnapshot(
        GraphModel model, long version, DateTimeOffset? at, ImmutableArray<NodeTable> nodes, ImmutableArray<RelationshipTable> relationships, HashIndex ids,
        ImmutableArray<HashIndex> unique, ImmutableArray<OrderedNodes> collections, SearchIndex search)
    {
        CommittedAt = at;
        (Model, Version, Nodes, Relationships, Ids, Unique, Collections) = (model, version, nodes, relationships, ids, unique, collections);
        Search = search;
        Order = NodeOrder.Of(this);
    }

    private GraphSizes? _sizes;
    private SnapshotEvidence? _evidence;

    public static GraphSnapshot Empty(GraphModel model) => new(
        model, 0, null,
        [.. model.NodeTypes.Select(t => new NodeTable(t)
        {
            Links = [.. Enumerable.Repeat(ListColumn<Link>.Empty, Adjacency.CountFor(model.RelationshipTypes.Length))],
        })],
        [.. model.RelationshipTypes.Select(t => new RelationshipTable(t))], HashIndex.Empty,
        [.. UniqueProperties(model).Select(_ => HashIndex.Empty)], [.. model.Collections.Select(_ => OrderedNodes.Empty)],
        SearchIndex.Empty);

    public GraphModel Model { get; }
    /// <summary>The number of commits that led to it.</summary>
    public long Version { get; }
    /// <summary>When the last commit was made; null if there was none.</summary>
    public DateTimeOffset? CommittedAt { get; }
    public long NodeCount => Nodes.Sum(t => (long)t.Count);
    public long RelationshipCount => Relationships.Sum(t => (long)t.Count);

    /// <summary>The sizes from which the cost of operations is estimated. Only lists that changed since the last version are measured again.</summary>
    public GraphSizes Sizes => _sizes ??= MeasureSizes();

    /// <summary>What the graph knows about its evidence. It is collected when it is first needed.</summary>
    internal SnapshotEvidence Evidence => _evidence ??= new SnapshotEvidence(this);

    /// <summary>The recorded changes. They may be of later versions too.</summary>
    public IChangeLog Log { get; private init; } = NoHistory.Instance;

    /// <summary>What ids of merged nodes stand for.</summary>
    public Redirects Redirects { get; private init; } = Redirects.None;

    /// <summary>The same version of the graph with the recorded changes of its store, which later versions keep.</summary>
    public GraphSnapshot With(IChangeLog log) => With(log, Redirects);

    /// <summary>The same version of the graph with its redirects.</summary>
    public GraphSnapshot With(Redirects redirects) => With(Log, redirects);

    /// <summary>The same graph as another version.</summary>
    internal GraphSnapshot As(long version, DateTimeOffset? at) =>
        new(Model, version, at, Nodes, Relationships, Ids, Unique, Collections, Search) { Log = Log, Redirects = Redirects };

    private GraphSnapshot With(IChangeLog log, Redirects redirects) =>
        new(Model, Version, CommittedAt, Nodes, Relationships, Ids, Unique, Collections, Search) { Log = log, Redirects = redirects };

    internal ImmutableArray<NodeTable> Nodes { get; }
    internal ImmutableArray<RelationshipTable> Relationships { get; }
    internal HashIndex Ids { get; }
    internal ImmutableArray<HashIndex> Unique { get; }
    internal ImmutableArray<OrderedNodes> Collections { get; }
    internal SearchIndex Search { get; }
    internal NodeOrder Order { get; }

    /// <summary>The next version. The change set must be valid.</summary>
    public GraphSnapshot Apply(ChangeSet changes, DateTimeOffset at) => Apply(PreparedChange.Of(changes, this, Version + 1, at));

    /// <summary>The next version.</summary>
    public GraphSnapshot Apply(PreparedChange change)
    {
        var builder = new SnapshotBuilder(this);
        builder.Apply(change.Changes, change.At);
        return builder.Build(change.Version, change.At).With(Log, Redirects.Apply(change.Changes));
    }

    internal static IEnumerable<(NodeType Type, Property Property)> UniqueProperties(GraphModel model) =>
        model.NodeTypes.SelectMany(t => t.Properties.Where(p => p.IsUnique).Select(p => (t, p)));

    internal bool TryFind(string id, out NodeRef node)
    {
        if (id.Length > 256)
        {
            node = default;
            return false;
        }
        Span<byte> key = stackalloc byte[id.Length * 3 + 2];
        key[0] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(id, key[1..]) + 1;
        key[length++] = (byte)'"';
        return TryFind(key[..length], out node);
    }

    /// <summary>Finds a node by its id as JSON. Ids need no escapes, so an id with a quote or a backslash is not found.</summary>
    internal bool TryFind(ReadOnlySpan<byte> id, out NodeRef node)
    {
        var candidates = Ids.Find(HashIndex.Hash(id));
        while (candidates.MoveNext())
            if (Nodes[candidates.Current.Type].Ids[candidates.Current.Row].SequenceEqual(id))
            {
                node = candidates.Current;
                return true;
            }
        node = default;
        return false;
    }

    internal bool TryFindUnique(NodeType type, Property property, string value, out NodeRef node)
    {
        var index = UniqueProperties(Model).TakeWhile(u => u != (type, property)).Count();
        var folded = Folding.Fold(value);
        var candidates = Unique[index].Find(HashIndex.Hash(Encoding.UTF8.GetBytes(folded)));
        while (candidates.MoveNext())
            if (Folding.Fold(JsonText.Decode(Nodes[type.Index].Properties[property.Ordinal, candidates.Current.Row])!) == folded)
            {
                node = candidates.Current;
                return true;
            }
        node = default;
        return false;
    }

    internal string IdOf(NodeRef node) => JsonText.Decode(Nodes[node.Type].Ids[node.Row])!;

    public NodeRecord? FindNode(string id) => TryFind(id, out var node) ? Describe(node) : null;

    public string? FindRedirect(string id) => Redirects.Find(id);

    public string? FindUnique(NodeType type, Property property, string value) =>
        TryFindUnique(type, property, value, out var node) ? IdOf(node) : null;

    /// <inheritdoc/>
    /// <remarks>Reads the property of every node of the type, because only unique properties have an index.</remarks>
    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded)
    {
        var table = Nodes[type.Index];
        for (var row = 0; folded.Count > 0 && row < table.Rows; row++)
            if (!table.Ids[row].IsEmpty && JsonText.Decode(table.Properties[property.Ordinal, row]) is { } text && folded.Contains(Folding.Fold(text)))
                yield return Describe(new NodeRef(type.Index, row));
    }

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id)
    {
        if (!TryFind(id, out var node))
            yield break;
        foreach (var adjacency in Model.NodeTypes[node.Type].Adjacencies)
            foreach (var link in Nodes[node.Type].Links[adjacency.Index][node.Row].ToArray())
                yield return Describe(adjacency.Type, link.Relationship);
    }

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction)
    {
        if (!TryFind(id, out var node))
            yield break;
        var adjacency = new Adjacency(type, direction);
        foreach (var link in Nodes[node.Type].Links[adjacency.Index][node.Row].ToArray())
            yield return Describe(adjacency.Type, link.Relationship);
    }

    public RelationshipRecord? FindRelationship(RelationshipRecord record) =>
        TryFind(record.From, out var from) && TryFind(record.To, out var to) && TryFindRow(record, from, to, out var row)
            ? Describe(record.Type.Index, row) : null;

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) =>
        TryFind(claim, out var node) ? [.. Nodes[node.Type].Carried[node.Row].ToArray().Select(c => Describe(c.Type, c.Row))] : [];

    /// <inheritdoc/>
    /// <remarks>Reads every relationship of the types that have such a property. Only the removal of a node needs it.</remarks>
    public IEnumerable<RelationshipRecord> ReferencedBy(string id) =>
        RelationshipsOf(t => t.Properties.Any(p => p.ReferenceTo is not null)).Where(r => r.References.Any(f => f.Id == id));

    public RecordedChange? FindChange(long version) => version <= Version ? Log.Find(version) : null;

    public IEnumerable<RecordedEntry> EntriesOf(long version) => version <= Version ? Log.Entries(version, 0, int.MaxValue) : [];

    /// <inheritdoc/>
    /// <remarks>A proposal is not part of a version: it is read as it is now.</remarks>
    public Proposal? FindProposal(long number) => Log.FindProposal(number);

    /// <summary>Finds the table and row of the relationship with the key of the record.</summary>
    internal bool TryFind(RelationshipRecord record, out RelationshipTable table, out int row)
    {
        table = Relationships[record.Type.Index];
        row = -1;
        return TryFind(record.From, out var from) && TryFind(record.To, out var to) && TryFindRow(record, from, to, out row);
    }

    /// <summary>Looks at the shorter of the two ends' lists.</summary>
    internal bool TryFindRow(RelationshipRecord record, NodeRef from, NodeRef to, out int row)
    {
        var outgoing = Nodes[from.Type].Links[record.Type.Out.Index][from.Row];
        var incoming = Nodes[to.Type].Links[record.Type.In.Index][to.Row];
        var links = incoming.Length < outgoing.Length ? incoming : outgoing;
        var other = incoming.Length < outgoing.Length ? from : to;
        var key = record.Key;
        foreach (var link in links)
            if (link.Node == other && Describe(record.Type.Index, link.Relationship).Key == key)
            {
                row = link.Relationship;
                return true;
            }
        row = -1;
        return false;
    }

    private GraphSizes MeasureSizes() => new(
        [.. Nodes.Select(t => (long)t.Count)], [.. Relationships.Select(t => (long)t.Count)], [.. Nodes.Select(DegreesOf)]);

    private static ImmutableArray<int> DegreesOf(NodeTable table)
    {
        if (table.Count > GraphSizes.MaxNodesForDegrees)
            return [];
        var degrees = new int[table.Links.Length];
        foreach (var adjacency in table.Type.Adjacencies)
            degrees[adjacency.Index] = table.Links[adjacency.Index].Longest;
        return [.. degrees];
    }

    /// <summary>All nodes, for an export.</summary>
    public IEnumerable<NodeRecord> AllNodes()
    {
        foreach (var table in Nodes)
            for (var row = 0; row < table.Rows; row++)
                if (!table.Ids[row].IsEmpty)
                    yield return Describe(new NodeRef(table.Type.Index, row));
    }

    public IEnumerable<RelationshipRecord> AllRelationships() => RelationshipsOf(_ => true);

    private IEnumerable<RelationshipRecord> RelationshipsOf(Func<RelationshipType, bool> isWanted)
    {
        foreach (var table in Nodes)
            for (var row = 0; row < table.Rows; row++)
                foreach (var adjacency in table.Type.Adjacencies.Where(a => a.IsOut && isWanted(Model.RelationshipTypes[a.Type])))
                    foreach (var link in table.Links[adjacency.Index][row].ToArray())
                        yield return Describe(adjacency.Type, link.Relationship);
    }

    internal NodeRecord Describe(NodeRef node)
    {
        var table = Nodes[node.Type];
        return new NodeRecord(table.Type, IdOf(node), Describe(table.Type.Properties, table.Properties, node.Row)) { Revision = table.Revisions[node.Row] };
    }

    /// <summary>The key of a relationship as JSON.</summary>
    internal byte[] KeyOf(int type, int row) => RecordJson.Encode(Describe(type, row).Key);

    internal RelationshipRecord Describe(int type, int row)
    {
        var table = Relationships[type];
        return new RelationshipRecord(table.Type, IdOf(table.From[row]), IdOf(table.To[row]))
        {
            Since = JsonText.Decode(table.Since[row]),
            Until = JsonText.Decode(table.Until[row]),
            Properties = Describe(table.Type.Properties, table.Properties, row),
            Claims = [.. table.Claims[row].ToArray().Select(c => IdOf(new NodeRef(Model.Evidence.Claim.Index, c)))],
            Revision = table.Revisions[row],
        };
    }

    private static Dictionary<string, object> Describe(ImmutableArray<Property> properties, PropertyRows columns, int row)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write("{"u8);
        foreach (var property in properties)
        {
            var value = columns[property.Ordinal, row];
            if (value.IsEmpty)
                continue;
            json.Write(Encoding.UTF8.GetBytes($"{(json.WrittenCount > 1 ? "," : "")}\"{property.Name}\":"));
            json.Write(value);
        }
        json.Write("}"u8);
        return RecordJson.Decode(properties, json.WrittenSpan);
    }
}
