using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// Makes the next snapshot from one and a change, at a cost in proportion to what the change touches; not thread-safe. Relationships
/// must be put after their ends and their claims.
/// </summary>
internal sealed class SnapshotBuilder
{
    private readonly GraphSnapshot _start;
    private readonly GraphModel _model;
    private readonly NodeTableBuilder[] _nodes;
    private readonly RelationshipTableBuilder[] _relationships;
    private readonly HashIndex.Builder _ids;
    private readonly (NodeType Type, Property Property, HashIndex.Builder Index)[] _unique;
    private readonly NodeOrder _order;
    /// <summary>Nodes that were added, removed or renamed. Their position in the default order changes.</summary>
    private readonly HashSet<NodeRef> _placed = [];
    /// <summary>Nodes that were added, removed or replaced. Their words in the search index may change.</summary>
    private readonly HashSet<NodeRef> _searched = [];
    private readonly HashSet<(int Type, int Row)> _removed = [];
    /// <summary>By adjacency. Owners are nodes, keys are relationships. A link that moves within a list is removed and added.</summary>
    private readonly ListChanges<Link, int>[] _links;
    /// <summary>The relationships that rest on each claim.</summary>
    private readonly ListChanges<(int Type, int Row), (int Type, int Row)> _carried = new();

    public SnapshotBuilder(GraphSnapshot start)
    {
        _start = start;
        _model = start.Model;
        _nodes = [.. start.Nodes.Select(t => new NodeTableBuilder(t))];
        _relationships = [.. start.Relationships.Select(t => new RelationshipTableBuilder(t))];
        _links = [.. Enumerable.Range(0, Adjacency.CountFor(_relationships.Length)).Select(_ => new ListChanges<Link, int>())];
        _ids = new HashIndex.Builder(start.Ids);
        _unique = [.. GraphSnapshot.UniqueProperties(_model).Select((u, i) => (u.Type, u.Property, new HashIndex.Builder(start.Unique[i])))];
        _order = new NodeOrder(
            node => _nodes[node.Type].FoldedNames[node.Row],
            node => _nodes[node.Type].Properties[_model.NodeTypes[node.Type].NameProperty.Ordinal, node.Row],
            node => _nodes[node.Type].Id(node.Row));
    }

    public void Apply(ChangeSet changes, DateTimeOffset at)
    {
        var time = at.ToUnixTimeMilliseconds();
        foreach (var relationship in changes.RemovedRelationships)
            RemoveRelationship(relationship);
        foreach (var id in changes.RemovedNodes)
            RemoveNode(id);
        foreach (var node in changes.Nodes)
            PutNode(node, time);
        foreach (var relationship in changes.Relationships)
            PutRelationship(relationship, time);
    }

    public NodeRef PutNode(NodeRecord node, long recordedAt) =>
        PutNode(node.Type, RecordJson.Encode(node.Id), RecordJson.Encode(node.Type.Properties, node.Properties), node.RecordedAt ?? recordedAt, node.Revision);

    /// <param name="id">As JSON, with its quotes.</param>
    /// <param name="properties">Their stored JSON.</param>
    /// <param name="recordedAt">When a new node was recorded; one that is there keeps its time.</param>
    /// <param name="revision">The version that last changed it.</param>
    public NodeRef PutNode(NodeType type, ReadOnlySpan<byte> id, ReadOnlySpan<byte> properties, long recordedAt, long revision)
    {
        var table = _nodes[type.Index];
        if (!TryFind(id, out var node))
        {
            node = new NodeRef(type.Index, table.Rows++);
            table.Count++;
            table.RecordedAt[node.Row] = recordedAt;
            _ids.Add(HashIndex.Hash(id), node);
            _placed.Add(node);
        }
        else
            RemoveFromUnique(node);
        table.Revisions[node.Row] = checked((int)revision);
        table.Properties.Set(node.Row, properties, id);
        AddToUnique(node);
        _searched.Add(node);

        var name = table.Properties[type.NameProperty.Ordinal, node.Row];
        var folded = Encoding.UTF8.GetBytes(Folding.Fold(JsonText.Decode(name) ?? ""));
        var renamed = node.Row >= _start.Nodes[type.Index].Rows
            || !_start.Nodes[type.Index].Properties[type.NameProperty.Ordinal, node.Row].SequenceEqual(name);
        table.FoldedNames.Replace(node.Row, folded);
        if (renamed && _placed.Add(node))
            TouchNeighbours(node);
        return node;
    }

    private void RemoveNode(string id)
    {
        if (!TryFind(RecordJson.Encode(id), out var node))
            return;
        var table = _nodes[node.Type];
        RemoveFromUnique(node);
        _ids.Remove(HashIndex.Hash(table.Id(node.Row)), node);
        table.FoldedNames.Replace(node.Row, default);
        table.Properties.Clear(node.Row);
        table.Count--;
        _placed.Add(node);
        _searched.Add(node);
    }

    public void PutRelationship(RelationshipRecord record, long recordedAt)
    {
        var (from, to) = (Find(record.From), Find(record.To));
        PutRelationship(
            record.Type, from, to, FindRow(record, from, to), record.Since is { } since ? RecordJson.Encode(since) : default,
            record.Until is { } until ? RecordJson.Encode(until) : default, [.. record.Claims.Select(c => Find(c).Row)],
            RecordJson.Encode(record.Type.Properties, record.Properties), record.RecordedAt ?? recordedAt, record.Revision);
    }

    /// <param name="row">The row of the one that it replaces, or -1.</param>
    public void PutRelationship(
        RelationshipType type, NodeRef from, NodeRef to, int row, ReadOnlySpan<byte> since, ReadOnlySpan<byte> until,
        ReadOnlySpan<int> claims, ReadOnlySpan<byte> properties, long recordedAt, long revision)
    {
        var table = _relationships[type.Index];
        var isNew = row < 0;
        if (isNew)
        {
            row = table.Rows++;
            table.Count++;
            table.From[row] = from;
            table.To[row] = to;
            table.RecordedAt[row] = recordedAt;
        }
        else
            RemoveCarried(type.Index, row);
        table.Revisions[row] = checked((int)revision);
        table.Properties.Set(row, properties, since, until);
        table.Claims.Replace(row, claims);
        foreach (var claim in claims)
            _carried.Gain(claim, (type.Index, row));
        var (outgoing, incoming) = (_links[type.Out.Index], _links[type.In.Index]);
        if (isNew || outgoing.Lose(from.Value, row))
            outgoing.Gain(from.Value, new Link(to, row));
        if (isNew || incoming.Lose(to.Value, row))
            incoming.Gain(to.Value, new Link(from, row));
    }

    private void RemoveRelationship(RelationshipRecord record)
    {
        var (from, to) = (Find(record.From), Find(record.To));
        var row = FindRow(record, from, to);
        if (row < 0)
            return;
        RemoveCarried(record.Type.Index, row);
        _relationships[record.Type.Index].Count--;
        _relationships[record.Type.Index].Claims.Replace(row, default);
        _removed.Add((record.Type.Index, row));
        _links[record.Type.Out.Index].Lose(from.Value, row);
        _links[record.Type.In.Index].Lose(to.Value, row);
    }

    private void RemoveCarried(int type, int row)
    {
        foreach (var claim in _relationships[type].Claims[row])
            _carried.Lose(claim, (type, row));
    }

    /// <summary>Finds the row of a relationship of the previous version. Only such relationships can be replaced.</summary>
    private int FindRow(RelationshipRecord record, NodeRef from, NodeRef to) =>
        from.Row < _start.Nodes[from.Type].Rows && to.Row < _start.Nodes[to.Type].Rows && _start.TryFindRow(record, from, to, out var row)
            && !_removed.Contains((record.Type.Index, row)) ? row : -1;

    /// <summary>Moves a renamed node in the lists of all its neighbours.</summary>
    private void TouchNeighbours(NodeRef node)
    {
        foreach (var adjacency in _model.NodeTypes[node.Type].Adjacencies)
        {
            var changes = _links[adjacency.Opposite.Index];
            foreach (var link in _nodes[node.Type].Links[adjacency.Index][node.Row])
                if (!_removed.Contains((adjacency.Type, link.Relationship)) && changes.Lose(link.Node.Value, link.Relationship))
                    changes.Gain(link.Node.Value, link with { Node = node });
        }
    }

    private NodeRef Find(string id) => TryFind(RecordJson.Encode(id), out var node) ? node
        : throw new InvalidOperationException($"{id} is not in the graph; the change set was not validated");

    public bool TryFind(ReadOnlySpan<byte> id, out NodeRef node)
    {
        var candidates = _ids.Find(HashIndex.Hash(id));
        while (candidates.MoveNext())
            if (_nodes[candidates.Current.Type].Id(candidates.Current.Row).SequenceEqual(id))
            {
                node = candidates.Current;
                return true;
            }
        node = default;
        return false;
    }

    private void AddToUnique(NodeRef node)
    {
        foreach (var (_, hash, index) in UniqueValues(node))
            index.Add(hash, node);
    }

    private void RemoveFromUnique(NodeRef node)
    {
        foreach (var (_, hash, index) in UniqueValues(node))
            index.Remove(hash, node);
    }

    private IEnumerable<(Property Property, int Hash, HashIndex.Builder Index)> UniqueValues(NodeRef node)
    {
        foreach (var (type, property, index) in _unique)
            if (type.Index == node.Type && JsonText.Decode(_nodes[node.Type].Properties[property.Ordinal, node.Row]) is { } value)
                yield return (property, HashIndex.Hash(Encoding.UTF8.GetBytes(Folding.Fold(value))), index);
    }

    public GraphSnapshot Build(long version, DateTimeOffset? at)
    {
        for (var i = 0; i < _links.Length; i++)
            RebuildLinks(new Adjacency(i));
        RebuildCarried();
        return new GraphSnapshot(
            _model, version, at, [.. _nodes.Select(n => n.Build())], [.. _relationships.Select(r => r.Build())], _ids.Build(),
            [.. _unique.Select(u => u.Index.Build())], [.. _model.Collections.Select(PlaceNodes)], BuildSearch());
    }

    private SearchIndex BuildSearch()
    {
        var search = new SearchIndex.Builder(_start.Search, _model);
        foreach (var node in _searched)
        {
            var (old, next) = (_start.Nodes[node.Type], _nodes[node.Type]);
            search.Replace(
                node, node.Row < old.Rows && !old.Ids[node.Row].IsEmpty ? p => old.Properties[p.Ordinal, node.Row] : null,
                next.Id(node.Row).IsEmpty ? null : p => next.Properties[p.Ordinal, node.Row]);
        }
        return search.Build();
    }

    private void RebuildLinks(Adjacency adjacency)
    {
        var order = new LinkOrder(_order, _relationships[adjacency.Type], ClaimId);
        _links[adjacency.Index].ForEach((owner, gains, losses) =>
        {
            var node = new NodeRef(owner);
            var column = _nodes[node.Type].Links[adjacency.Index];
            var kept = column[node.Row];
            if (losses is not null)
                kept = kept.ToArray().Where(l => !losses.Contains(l.Relationship)).ToArray();
            gains.Sort(order);
            column.Replace(node.Row, kept.IsEmpty ? gains : SortedMerge.Merge(kept, gains, order));
        });
    }

    private void RebuildCarried()
    {
        var column = _nodes[_model.Evidence.Claim.Index].Carried;
        _carried.ForEach((claim, gains, losses) =>
            column.Replace(claim, [.. column[claim].ToArray().Where(c => losses?.Contains(c) is not true), .. gains]));
    }

    private ReadOnlySpan<byte> ClaimId(int claim) => _nodes[_model.Evidence.Claim.Index].Id(claim);

    private OrderedNodes PlaceNodes(FieldedType collection)
    {
        bool IsMember(NodeRef node) => collection.Members.Contains(_model.NodeTypes[node.Type]);
        var removed = _placed.Where(n => IsMember(n) && n.Row < _start.Nodes[n.Type].Rows && !_start.Nodes[n.Type].Ids[n.Row].IsEmpty).ToArray();
        var added = _placed.Where(n => IsMember(n) && !_nodes[n.Type].Id(n.Row).IsEmpty).ToArray();
        Array.Sort(removed, _start.Order);
        Array.Sort(added, _order);
        return _start.Collections[collection.CollectionIndex].Change(removed, _start.Order, added, _order);
    }
}
