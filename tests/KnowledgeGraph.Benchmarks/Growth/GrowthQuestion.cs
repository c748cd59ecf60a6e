using KnowledgeGraph.Benchmarks.Generated;

namespace KnowledgeGraph.Benchmarks.Growth;

/// <summary>An operation that should cost the same however large the graph, and what it is asked about.</summary>
/// <param name="Values">The variables of each request; one after the other, so that memory is touched as in use.</param>
internal sealed record GrowthQuestion(string Name, string Document, IReadOnlyList<Dictionary<string, object?>> Values)
{
    private const ulong Seed = 11;
    private const int MostValues = 2_000;
    /// <summary>Countries of like size in every graph, so that the answers are of like size too.</summary>
    private const int FewestParties = 30, MostParties = 60;

    public static IEnumerable<GrowthQuestion> Of(GeneratedGraph graph)
    {
        var draw = new Draw(Seed);
        string[] Shuffled(IEnumerable<string> all)
        {
            var list = all.ToArray();
            draw.Shuffle<string>(list);
            return list[..Math.Min(list.Length, MostValues)];
        }
        var agreements = Shuffled(graph.NodesOf("Agreement").Select(n => n.Id));
        var countries = Shuffled(graph.RelationshipsOf("PARTY_TO").GroupBy(r => r.From).Where(g => g.Count() is >= FewestParties and <= MostParties).Select(g => g.Key));
        var codes = graph.NodesOf("Country").ToDictionary(n => n.Id, n => (string)n.Properties["iso2"]);
        var names = graph.NodesOf("Country").ToDictionary(n => n.Id, n => (string)n.Properties["name"]);
        var objectives = graph.NodesOf("Objective").Count();

        yield return new("by id", "query ($id: ID!) { agreement(id: $id) { id name kind status signed } }",
            [.. agreements.Select(id => One("id", id))]);
        yield return new("first page, by name", "query ($first: Int!) { agreements(first: $first) { nodes { id name } } }",
            [.. Enumerable.Range(20, 10).Select(n => One("first", n))]);
        yield return new("a page after a cursor", "query ($after: String) { countries(first: 20, after: $after) { nodes { id name } } }", []);
        yield return new("search by a prefix", "query ($text: String!) { search(text: $text, types: [COUNTRY], first: 10) { totalCount nodes { score node { id } } } }",
            [.. countries.Select(c => One("text", names[c][..^1]))]);
        yield return new("search by two words", "query ($text: String!) { search(text: $text, first: 10) { totalCount nodes { score node { id } } } }",
            [.. countries.Zip(countries.Skip(1)).Select(c => One("text", $"{names[c.First]} {names[c.Second]}"))]);
        yield return new("search by a question", "query ($text: String!) { search(text: $text, first: 10) { totalCount nodes { score node { id } } } }",
            [.. countries.Zip(countries.Skip(1), countries.Skip(2)).Select(c => One("text", $"Which agreement does {names[c.First]} have with {names[c.Second]} or {names[c.Third]}?"))]);
        yield return new("a filter from its selective end", "query ($code: String!) { agreements(where: { parties: { some: { country: { iso2: { eq: $code } } } } }) { totalCount nodes { id name } } }",
            [.. countries.Select(c => One("code", codes[c]))]);
        yield return new("reliesOn", "query ($id: ID!, $objective: ID!) { country(id: $id) { reliesOn(objective: $objective) { totalCount nodes { id } excluded { reason } } } }",
            [.. countries.Select(c => new Dictionary<string, object?> { ["id"] = c, ["objective"] = GeneratedGraph.ObjectiveId(draw.Below(objectives)) })]);
        const string Paths = "query ($from: ID!, $to: ID!) { paths(from: $from, to: $to, maxLength: 4, first: 5) { length nodes { id } } }";
        yield return new("a path of 4, between countries", Paths, [.. Pairs(countries)]);
        yield return new("a path of 4, between agreements", Paths, [.. Pairs(agreements)]);
        yield return new("connected", "query ($from: ID!, $to: ID!) { connected(from: $from, to: $to, maxLength: 4) }", [.. Pairs(countries)]);
    }

    private static IEnumerable<Dictionary<string, object?>> Pairs(string[] ids) =>
        ids.Zip(ids.Skip(1)).Select(pair => new Dictionary<string, object?> { ["from"] = pair.First, ["to"] = pair.Second });

    private static Dictionary<string, object?> One(string name, object value) => new() { [name] = value };
}
