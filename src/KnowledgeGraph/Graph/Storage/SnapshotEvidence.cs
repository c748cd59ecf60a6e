using System.Collections.Immutable;
using KnowledgeGraph.Evidence;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>The evidence of one version of the graph. A row of a table has the same position there, after those of the types before it.</summary>
internal sealed class SnapshotEvidence
{
    private readonly GraphSnapshot _snapshot;
    private readonly EvidenceRoles _roles;
    /// <summary>By the index of the type; -1 for types that are no instruments.</summary>
    private readonly int[] _firstInstrument;
    private readonly int[] _firstRelationship;

    public SnapshotEvidence(GraphSnapshot snapshot)
    {
        (_snapshot, _roles) = (snapshot, snapshot.Model.Evidence);
        _firstInstrument = new int[snapshot.Nodes.Length];
        var instruments = 0;
        foreach (var table in snapshot.Nodes)
        {
            _firstInstrument[table.Type.Index] = table.Type.Lifespan is null ? -1 : instruments;
            instruments += table.Type.Lifespan is null ? 0 : table.Rows;
        }
        _firstRelationship = new int[snapshot.Relationships.Length];
        var relationships = 0;
        foreach (var table in snapshot.Relationships)
        {
            _firstRelationship[table.Type.Index] = relationships;
            relationships += table.Rows;
        }
        var claims = snapshot.Nodes[_roles.Claim.Index];
        All = new EvidenceGraph(
            [.. Enumerable.Range(0, snapshot.Nodes[_roles.Report.Index].Rows).Select(Report)], [.. Enumerable.Range(0, claims.Rows).Select(Claim)],
            Instruments(instruments), [.. Enumerable.Range(0, snapshot.Nodes[_roles.Statistic.Index].Rows).Select(s => Ends(new NodeRef(_roles.Statistic.Index, s), _roles.PrintedIn.Out))],
            Relationships(relationships))
        {
            ClaimCount = claims.Count,
        };
    }

    public EvidenceGraph All { get; }

    public int InstrumentPosition(NodeRef node) => _firstInstrument[node.Type] + node.Row;
    public int RelationshipPosition(int type, int row) => _firstRelationship[type] + row;

    /// <summary>What stands for the node in the evidence.</summary>
    public (EvidenceEnd Kind, int Position) EndOf(NodeRef node) =>
        node.Type == _roles.Report.Index ? (EvidenceEnd.Report, node.Row)
        : node.Type == _roles.Claim.Index ? (EvidenceEnd.Claim, node.Row)
        : node.Type == _roles.Statistic.Index ? (EvidenceEnd.Statistic, node.Row)
        : _firstInstrument[node.Type] >= 0 ? (EvidenceEnd.Instrument, InstrumentPosition(node))
        : (EvidenceEnd.Other, -1);

    private ReadOnlySpan<Link> Links(NodeRef node, Adjacency adjacency) => _snapshot.Nodes[node.Type].Links[adjacency.Index][node.Row];

    /// <summary>The rows of the other ends.</summary>
    private int[] Ends(NodeRef node, Adjacency adjacency)
    {
        var links = Links(node, adjacency);
        var rows = new int[links.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = links[i].Node.Row;
        return rows;
    }

    private string? IdOfEnd(NodeRef node, RelationshipType type) => Links(node, type.Out) is [var link, ..] ? _snapshot.IdOf(link.Node) : null;

    private EvidenceReport Report(int row)
    {
        var node = new NodeRef(_roles.Report.Index, row);
        var table = _snapshot.Nodes[node.Type];
        if (table.Ids[row].IsEmpty)
            return new EvidenceReport("", null, -1, null, null, []);
        var original = Links(node, _roles.Republishes.Out) is [var copied, ..] ? copied.Node.Row : -1;
        ImmutableArray<string> journalists = [.. Links(node, _roles.WrittenBy.Out).ToArray().Select(l => _snapshot.IdOf(l.Node))];
        return new EvidenceReport(
            _snapshot.IdOf(node), Date(table.Properties[_roles.PublishedOn.Ordinal, row]), original,
            IdOfEnd(node, _roles.PublishedBy), IdOfEnd(node, _roles.OriginatedBy), journalists);
    }

    private static byte[]? Date(ReadOnlySpan<byte> json) => json.IsEmpty ? null : JsonText.Unquote(json).ToArray();

    private EvidenceClaim Claim(int row)
    {
        var node = new NodeRef(_roles.Claim.Index, row);
        return new EvidenceClaim(
            !_snapshot.Nodes[node.Type].Ids[row].IsEmpty && _snapshot.Nodes[node.Type].Properties.Position(_roles.Stance.Ordinal, row) == _roles.Asserts,
            Ends(node, _roles.StatedIn.Out));
    }

    private ImmutableArray<EvidenceInstrument> Instruments(int count)
    {
        var instruments = new EvidenceInstrument[count];
        foreach (var table in _snapshot.Nodes)
            for (var row = 0; table.Type.Lifespan is { } lifespan && row < table.Rows; row++)
            {
                var node = new NodeRef(table.Type.Index, row);
                var status = table.Ids[row].IsEmpty ? -1 : table.Properties.Position(lifespan.Status.Ordinal, row);
                var knownOn = status >= 0 && lifespan.IsInEffect(lifespan.Status.Enum!.Values[status]) ? Date(table.Properties[lifespan.StatusAsOf.Ordinal, row]) : null;
                instruments[InstrumentPosition(node)] = new EvidenceInstrument(knownOn, Ends(node, _roles.About.In));
            }
        return [.. instruments];
    }

    /// <summary>No list leads to the row of a removed relationship, which stays as one that rests on nothing.</summary>
    private ImmutableArray<EvidenceRelationship> Relationships(int count)
    {
        var relationships = new EvidenceRelationship[count];
        Array.Fill(relationships, new EvidenceRelationship((EvidenceEnd.Other, -1), (EvidenceEnd.Other, -1), [], false, null));
        foreach (var nodes in _snapshot.Nodes)
            foreach (var adjacency in nodes.Type.Adjacencies.Where(a => a.IsOut))
                for (var row = 0; row < nodes.Rows; row++)
                    foreach (var link in nodes.Links[adjacency.Index][row])
                        relationships[RelationshipPosition(adjacency.Type, link.Relationship)] =
                            Relationship(_snapshot.Relationships[adjacency.Type], link.Relationship, new NodeRef(nodes.Type.Index, row), link.Node);
        return [.. relationships];
    }

    private EvidenceRelationship Relationship(RelationshipTable table, int row, NodeRef from, NodeRef to)
    {
        byte[]? lastSeen = null;
        if (table.SeenOn is { } seenOn && table.Properties[seenOn.Ordinal, row] is { IsEmpty: false } days)
        {
            SeenDays.FindFirstAndLast(days, out _, out var last);
            lastSeen = last.IsEmpty ? null : last.ToArray();
        }
        return new EvidenceRelationship(EndOf(from), EndOf(to), table.Claims[row].ToArray(), table.Type.NeedsEvidence, lastSeen);
    }
}
