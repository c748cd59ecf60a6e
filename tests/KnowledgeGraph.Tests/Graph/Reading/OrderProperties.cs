using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Graph.Reading;

/// <summary>`order` against a sorted list, page by page from both ends.</summary>
public sealed class OrderProperties
{
    internal sealed record Term(string Name, bool IsDescending, Comparison<NaiveNode> Compare);

    [Fact]
    public void Pages_of_any_order_are_those_of_a_sorted_list() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size + 20);
        for (var i = 0; i < 4; i++)
        {
            var type = choices.Of(TestGraph.Model.NodeTypes);
            var terms = Enumerable.Range(0, 1 + choices.Below(2)).Select(_ => AnyTerm(choices, graphs.Naive, type)).ToList();
            var expected = graphs.Naive.Nodes.Where(n => n.Record.Type == type).ToList();
            expected.Sort((left, right) => terms.Select(t => t.IsDescending ? -t.Compare(left, right) : t.Compare(left, right))
                .FirstOrDefault(o => o != 0, string.CompareOrdinal(left.Id, right.Id)));
            var order = string.Join(", ", terms.Select(t => $"{{ {t.Name.Replace("*", t.IsDescending ? "DESC" : "ASC", StringComparison.Ordinal)} }}"));
            var field = $"{type.CollectionName}(order: [{order}], ";
            Assert.Equal(expected.Select(n => n.Id), Walk(graphs, type, field, 1 + choices.Below(4), fromEnd: false));
            Assert.Equal(expected.Select(n => n.Id), Walk(graphs, type, field, 1 + choices.Below(4), fromEnd: true));
        }
    }, iter: 200);

    internal static Term AnyTerm(Choices choices, NaiveGraph graph, NodeType type)
    {
        if (choices.Chance(25))
        {
            var many = choices.Of(type.Relationships.Where(r => r.IsList).ToList());
            int Count(NaiveNode node) => graph.Links.Count(l => l.Record.Type == many.Type
                && (many.Direction == Direction.Out ? l.Record.From : l.Record.To) == node.Id
                && many.Target.Members.Contains(graph.Find(many.Direction == Direction.Out ? l.Record.To : l.Record.From)!.Record.Type));
            return new Term($"{many.Name}: {{ count: * }}", choices.Chance(50), (left, right) => Count(left).CompareTo(Count(right)));
        }
        var property = choices.Of(type.Properties.Where(p => !p.IsList && p.Kind is ScalarKind.String or ScalarKind.Enum or ScalarKind.PartialDate).ToList());
        return new Term($"{property.Name}: *", choices.Chance(50), (left, right) => Compare(property, left.Text(property.Name), right.Text(property.Name)));
    }

    private static int Compare(Property property, string? left, string? right)
    {
        if (left is null || right is null)
            return (left is null).CompareTo(right is null);
        var folded = property.Kind == ScalarKind.String ? CompareBytes(NaiveOrder.Fold(left), NaiveOrder.Fold(right)) : 0;
        return folded != 0 ? folded : CompareBytes(left, right);
    }

    private static int CompareBytes(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static List<string> Walk(Graphs graphs, NodeType type, string field, int size, bool fromEnd)
    {
        var ids = new List<string>();
        string? cursor = null;
        while (true)
        {
            var answer = graphs.Snapshot.Ask(
                $$"""query ($at: String) { {{field}}{{(fromEnd ? $"last: {size}, before" : $"first: {size}, after")}}: $at) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } }""",
                new Dictionary<string, object?> { ["at"] = cursor });
            var page = JsonNode.Parse(answer)!["data"]![type.CollectionName]!;
            var edges = page["edges"]!.AsArray();
            ids.InsertRange(fromEnd ? 0 : ids.Count, edges.Select(e => e!["node"]!["id"]!.GetValue<string>()));
            Assert.Equal(ids.Count < page["totalCount"]!.GetValue<int>(), page["pageInfo"]![fromEnd ? "hasPreviousPage" : "hasNextPage"]!.GetValue<bool>());
            if (edges.Count == 0)
                return ids;
            cursor = (fromEnd ? edges[0] : edges[^1])!["cursor"]!.GetValue<string>();
        }
    }
}
