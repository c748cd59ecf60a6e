using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

/// <summary>A timeline, paged, against its rule written out plainly.</summary>
public class TimelineProperties
{
    private static readonly string[] s_events = ["ANNOUNCED", "SIGNED", "IN_FORCE", "ENDED", "HELD", "OFFICE_TAKEN", "OFFICE_LEFT", "REPORTED"];
    private static readonly string?[] s_bounds = [null, null, null, "2020", "2020-03", "2020-03-05", "2021"];

    private sealed record Entry(string On, string What, string Node, RelationshipRecord? Office)
    {
        public override string ToString() => $"{On} {What} {Node} {Office?.Type.Name} {Office?.From} {Office?.To} {Office?.Since} {Office?.Until}";
    }

    [Fact]
    public void EachPageHoldsWhatTheRuleSays() =>
        Gen.Select(
            RandomGraph.Of(50), Gen.Int[0, 28].Array[0, 3], RandomGraph.OneOf(RandomGraph.Dates), RandomGraph.OneOf(s_bounds), RandomGraph.OneOf(s_bounds), Gen.Int[1, 6])
            .Sample((graph, about, asOf, from, to, size) =>
            {
                var ids = about.Select(a => graph.Nodes[a].Id).Append("country:none").ToArray();
                var expected = Expected(graph, ids, asOf, from, to).Select(e => e.ToString()).ToList();
                var snapshot = graph.Load();
                Assert.Equal(expected, Pages(snapshot, ids, asOf, from, to, size, "first", "after", expected.Count));
                Assert.Equal(expected, Pages(snapshot, ids, asOf, from, to, size, "last", "before", expected.Count));
            }, iter: 200);

    private static List<Entry> Expected(RandomGraph graph, string[] about, string? asOf, string? from, string? to)
    {
        var entries = about.Where(id => id != "country:none" && graph.Shows(id, asOf)).SelectMany(id => About(graph, id, asOf)).Distinct()
            .Where(e => from is null || string.CompareOrdinal(e.On, from) >= 0)
            .Where(e => to is null || string.CompareOrdinal(e.On, to) <= 0 || e.On.StartsWith(to, StringComparison.Ordinal));
        string[] Keys(Entry e) =>
        [
            e.On, $"{Array.IndexOf(s_events, e.What)}", Folding.Fold(graph.NameOf(e.Node)), graph.NameOf(e.Node), e.Node,
            .. e.Office is null ? [] : (string[])[Folding.Fold(graph.NameOf(e.Office.To)), graph.NameOf(e.Office.To), e.Office.To, e.Office.Type.Name, .. RandomGraph.Ties(e.Office)],
        ];
        return [.. entries.OrderBy(Keys, RandomGraph.ByKeys)];
    }

    private static IEnumerable<Entry> About(RandomGraph graph, string id, string? asOf)
    {
        bool Happens(string node) => graph[node].Type.Name is "Agreement" or "Measure" or "Event" or "Report";
        var links = graph.Relationships.Where(r => (r.From == id || r.To == id) && graph.Shows(r, asOf)).ToList();
        var nodes = new List<string>();
        if (Happens(id))
        {
            nodes.Add(id);
            nodes.AddRange(links.Where(r => r.Type.Name == "ABOUT" && r.To == id).Select(r => r.From));
        }
        else
            nodes.AddRange(links.Select(r => r.From == id ? r.To : r.From).Where(Happens));
        nodes.AddRange(links.Where(r => r.Type.Name == "CLAIMS_ABOUT" && r.To == id)
            .SelectMany(r => graph.Relationships.Where(s => s.Type.Name == "STATED_IN" && s.From == r.From)).Select(s => s.To));
        return nodes.SelectMany(n => Moments(graph[n])).Concat(links.Where(r => r.Type.Name is "HOLDS_OFFICE" or "WORKS_FOR").SelectMany(Office));
    }

    private static IEnumerable<Entry> Office(RelationshipRecord relationship)
    {
        if (relationship.Since is { } since)
            yield return new Entry(since, "OFFICE_TAKEN", relationship.From, relationship);
        if (relationship.Until is { } until)
            yield return new Entry(until, "OFFICE_LEFT", relationship.From, relationship);
    }

    private static IEnumerable<Entry> Moments(NodeRecord node)
    {
        string? Get(string name) => node.Properties.GetValueOrDefault(name) as string;
        var status = Get("status");
        (string? On, string What)[] moments =
        [
            (Get("announced"), "ANNOUNCED"), (Get("signed"), "SIGNED"), (status == "SIGNED_NOT_IN_FORCE" ? null : Get("effective"), "IN_FORCE"),
            (Get("ended") ?? (status == "ENDED" ? Get("statusAsOf") : null), "ENDED"), (Get("on"), "HELD"), (Get("publishedOn"), "REPORTED"),
        ];
        return moments.Where(m => m.On is not null).Select(m => new Entry(m.On!, m.What, node.Id, null));
    }

    private static List<string> Pages(
        GraphSnapshot snapshot, string[] about, string? asOf, string? from, string? to, int size, string count, string place, int total)
    {
        const string Document = """
            query ($about: [ID!]!, $asOf: PartialDate, $from: PartialDate, $to: PartialDate, $first: Int, $after: String, $last: Int, $before: String) @asOf(date: $asOf) {
              timeline(about: $about, from: $from, to: $to, first: $first, after: $after, last: $last, before: $before) {
                totalCount edges { cursor node { on what node { id } relationship { type from { id } to { id } since until } } }
                nodes { on } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
            }
            """;
        var (found, cursor, isForward) = (new List<string>(), (string?)null, count == "first");
        for (var pages = 0; pages < 200; pages++)
        {
            var variables = new Dictionary<string, object?>
            {
                ["about"] = about,
                ["asOf"] = asOf,
                ["from"] = from,
                ["to"] = to,
                [count] = size,
                [place] = cursor,
            };
            using var answer = JsonDocument.Parse(snapshot.Ask(Document, variables));
            var connection = answer.RootElement.GetProperty("data").GetProperty("timeline");
            Assert.Equal(total, connection.GetProperty("totalCount").GetInt32());
            var entries = connection.GetProperty("edges").EnumerateArray().Select(e => Describe(e.GetProperty("node"))).ToList();
            Assert.Equal(entries.Select(e => e.Split(' ')[0]), connection.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("on").GetString()!));
            if (isForward)
                found.AddRange(entries);
            else
                found.InsertRange(0, entries);
            var info = connection.GetProperty("pageInfo");
            Assert.Equal(pages > 0, info.GetProperty(isForward ? "hasPreviousPage" : "hasNextPage").GetBoolean());
            Assert.Equal(found.Count < total, info.GetProperty(isForward ? "hasNextPage" : "hasPreviousPage").GetBoolean());
            if (found.Count >= total)
                return found;
            cursor = info.GetProperty(isForward ? "endCursor" : "startCursor").GetString();
        }
        return found;
    }

    private static string Describe(JsonElement entry)
    {
        var relationship = entry.GetProperty("relationship");
        string? Office(string name, bool isNode = false) => relationship.ValueKind == JsonValueKind.Null ? null
            : isNode ? relationship.GetProperty(name).GetProperty("id").GetString() : relationship.GetProperty(name).GetString();
        return $"{entry.GetProperty("on")} {entry.GetProperty("what")} {entry.GetProperty("node").GetProperty("id")} "
            + $"{Office("type")} {Office("from", true)} {Office("to", true)} {Office("since")} {Office("until")}";
    }
}
