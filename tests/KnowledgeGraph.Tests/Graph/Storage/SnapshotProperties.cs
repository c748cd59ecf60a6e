using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Graph.Storage;

public sealed class SnapshotProperties
{
    [Fact]
    public void The_snapshot_equals_a_list_of_records_after_any_changes() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Empty;
        for (var i = 0; i < steps; i++)
        {
            var before = graphs;
            var described = Describe(before.Snapshot);
            graphs = graphs.Apply(RandomChanges.Next(choices, graphs.Naive, size));
            AssertSame(graphs);
            Assert.Equal(described, Describe(before.Snapshot));
            Assert.Equal(before.Snapshot.Version + 1, graphs.Snapshot.Version);
        }
    }, iter: 150);

    [Fact]
    public void All_at_once_gives_the_same_graph_as_one_by_one() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var grown = Graphs.Grow(new Choices(seed), steps, size);
        var whole = new ChangeSet
        {
            Nodes = [.. grown.Naive.Nodes.Select(n => n.Record)],
            Relationships = [.. grown.Naive.Links.Select(l => l.Record)],
        };
        var atOnce = Graphs.Empty.Apply(whole);
        AssertSame(atOnce);
        Assert.Equal(WithoutTimes(grown.Snapshot), WithoutTimes(atOnce.Snapshot));

        var oneByOne = Graphs.Empty;
        foreach (var node in whole.Nodes)
            oneByOne = oneByOne.Apply(new ChangeSet { Nodes = [node] });
        foreach (var relationship in whole.Relationships)
            oneByOne = oneByOne.Apply(new ChangeSet { Relationships = [relationship] });
        Assert.Equal(WithoutTimes(grown.Snapshot), WithoutTimes(oneByOne.Snapshot));
    }, iter: 30);

    private static void AssertSame(Graphs graphs)
    {
        var (snapshot, naive) = graphs;
        Assert.Equal(naive.Nodes.Count, snapshot.NodeCount);
        Assert.Equal(naive.Links.Count, snapshot.RelationshipCount);
        Assert.Equal(Lines(naive.Nodes.Select(n => n.Record)), Lines(snapshot.AllNodes()));
        Assert.Equal(Lines(naive.Links.Select(l => l.Record)), Lines(snapshot.AllRelationships()));
        foreach (var id in RandomValues.Ids.Values.SelectMany(ids => ids).Append("nobody").Append("country:\"").Append(new string('x', 300)))
        {
            Assert.Equal(Lines(naive.FindNode(id) is { } node ? [node] : []), Lines(snapshot.FindNode(id) is { } found ? [found] : []));
            // A relationship from a node to itself is named from both of its ends.
            Assert.Equal(Lines(naive.RelationshipsOf(id)), Lines(snapshot.RelationshipsOf(id).DistinctBy(r => r.Key)));
            Assert.Equal(Lines(naive.CarriedBy(id)), Lines(snapshot.CarriedBy(id)));
            Assert.Equal(Lines(naive.ReferencedBy(id)), Lines(snapshot.ReferencedBy(id)));
        }
        foreach (var record in naive.Links.Select(l => l.Record))
        {
            Assert.Equal(Line(record), Line(snapshot.FindRelationship(record)!));
            Assert.Equal(naive.FindRelationship(record with { Since = "1999" }) is null, snapshot.FindRelationship(record with { Since = "1999" }) is null);
        }
        var country = TestGraph.Model.FindNodeType("Country")!;
        foreach (var property in country.Properties.Where(p => p.IsUnique))
            foreach (var code in s_codes)
                Assert.Equal(naive.FindUnique(country, property, code), snapshot.FindUnique(country, property, code));
        AssertTimes(graphs);
        AssertOrders(graphs);
    }

    private static readonly ImmutableArray<string> s_codes = [.. from a in "aBÉ" from b in "Abe" from c in new[] { "", "a", "É", "B" } select $"{a}{b}{c}"];

    private static void AssertTimes(Graphs graphs)
    {
        foreach (var node in graphs.Naive.Nodes)
        {
            Assert.True(graphs.Snapshot.TryFind(node.Id, out var found));
            Assert.Equal(node.RecordedAt.ToUnixTimeMilliseconds(), graphs.Snapshot.Nodes[found.Type].RecordedAt[found.Row]);
            Assert.Equal(node.Revision, graphs.Snapshot.FindNode(node.Id)!.Revision);
        }
        foreach (var link in graphs.Naive.Links)
        {
            graphs.Snapshot.TryFind(link.Record.From, out var from);
            graphs.Snapshot.TryFind(link.Record.To, out var to);
            Assert.True(graphs.Snapshot.TryFindRow(link.Record, from, to, out var row));
            Assert.Equal(link.RecordedAt.ToUnixTimeMilliseconds(), graphs.Snapshot.Relationships[link.Record.Type.Index].RecordedAt[row]);
            Assert.Equal(link.Revision, graphs.Snapshot.FindRelationship(link.Record)!.Revision);
        }
    }

    /// <summary>Collections and adjacency lists stand in the contract's order, forwards and backwards.</summary>
    private static void AssertOrders(Graphs graphs)
    {
        var (snapshot, naive) = graphs;
        foreach (var collection in TestGraph.Model.Collections)
        {
            var expected = naive.Nodes.Where(n => collection.Members.Contains(n.Record.Type)).Sorted(NaiveOrder.ByName).ConvertAll(n => n.Id);
            var nodes = snapshot.Collections[collection.CollectionIndex];
            Assert.Equal(expected.Count, nodes.Count);
            var (forwards, position) = (new List<string>(), OrderedNodes.Start);
            while (nodes.Next(ref position, out var node))
                forwards.Add(snapshot.IdOf(node));
            Assert.Equal(expected, forwards);
            var (backwards, back) = (new List<string>(), nodes.End);
            while (nodes.Previous(ref back, out var node))
                backwards.Insert(0, snapshot.IdOf(node));
            Assert.Equal(expected, backwards);
        }
        var ends = naive.Links.SelectMany(l => new[]
        {
            (Link: l, Index: l.Record.Type.Index * 2, Owner: l.Record.From, Other: l.Record.To),
            (Link: l, Index: l.Record.Type.Index * 2 + 1, Owner: l.Record.To, Other: l.Record.From),
        }).ToLookup(e => (e.Owner, e.Index));
        foreach (var node in naive.Nodes)
        {
            snapshot.TryFind(node.Id, out var reference);
            for (var i = 0; i < TestGraph.Model.RelationshipTypes.Length * 2; i++)
            {
                var expected = ends[(node.Id, i)].Sorted((left, right) =>
                    NaiveOrder.ByName(naive.Find(left.Other)!, naive.Find(right.Other)!) is not 0 and var order ? order : NaiveOrder.ByTies(left.Link, right.Link));
                var links = snapshot.Nodes[reference.Type].Links[i][reference.Row].ToArray();
                Assert.Equal(expected.Select(e => e.Link.Record.Key), links.Select(l => snapshot.Describe(i / 2, l.Relationship).Key));
                Assert.Equal(expected.Select(e => e.Other), links.Select(l => snapshot.IdOf(l.Node)));
            }
        }
    }

    private static string Describe(GraphSnapshot snapshot) =>
        WithoutTimes(snapshot) + string.Join('\n', snapshot.AllNodes().Select(n =>
            snapshot.TryFind(n.Id, out var node) ? snapshot.Nodes[node.Type].RecordedAt[node.Row].ToString(CultureInfo.InvariantCulture) : "gone"));

    /// <summary>Everything that the snapshot holds, in the orders in which it holds it.</summary>
    private static string WithoutTimes(GraphSnapshot snapshot)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', Lines(snapshot.AllNodes())).AppendLine().AppendJoin('\n', Lines(snapshot.AllRelationships())).AppendLine();
        foreach (var nodes in snapshot.Collections)
            for (var position = OrderedNodes.Start; nodes.Next(ref position, out var node);)
                text.AppendLine(snapshot.IdOf(node));
        foreach (var node in snapshot.AllNodes().OrderBy(n => n.Id, StringComparer.Ordinal))
            text.AppendJoin('\n', snapshot.RelationshipsOf(node.Id).Select(Line)).AppendLine();
        return text.ToString();
    }

    private static List<string> Lines(IEnumerable<NodeRecord> nodes) => [.. nodes.Select(n =>
        $"{n.Type.Name} {n.Id} {Encoding.UTF8.GetString(RecordJson.Encode(n.Type.Properties, n.Properties))}").Order(StringComparer.Ordinal)];

    private static List<string> Lines(IEnumerable<RelationshipRecord> relationships) => [.. relationships.Select(Line).Order(StringComparer.Ordinal)];

    private static string Line(RelationshipRecord r) =>
        $"{r.Key} {r.Until} {string.Join(',', r.Claims)} {Encoding.UTF8.GetString(RecordJson.Encode(r.Type.Properties, r.Properties))}";
}
