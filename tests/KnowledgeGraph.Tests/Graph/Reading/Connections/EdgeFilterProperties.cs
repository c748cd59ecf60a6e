using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

/// <summary>A filter of edges returns what a client finds that filters the edges of the same field. The client sees only the response.</summary>
public sealed class EdgeFilterProperties
{
    private static readonly string?[] s_dates = [null, null, "2024", "2024-07-01", "2020-03"];

    [Fact]
    public void Edge_filters_equal_filtering_by_the_client() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size + 20);
        Check(choices, [.. graphs.Naive.Nodes.Select(n => n.Record)], [.. graphs.Naive.Links.Select(l => l.Record)], d => graphs.Snapshot.Ask(d));
    }, iter: 100);

    [Fact]
    public void Edge_filters_of_the_seed_equal_filtering_by_the_client()
    {
        var seed = SeedFolders.Graph("seed");
        var (nodes, relationships) = (seed.AllNodes().ToList(), seed.AllRelationships().ToList());
        Gen.Int[0, int.MaxValue - 1].Sample(s => Check(new Choices(s), nodes, relationships, d => seed.Ask(d)), iter: 30);
    }

    /// <summary>A few fields that have edges, each with a few filters.</summary>
    internal static void Check(
        Choices choices, IReadOnlyList<NodeRecord> nodes, IReadOnlyList<RelationshipRecord> relationships, Func<string, string> ask)
    {
        if (relationships.Count == 0)
            return;
        var byId = nodes.ToDictionary(n => n.Id);
        for (var i = 0; i < 6; i++)
        {
            var relationship = choices.Of(relationships);
            var isOut = choices.Chance(50);
            var (node, other) = isOut ? (byId[relationship.From], byId[relationship.To]) : (byId[relationship.To], byId[relationship.From]);
            var fields = node.Type.Relationships.Where(f => f.IsList && f.Type == relationship.Type
                && f.Direction == (isOut ? Direction.Out : Direction.In) && f.Target.Members.Contains(other.Type)).ToList();
            if (fields.Count == 0)
                continue;
            var field = choices.Of(fields);
            var asOf = choices.Of(s_dates) is { } date ? $", asOf: \"{date}\"" : "";
            CheckOne(choices, node, field, asOf, ask);
            CheckQuantifiers(choices, [node.Id, .. choices.Some(nodes.Where(n => n.Type == node.Type).Select(n => n.Id), 6)], node.Type, field, asOf, ask);
        }
    }

    /// <summary><c>whereEdge</c> of a connection and of an aggregate.</summary>
    private static void CheckOne(Choices choices, NodeRecord node, RelationshipField field, string asOf, Func<string, string> ask)
    {
        var selection = $"totalCount edges {{ {EdgeFilter.Selection(field.Type)} }}";
        JsonNode Ask(string fields, out string document) =>
            JsonNode.Parse(ask(document = $"{{ node(id: \"{node.Id}\") {{ ... on {node.Type.Name} {{ {fields} }} }} }}"))!["data"]!["node"]!;
        var all = Edges(Ask($"all: {field.Name}(first: 500{asOf}) {{ {selection} }}", out _)["all"]!);
        var filter = EdgeFilter.Next(choices, field.Type, all, withNode: false);
        var arguments = $"whereEdge: {filter.Text}{asOf}";
        // A union has no aggregate.
        var aggregate = field.Target is FieldedType ? $" counted: {field.Name}Aggregate({arguments}) {{ count }}" : "";
        var found = Ask($"some: {field.Name}({arguments}, first: 500) {{ {selection} }}{aggregate}", out var asked);
        var expected = all.Where(filter.Holds).Select(e => e.ToJsonString()).ToList();
        var actual = Edges(found["some"]!).ConvertAll(e => e.ToJsonString());
        if (!expected.SequenceEqual(actual))
            Assert.Fail($"{asked}\nexpected {string.Join('\n', expected)}\nfound    {string.Join('\n', actual)}");
        if (found["counted"] is { } counted)
            Assert.Equal(expected.Count, counted["count"]!.GetValue<int>());
    }

    /// <summary><c>edges</c> in a filter of the nodes that have the field.</summary>
    private static void CheckQuantifiers(Choices choices, IEnumerable<string> ids, NodeType type, RelationshipField field, string asOf, Func<string, string> ask)
    {
        var isOneOf = $"id: {{ in: [{string.Join(", ", ids.Select(i => $"\"{i}\""))}] }}";
        var all = JsonNode.Parse(ask(
            $"{{ all: {type.CollectionName}(where: {{ {isOneOf} }}{asOf}) {{ nodes {{ id of: {field.Name}(first: 500) {{ totalCount edges {{ {EdgeFilter.Selection(field.Type)} }} }} }} }} }}"))!
            ["data"]!["all"]!["nodes"]!.AsArray().Select(n => (Id: n!["id"]!.GetValue<string>(), Edges: Edges(n["of"]!))).ToList();
        var filter = EdgeFilter.Next(choices, field.Type, [.. all.SelectMany(n => n.Edges)], withNode: true);
        var (quantifier, holds) = choices.Of<(string, Func<IEnumerable<JsonNode>, bool>)>([
            ("some", e => e.Any(filter.Holds)),
            ("all", e => e.All(filter.Holds)),
            ("none", e => !e.Any(filter.Holds)),
            ("single", e => e.Count(filter.Holds) == 1),
        ]);
        var asked = $"{{ some: {type.CollectionName}(where: {{ {isOneOf}, {field.Name}: {{ edges: {{ {quantifier}: {filter.Text} }} }} }}{asOf}) {{ nodes {{ id }} }} }}";
        var expected = all.Where(n => holds(n.Edges)).Select(n => n.Id);
        var actual = JsonNode.Parse(ask(asked))!["data"]!["some"]!["nodes"]!.AsArray().Select(n => n!["id"]!.GetValue<string>());
        if (!expected.SequenceEqual(actual))
            Assert.Fail($"{asked}\nexpected {string.Join(' ', expected)}\nfound    {string.Join(' ', actual)}");
    }

    /// <summary>The edges of a connection, all of which are on one page.</summary>
    private static List<JsonNode> Edges(JsonNode connection)
    {
        var edges = connection["edges"]!.AsArray().Select(e => e!).ToList();
        Assert.Equal(connection["totalCount"]!.GetValue<int>(), edges.Count);
        return edges;
    }
}
