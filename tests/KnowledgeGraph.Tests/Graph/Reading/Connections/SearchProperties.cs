using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Reference;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

/// <summary>Search compared with the naive search, which scans the records: the same hits in the same order, page by page, also after changes and for fuzzy searches.</summary>
public class SearchProperties
{
    private const string Document = """
        query ($text: String!, $fuzzy: Boolean, $types: [NodeType!], $asOf: PartialDate, $first: Int, $after: String, $last: Int, $before: String) @asOf(date: $asOf) {
          search(text: $text, fuzzy: $fuzzy, types: $types, first: $first, after: $after, last: $last, before: $before) {
            totalCount edges { cursor node { score node { id } matched { field text distance } } } nodes { node { id } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<string> s_piece = OneOf(
        "a", "á", "A", "ab", "abc", "b", "EEUU", "EE. UU.", "ee", "eeu", "u.s.", "U.S", "us", "ç", "c", "ß", "İ", "i", "\"b\"", "\\", "d'a", "e\u0301", "日本", "42",
        "panama", "panam", "pnaama", "панама", "guatemala", "gautemla", "بنما", "the", "who", "qué", "de", "of");

    private static readonly Gen<string> s_name =
        Gen.Select(s_piece.Array[1, 3], OneOf(" ", " ", "", "-", ". ", "  "), (pieces, between) => string.Join(between, pieces));

    private static readonly Gen<string[]> s_names = s_name.Array[0, 2];
    private static readonly Gen<string?> s_maybe = Gen.Frequency((2, Gen.Const((string?)null)), (1, s_name.Select(n => (string?)n)));

    private static readonly (string Type, string Id)[] s_ids =
        [.. Enumerable.Range(0, 4).SelectMany(i => new[]
        {
            ("Country", $"country:{i}"), ("Official", $"official:{i}"), ("Agreement", $"instrument:{i}"), ("Claim", $"claim:{i}"), ("Report", $"report:{i}") })];

    private static NodeRecord? NodeOf(int at, (string Name, string[] Aliases, string[] Demonyms, string? Other, string? Signed, int Kind) draw)
    {
        var (type, id) = s_ids[at];
        (string, object)[] properties = type switch
        {
            "Country" => [("name", draw.Name), ("aliases", draw.Aliases), ("demonyms", draw.Demonyms), ("iso2", $"X{at}"), ("iso3", $"XX{at}")],
            "Official" => [("name", draw.Name), ("aliases", draw.Aliases)],
            "Agreement" => [("name", draw.Name), ("aliases", draw.Aliases), ("kind", "PROGRAM"), .. Set("summary", draw.Other), .. Set("signed", draw.Signed)],
            "Claim" => [("statement", draw.Name), .. Set("quote", draw.Other), .. Set("reasoning", draw.Signed)],
            _ => [("title", draw.Name), ("kind", "NEWS"), .. Set("language", draw.Other)],
        };
        return draw.Kind == 0 ? null : Node(type == "Agreement" && draw.Kind < 4 ? "Measure" : type, id, properties);
    }

    private static (string, object)[] Set(string name, string? value) => value is null ? [] : [(name, value)];

    /// <summary>For each id a node, or none; before, and after a change that leaves some of the lists and texts as they were.</summary>
    private static readonly Gen<(NodeRecord?[] First, NodeRecord?[] Second)> s_states =
        Gen.Select(s_name, s_names, s_names, s_maybe, OneOf<string?>(null, "2020", "2023"), Gen.Int[0, 7]).Array[s_ids.Length * 2].Select(draws =>
        {
            var (first, second) = (draws[..s_ids.Length], draws[s_ids.Length..]);
            for (var i = 0; i < second.Length; i++)
                if (second[i].Item6 % 2 == 1)
                    (second[i].Item3, second[i].Item4) = (first[i].Item3, first[i].Item4);
            return (first.Select((d, i) => NodeOf(i, d)).ToArray(), second.Select((d, i) => NodeOf(i, d)).ToArray());
        });

    private static readonly Gen<(string Text, int From, int Length, bool IsOwn, string After)> s_text =
        Gen.Select(
            s_name.Array[0, 2], Gen.Int[0, 99], Gen.Int[0, 12], Gen.Bool, Gen.Frequency((2, Gen.Const("")), (1, s_name.Select(n => " " + n))),
            (names, from, length, isOwn, after) => (string.Join(' ', names), from, length, isOwn, after));

    /// <summary>Objectives, for which nobody asks, that make no word rare: then names are sought in the collections, not in the index.</summary>
    private static readonly GraphSnapshot s_crowd = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes = [.. Enumerable.Range(0, 150).Select(i => Node("Objective", $"objective:{i}", ("name", $"{i} a ab abc b c d ee eeu eeuu us i ss 42 日本"), ("theme", "t")))],
    });

    private static readonly string[] s_allOthers = ["COUNTRY", "OFFICIAL", "AGREEMENT", "MEASURE", "CLAIM", "REPORT"];

    private static readonly Gen<string[]?> s_types = OneOf<string[]?>(null, null, ["COUNTRY"], ["AGREEMENT", "MEASURE", "CLAIM"], ["OFFICIAL", "MEASURE"], []);

    [Fact]
    public void EachPageHoldsWhatAScanFinds() =>
        Gen.Select(s_states, s_text, s_types, OneOf<string?>(null, "2021"), Gen.Int[1, 6], Gen.Select(Gen.Bool, Gen.Bool))
            .Sample((states, text, types, asOf, size, flags) =>
            {
                var (first, second) = states;
                var (isCrowded, fuzzy) = flags;
                types = isCrowded ? types ?? s_allOthers : types;
                var old = Put(isCrowded ? s_crowd : GraphSnapshot.Empty(TestGraph.Model), first);
                var snapshot = Put(old, second);
                var oldNodes = first.OfType<NodeRecord>().ToArray();
                var nodes = second.OfType<NodeRecord>().ToArray();
                var asked = TextOf(text, nodes);
                var expected = Scan(nodes, asked, fuzzy, types, asOf);
                Assert.Equal(expected.Select(Shown), Pages(snapshot, asked, fuzzy, types, asOf, size, true, expected.Count));
                Assert.Equal(expected.Select(Shown), Pages(snapshot, asked, fuzzy, types, asOf, size, false, expected.Count));

                // A cursor holds its place while nodes come, go and change
                var oldExpected = Scan(oldNodes, asked, fuzzy, types, asOf);
                var (shown, cursor) = Page(old, asked, fuzzy, types, asOf, ("first", size));
                Assert.Equal(oldExpected.Take(size).Select(Shown), shown);
                if (shown.Count == 0)
                    return;
                var last = oldExpected[shown.Count - 1];
                Assert.Equal(expected.Where(h => NaiveSearch.Compare(h, last) > 0).Take(size).Select(Shown),
                    Page(snapshot, asked, fuzzy, types, asOf, ("first", size), ("after", cursor)).Shown);
                Assert.Equal(expected.Where(h => NaiveSearch.Compare(h, last) < 0).TakeLast(size).Select(Shown),
                    Page(snapshot, asked, fuzzy, types, asOf, ("last", size), ("before", cursor)).Shown);
            }, iter: 1000);

    /// <summary>Enough nodes that words fill several runs, that large sets are walked, and that few hits are read instead of many pairs looked up.</summary>
    [Fact]
    public void ItFindsTheSameInALargerGraph()
    {
        static NodeRecord Make(int i, int version) => (i % 3) switch
        {
            0 => Node("Official", $"official:{i}", ("name", $"{(i % 50 == 0 ? "Common" : $"Any {i * 7919 % 1000}")} person {i % 97}{(version > 0 ? " anew" : "")}"), ("aliases", i % 5 == 0 ? new[] { $"Common {i % 7}", $"Rare{i}" } : [])),
            1 => Node("Claim", $"claim:{i}", ("statement", $"It is common that {i * 31 % 500} say so"), ("quote", $"Common {(i % 1000 == 1 ? "jewel" : "stone")} {version}")),
            _ => Node("Country", $"country:{i}", ("name", $"Stone {i * 13 % 333}"), ("aliases", new[] { i % 2 == 0 ? "Common" : "Uncommon" }), ("iso2", $"A{i}"), ("iso3", $"B{i}")),
        };
        var nodes = Enumerable.Range(0, 6000).Select(i => Make(i, 0)).ToArray();
        var snapshot = GraphSnapshot.Empty(TestGraph.Model).Apply(new ChangeSet { Nodes = [.. nodes] }, RecordedAt);
        foreach (var version in (ReadOnlySpan<int>)[0, 1])
        {
            foreach (var text in (ReadOnlySpan<string>)["common", "c", "person", "common jewel", "jewel common", "stone 1", "anew", "rare15", "rare", "p 9", "it that say", "nowhere", "common nowhere", "1 common", "the common of person", "the who", "comon", "stoen", "persn jewl comon",
                    "what common person is it", "common jewel anew 7", "rare15 jewel nowhere common", "say person jewel 1 2 3", "common any stone person uncommon it say"])
                foreach (var (types, fuzzy) in (ReadOnlySpan<(string[]?, bool)>)[(null, false), (["OFFICIAL", "CLAIM"], false), (null, true), (["OFFICIAL", "CLAIM"], true)])
                {
                    var expected = Scan(nodes, text, fuzzy, types, null);
                    foreach (var size in (ReadOnlySpan<int>)[3, 500])
                    {
                        Assert.Equal(expected.Take(size).Select(Shown), Page(snapshot, text, fuzzy, types, null, ("first", size)).Shown);
                        Assert.Equal(expected.TakeLast(size).Select(Shown), Page(snapshot, text, fuzzy, types, null, ("last", size)).Shown);
                    }
                    Assert.Equal(expected.Select(Shown), Pages(snapshot, text, fuzzy, types, null, 499, true, expected.Count));
                    Assert.Equal(expected.Select(Shown), Pages(snapshot, text, fuzzy, types, null, 499, false, expected.Count));
                }
            var changed = Enumerable.Range(0, 6000).Where(i => i % 11 == 0).ToArray();
            foreach (var i in changed)
                nodes[i] = Make(i, 1);
            snapshot = snapshot.Commit(new ChangeSet { Nodes = [.. changed.Select(i => nodes[i])] });
        }
    }

    private static GraphSnapshot Put(GraphSnapshot snapshot, NodeRecord?[] state)
    {
        var removed = s_ids.Where((id, i) => snapshot.FindNode(id.Id) is { } stored && (state[i] is null || state[i]!.Type != stored.Type)).Select(id => id.Id);
        return snapshot.Commit(new ChangeSet { RemovedNodes = [.. removed], Nodes = [.. state.OfType<NodeRecord>()] });
    }

    /// <summary>Pieces, or the beginning of a name or an alias that is there, with more pieces or without.</summary>
    private static string TextOf((string Text, int From, int Length, bool IsOwn, string After) text, NodeRecord[] nodes)
    {
        if (!text.IsOwn || nodes.Length == 0)
            return text.Text;
        var node = nodes[text.From % nodes.Length];
        var own = NaiveSearch.Texts(node).Select(t => t.Text).ToList();
        var chosen = own[text.From / nodes.Length % own.Count];
        return chosen[..Math.Min(chosen.Length, text.Length)] + text.After;
    }

    private static List<NaiveHit> Scan(NodeRecord[] nodes, string text, bool fuzzy, string[]? types, string? asOf) => NaiveSearch.Find(
        nodes.Where(n => (types is null || types.Contains(n.Type.Name.ToUpperInvariant()))
            && (asOf is null || n.Type.Lifespan is null || n.Properties.GetValueOrDefault("signed") is not "2023")),
        text, fuzzy);

    private static string Shown(NaiveHit hit) =>
        $"{hit.Node.Id} {hit.Score.ToString(CultureInfo.InvariantCulture)} {string.Join("; ", hit.Matched.Select(m => $"{m.Field}={m.Text} {m.Distance}"))}";

    private static (List<string> Shown, string? EndCursor) Page(
        GraphSnapshot snapshot, string text, bool fuzzy, string[]? types, string? asOf, params (string Name, object? Value)[] page)
    {
        using var answer = Answer(snapshot, text, fuzzy, types, asOf, page);
        var search = answer.RootElement.GetProperty("data").GetProperty("search");
        return (Shown(search), search.GetProperty("pageInfo").GetProperty("endCursor").GetString());
    }

    private static JsonDocument Answer(GraphSnapshot snapshot, string text, bool fuzzy, string[]? types, string? asOf, params (string Name, object? Value)[] page)
    {
        var variables = new Dictionary<string, object?> { ["text"] = text, ["fuzzy"] = fuzzy, ["types"] = types, ["asOf"] = asOf };
        foreach (var (name, value) in page)
            variables[name] = value;
        return JsonDocument.Parse(snapshot.Ask(Document, variables));
    }

    private static List<string> Shown(JsonElement search)
    {
        var edges = search.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node")).ToList();
        Assert.Equal(edges.Select(e => e.GetProperty("node").ToString()), search.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("node").ToString()));
        return [.. edges.Select(e => $"{e.GetProperty("node").GetProperty("id").GetString()} {e.GetProperty("score")} "
            + string.Join("; ", e.GetProperty("matched").EnumerateArray().Select(m => $"{m.GetProperty("field").GetString()}={m.GetProperty("text").GetString()} {m.GetProperty("distance")}")))];
    }

    private static List<string> Pages(GraphSnapshot snapshot, string text, bool fuzzy, string[]? types, string? asOf, int size, bool isForward, int total)
    {
        var (found, cursor) = (new List<string>(), (string?)null);
        for (var pages = 0; pages <= total; pages++)
        {
            using var answer = Answer(snapshot, text, fuzzy, types, asOf, (isForward ? "first" : "last", size), (isForward ? "after" : "before", cursor));
            var search = answer.RootElement.GetProperty("data").GetProperty("search");
            Assert.Equal(total, search.GetProperty("totalCount").GetInt32());
            found.InsertRange(isForward ? found.Count : 0, Shown(search));
            var info = search.GetProperty("pageInfo");
            Assert.Equal(pages > 0, info.GetProperty(isForward ? "hasPreviousPage" : "hasNextPage").GetBoolean());
            var hasMore = info.GetProperty(isForward ? "hasNextPage" : "hasPreviousPage").GetBoolean();
            Assert.Equal(found.Count < total, hasMore);
            if (!hasMore)
                break;
            cursor = info.GetProperty(isForward ? "endCursor" : "startCursor").GetString();
        }
        return found;
    }
}
