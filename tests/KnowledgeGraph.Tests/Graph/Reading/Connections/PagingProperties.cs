using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

public sealed class PagingProperties
{
    /// <summary>A connection somewhere in a graph: the roots' collections, relationships and claims of a node, reliance.</summary>
    /// <param name="Text">With a star for the arguments of a page and the selection.</param>
    private sealed record Connection(string Text, string Edge)
    {
        /// <summary>A page; null where the node with the connection is gone.</summary>
        public Page? Ask(GraphSnapshot snapshot, string? asOf, string arguments)
        {
            var selection = $$"""{{arguments}}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor {{Edge}} } }""";
            var answer = snapshot.Ask(
                "query($asOf: PartialDate) @asOf(date: $asOf) " + Text.Replace("*", selection, StringComparison.Ordinal),
                new Dictionary<string, object?> { ["asOf"] = asOf });
            var found = JsonNode.Parse(answer)!["data"];
            while (found is JsonObject inner && !inner.ContainsKey("totalCount"))
                found = inner.SingleOrDefault().Value;
            return found is null ? null : new Page(found);
        }
    }

    private sealed class Page(JsonNode connection)
    {
        public int Total => connection["totalCount"]!.GetValue<int>();
        public bool HasNext => connection["pageInfo"]!["hasNextPage"]!.GetValue<bool>();
        public bool HasPrevious => connection["pageInfo"]!["hasPreviousPage"]!.GetValue<bool>();
        public string? Start => connection["pageInfo"]!["startCursor"]?.GetValue<string>();
        public string? End => connection["pageInfo"]!["endCursor"]?.GetValue<string>();
        public List<string> Cursors { get; } = [.. connection["edges"]!.AsArray().Select(e => e!["cursor"]!.GetValue<string>())];
        /// <summary>What tells an edge from others and decides where it stands: all but the cursor.</summary>
        public List<string> Edges { get; } = [.. connection["edges"]!.AsArray().Select(e =>
        {
            var rest = e!.DeepClone().AsObject();
            rest.Remove("cursor");
            return rest.ToJsonString();
        })];
    }

    [Fact]
    public void Pages_give_every_edge_once_in_order() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size + 20, onlyRule: choices.Chance(50));
        var snapshot = graphs.Snapshot;
        var asOf = choices.Chance(50) ? choices.Of(RandomValues.Dates) : null;
        foreach (var connection in SomeOf(graphs, choices))
        {
            if (connection.Ask(snapshot, asOf, "first: 500") is not { } whole)
                continue;
            Assert.Equal(whole.Edges.Count, whole.Total);
            Assert.Equal(whole.Edges.Count, whole.Edges.Distinct().Count());
            AssertPages(connection, snapshot, asOf, whole, choices, isForward: true);
            AssertPages(connection, snapshot, asOf, whole, choices, isForward: false);
            AssertBetween(connection, snapshot, asOf, whole, choices);
        }
    }, iter: 25);

    /// <summary>All pages of one size, each against its part of the whole.</summary>
    private static void AssertPages(Connection connection, GraphSnapshot snapshot, string? asOf, Page whole, Choices choices, bool isForward)
    {
        var size = 1 + choices.Below(4);
        var (count, at, cursor) = (whole.Edges.Count, isForward ? 0 : whole.Edges.Count, "");
        do
        {
            var page = connection.Ask(snapshot, asOf, isForward ? $"first: {size}{cursor}" : $"last: {size}{cursor}")!;
            var (from, to) = isForward ? (at, Math.Min(at + size, count)) : (Math.Max(at - size, 0), at);
            AssertPart(whole, page, from, to);
            at = isForward ? to : from;
            cursor = isForward ? $", after: \"{page.End}\"" : $", before: \"{page.Start}\"";
        }
        while (isForward ? at < count : at > 0);
    }

    private static void AssertPart(Page whole, Page page, int from, int to)
    {
        Assert.Equal(whole.Edges[from..to], page.Edges);
        Assert.Equal(whole.Cursors[from..to], page.Cursors);
        Assert.Equal(whole.Total, page.Total);
        Assert.Equal(to < whole.Edges.Count, page.HasNext);
        Assert.Equal(from > 0, page.HasPrevious);
        Assert.Equal(page.Cursors.FirstOrDefault(), page.Start);
        Assert.Equal(page.Cursors.LastOrDefault(), page.End);
    }

    /// <summary>Both cursors at once, in either order, with nothing asked and with more than there is.</summary>
    private static void AssertBetween(Connection connection, GraphSnapshot snapshot, string? asOf, Page whole, Choices choices)
    {
        var count = whole.Edges.Count;
        if (count == 0)
            return;
        for (var i = 0; i < 3; i++)
        {
            var (after, before, size) = (choices.Below(count), choices.Below(count), choices.Below(4));
            var (low, high) = (after + 1, Math.Max(after + 1, before));
            var cursors = $"after: \"{whole.Cursors[after]}\", before: \"{whole.Cursors[before]}\"";
            AssertPart(whole, connection.Ask(snapshot, asOf, $"first: {size}, {cursors}")!, low, Math.Min(low + size, high));
            AssertPart(whole, connection.Ask(snapshot, asOf, $"last: {size}, {cursors}")!, Math.Max(low, high - size), high);
            AssertPart(whole, connection.Ask(snapshot, asOf, cursors)!, low, high);
        }
    }

    /// <summary>
    /// While others come, go and change their names between the pages: what stands at its place throughout is given once, nothing twice,
    /// and every page is whole and right about what lies on either side.
    /// </summary>
    [Fact]
    public void What_stays_is_given_once_while_others_come_and_go() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var start = Graphs.Grow(choices, steps, size + 20, onlyRule: choices.Chance(50));
        var asOf = choices.Chance(40) ? choices.Of(RandomValues.Dates) : null;
        var versions = new List<Graphs> { start };
        for (var i = 0; i < 8; i++)
            versions.Add(versions[^1].Apply(RandomChanges.Next(choices, versions[^1].Naive, 1 + choices.Below(6))));
        foreach (var connection in SomeOf(start, choices))
            AssertSteady(connection, versions, asOf, 1 + choices.Below(3), isForward: choices.Chance(50));
    }, iter: 35);

    private static void AssertSteady(Connection connection, List<Graphs> versions, string? asOf, int size, bool isForward)
    {
        var (given, steady, cursor, version) = (new List<string>(), (HashSet<string>?)null, "", 0);
        while (true)
        {
            var snapshot = versions[Math.Min(version++, versions.Count - 1)].Snapshot;
            if (connection.Ask(snapshot, asOf, "first: 500") is not { } whole)
                return;
            steady = steady is null ? [.. whole.Edges] : [.. steady.Intersect(whole.Edges)];
            var page = connection.Ask(snapshot, asOf, isForward ? $"first: {size}{cursor}" : $"last: {size}{cursor}")!;
            Assert.True(version < 500, "the same pages again and again");
            given.InsertRange(isForward ? given.Count : 0, page.Edges);
            if (page.Edges.Count > 0)
            {
                var from = whole.Edges.IndexOf(page.Edges[0]);
                AssertPart(whole, page, from, from + page.Edges.Count);
            }
            var hasMore = isForward ? page.HasNext : page.HasPrevious;
            Assert.True(!hasMore || page.Edges.Count == size);
            if (!hasMore || page.Edges.Count == 0)
                break;
            cursor = isForward ? $", after: \"{page.End}\"" : $", before: \"{page.Start}\"";
        }
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.Empty(steady.Except(given));
    }

    // Which connections there are

    /// <summary>Some of each sort; of the relationships first those with several between the same two nodes.</summary>
    private static List<Connection> SomeOf(Graphs graphs, Choices choices)
    {
        var nodes = graphs.Naive.Nodes.ConvertAll(n => n.Record);
        var parallel = graphs.Naive.Links.Select(l => l.Record).GroupBy(r => (r.Type, r.From, r.To)).Where(g => g.Count() > 1).ToList();
        var related = nodes.SelectMany(n => n.Type.Relationships.Where(r => r.IsList).Select(r => (Node: n, Field: r, Parallel: parallel.Exists(p =>
            p.Key.Type == r.Type && n.Id == (r.Direction == Direction.Out ? p.Key.From : p.Key.To))))).ToList();
        return
        [
            .. choices.Some(TestGraph.Model.Collections, 8).Select(t => All(t, choices)),
            .. choices.Some(related.Where(r => r.Parallel), 30).Concat(choices.Some(related, 15)).Select(r => Related(r.Node, r.Field, choices)),
            .. choices.Some(
                from country in nodes
                where country.Type.Reliance is not null
                from objective in nodes
                where objective.Type.Name == "Objective"
                from way in (string[])["reliesOn", "reliedOnBy"]
                select Rely(country, way, objective), 30),
        ];
    }

    private static Connection All(FieldedType type, Choices choices)
    {
        var chosen = Choose(type, null, choices);
        return new($$"""{ {{type.CollectionName}}({{chosen.Arguments}}* }""", Node(type, chosen.OfNode));
    }

    private static Connection Related(NodeRecord node, RelationshipField field, Choices choices)
    {
        var chosen = Choose(field.Target, field.Type, choices);
        return new(
            $$"""{ node(id: "{{node.Id}}") { ... on {{node.Type.Name}} { {{field.Name}}({{chosen.Arguments}}* } } }""",
            $"{Node(field.Target, chosen.OfNode)} since until recordedAt evidence {{ id }} {string.Join(' ', field.Type.Properties.Select(p => p.Name))}");
    }

    /// <summary>A filter and an order, each now and then, and the selection that shows what they go by: an edge of which it changes is another.</summary>
    private static (string Arguments, string OfNode) Choose(CompositeType type, RelationshipType? relationship, Choices choices)
    {
        var (arguments, shown) = ("", new List<string>());
        string Direction() => choices.Chance(50) ? "ASC" : "DESC";
        if (choices.Chance(60))
        {
            var terms = new List<string>();
            if (relationship is not null && choices.Chance(40))
                arguments += $"orderEdge: [{{ {choices.Of(["since", "until", "recordedAt", .. relationship.Properties.Where(p => !p.IsList).Select(p => p.Name)])}: {Direction()} }}], ";
            if (type is FieldedType fielded && choices.Chance(80))
            {
                var property = choices.Of(fielded.Properties.Where(p => !p.IsList).ToList());
                terms.Add($"{{ {property.Name}: {Direction()} }}");
                shown.Add($"... on {type.Name} {{ {property.Name} }}");
            }
            if (type is FieldedType counted && choices.Chance(30))
            {
                var many = choices.Of(counted.Relationships.Where(r => r.IsList).ToList());
                terms.Add($"{{ {many.Name}: {{ count: {Direction()} }} }}");
                shown.Add($"... on {type.Name} {{ {many.Name} {{ totalCount }} }}");
            }
            if (type is FieldedType through && through.Relationships.Where(r => !r.IsList && r.Target is NodeType).ToList() is { Count: > 0 } ones && choices.Chance(30))
            {
                var one = choices.Of(ones);
                var name = ((NodeType)one.Target).NameProperty.Name;
                terms.Add($"{{ {one.Name}: {{ {name}: {Direction()} }} }}");
                shown.Add($"... on {type.Name} {{ {one.Name} {{ {name} }} }}");
            }
            arguments += $"order: [{string.Join(", ", terms)}], ";
        }
        if (choices.Chance(30))
        {
            var filter = type is FieldedType filtered ? $"{choices.Of(filtered.Relationships.Where(r => r.IsList).ToList()).Name}: {{ any: {(choices.Chance(50) ? "true" : "false")} }}"
                : "id: { ncontains: \"b\" }";
            arguments += $"where: {{ {filter} }}, ";
        }
        return (arguments, string.Join(' ', shown));
    }

    private static Connection Rely(NodeRecord country, string way, NodeRecord objective) => new(
        $$"""{ country(id: "{{country.Id}}") { {{way}}(objective: "{{objective.Id}}", * } }""", "node { id name } strength through { id }");

    /// <summary>The node's id and name, whatever its type calls it.</summary>
    private static string Node(CompositeType type, string more) =>
        $"node {{ ... on Node {{ id }} {string.Join(' ', type.Members.Select(m => $"... on {m.Name} {{ called: {m.NameProperty.Name} }}"))} {more} }}";
}
