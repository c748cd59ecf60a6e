using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

/// <summary>All relationships of a node, merged and paged, against a plain list that is sorted.</summary>
public class RelationshipsProperties
{
    private static readonly string[] s_directions = ["OUT", "IN", "BOTH"];
    private static readonly string[]?[] s_types = [null, null, ["RELATES_TO"], ["HOLDS_OFFICE", "ACTS_UNDER", "ABOUT"], []];

    [Fact]
    public void EachPageHoldsWhatAPlainListHolds() =>
        Gen.Select(RandomGraph.Of(60), Gen.Int[0, 28], RandomGraph.OneOf(s_directions), RandomGraph.OneOf(s_types), RandomGraph.OneOf(RandomGraph.Dates), Gen.Int[1, 7])
            .Sample((graph, at, direction, types, asOf, size) =>
            {
                var node = graph.Nodes[at].Id;
                var snapshot = graph.Load();
                var expected = graph.Shows(node, asOf) ? Expected(graph, node, direction, types, asOf) : [];
                Assert.Equal(expected, Pages(snapshot, node, direction, types, asOf, size, "first", "after", expected.Count));
                Assert.Equal(expected, Pages(snapshot, node, direction, types, asOf, size, "last", "before", expected.Count));
            }, iter: 300);

    private static List<string> Expected(RandomGraph graph, string node, string direction, string[]? types, string? asOf)
    {
        var found = new List<(RelationshipRecord Relationship, bool Forward, string Other)>();
        foreach (var relationship in graph.Relationships.Where(r => (types is null || types.Contains(r.Type.Name)) && graph.Shows(r, asOf)))
        {
            if (direction != "IN" && relationship.From == node)
                found.Add((relationship, true, relationship.To));
            if (direction != "OUT" && relationship.To == node && !(direction == "BOTH" && relationship.From == node))
                found.Add((relationship, false, relationship.From));
        }
        string[] Keys((RelationshipRecord Relationship, bool Forward, string Other) f) =>
            [Folding.Fold(graph.NameOf(f.Other)), graph.NameOf(f.Other), f.Other, f.Relationship.Type.Name, f.Forward ? "0" : "1", .. RandomGraph.Ties(f.Relationship)];
        return [.. found.OrderBy(Keys, RandomGraph.ByKeys).Select(f => $"{f.Other} {f.Relationship.Type.Name} {f.Forward} {f.Relationship.Since} {f.Relationship.Until}")];
    }

    private static List<string> Pages(
        GraphSnapshot snapshot, string node, string direction, string[]? types, string? asOf, int size, string count, string from, int total)
    {
        const string Document = """
            query ($node: ID!, $types: [RelationshipType!], $direction: RelationshipDirection, $asOf: PartialDate, $first: Int, $after: String, $last: Int, $before: String)
            @asOf(date: $asOf) {
              node(id: $node) { relationships(types: $types, direction: $direction, first: $first, after: $after, last: $last, before: $before) {
                totalCount edges { type forward since until node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
            }
            """;
        var (found, cursor, isForward) = (new List<string>(), (string?)null, count == "first");
        for (var pages = 0; pages < 100; pages++)
        {
            var variables = new Dictionary<string, object?>
            {
                ["node"] = node,
                ["types"] = types,
                ["direction"] = direction,
                ["asOf"] = asOf,
                [count] = size,
                [from] = cursor,
            };
            using var answer = JsonDocument.Parse(snapshot.Ask(Document, variables));
            if (answer.RootElement.GetProperty("data").GetProperty("node") is not { ValueKind: JsonValueKind.Object } found1)
                return [];
            var connection = found1.GetProperty("relationships");
            Assert.Equal(total, connection.GetProperty("totalCount").GetInt32());
            var edges = connection.GetProperty("edges").EnumerateArray().Select(e =>
                $"{e.GetProperty("node").GetProperty("id")} {e.GetProperty("type")} {e.GetProperty("forward")} {e.GetProperty("since")} {e.GetProperty("until")}").ToList();
            Assert.Equal(edges.Select(e => e.Split(' ')[0]), connection.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()!));
            if (isForward)
                found.AddRange(edges);
            else
                found.InsertRange(0, edges);
            var info = connection.GetProperty("pageInfo");
            Assert.Equal(pages > 0, info.GetProperty(isForward ? "hasPreviousPage" : "hasNextPage").GetBoolean());
            Assert.Equal(found.Count < total, info.GetProperty(isForward ? "hasNextPage" : "hasPreviousPage").GetBoolean());
            if (found.Count >= total)
                return found;
            cursor = info.GetProperty(isForward ? "endCursor" : "startCursor").GetString();
        }
        return found;
    }
}
