using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Graph.Reading.Connections;

/// <summary>What a case over a graph in YAML cannot hold: limits to the character, and text that JSON and YAML refuse.</summary>
public class SearchTests
{
    private static readonly GraphSnapshot s_graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
    {
        Nodes =
        [
            Node("Country", "country:USA", ("name", "United States"), ("aliases", new[] { "U.S.", "EE. UU." }), ("demonyms", new[] { "American" }), ("iso2", "US"), ("iso3", "USA")),
            Node("Official", "official:b", ("name", "Alicia Bárcena"), ("aliases", new[] { "Ibarra" })),
            Node("Agreement", "instrument:p", ("name", "U.S.–Panama \"removals\""), ("kind", "PROGRAM"), ("summary", "Flights\nfrom Darién\\here")),
        ],
    });

    private static string Found(string text) => s_graph.Ask(
        "query ($t: String!) { search(text: $t) { nodes { score node { id } matched { field text } } } }", new Dictionary<string, object?> { ["t"] = text });

    private static GraphError Refused(string text) => Assert.Single(Assert.Throws<GraphErrorException>(() => Found(text)).Errors);

    [Theory]
    [InlineData("barcena")]
    [InlineData("BA\u0301RCENA ali")]
    public void CaseAndDiacriticsDoNotCount(string text) => Assert.Contains("""{"score":0.2,"node":{"id":"official:b"}""", Found(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("EE. UU.", "0.3333333333333333")]
    [InlineData("EEUU", "0.16666666666666666")]
    [InlineData("ee. u", "0.25")]
    [InlineData("us", "0.16666666666666666")]
    [InlineData("united", "0.5")]
    [InlineData("united STATES ", "1")]
    public void AnAbbreviationIsFoundHoweverItIsWritten(string text, string score) =>
        Assert.Contains($$$"""{"score":{{{score}}},"node":{"id":"country:USA"}""", Found(text), StringComparison.Ordinal);

    [Fact]
    public void MatchedFieldsKeepTheirText() => Assert.Equal(
        """{"data":{"search":{"nodes":[{"score":0.16666666666666666,"node":{"id":"instrument:p"},"matched":[{"field":"name","text":"U.S.–Panama \"removals\""},{"field":"summary","text":"Flights\nfrom Darién\\here"}]}]}}}""",
        Found("removals here"));

    /// <summary>The alias goes, the demonym stays: so must the word that led to both.</summary>
    [Fact]
    public void AWordThatAnotherFieldHasTooStays()
    {
        static ChangeSet With(params string[] aliases) => new()
        {
            Nodes = [Node("Country", "country:X", ("name", "Land"), ("aliases", aliases), ("demonyms", new[] { "Same" }), ("iso2", "XX"), ("iso3", "XXX"))],
        };
        var snapshot = GraphSnapshot.Empty(TestGraph.Model).Commit(With("Same", "Other")).Commit(With("Other"));
        Assert.Equal("""{"data":{"search":{"totalCount":1}}}""", snapshot.Ask("{ search(text: \"same\") { totalCount } }"));
        Assert.Equal("""{"data":{"search":{"totalCount":0}}}""", snapshot.Commit(new ChangeSet { RemovedNodes = ["country:X"] }).Ask("{ search(text: \"same\") { totalCount } }"));
    }

    [Fact]
    public void HalfACharacterIsNoWord() => Assert.Equal("""{"data":{"search":{"nodes":[]}}}""", Found("\ud800"));

    [Fact]
    public void TextIsLimitedInCharacters()
    {
        Assert.Equal("""{"data":{"search":{"nodes":[]}}}""", Found(string.Concat(Enumerable.Repeat("𐐀", 200))));
        var error = Refused(string.Concat(Enumerable.Repeat("𐐀", 201)));
        Assert.Equal(("`text` can have at most 200 characters, but has 201.", "SEARCH_TEXT"), (error.Message, error.Code));
        Assert.Equal("search", Assert.Single(error.Path));
    }

    [Fact]
    public void TextIsLimitedInWords()
    {
        Assert.Equal("""{"data":{"search":{"nodes":[]}}}""", Found(string.Join(' ', Enumerable.Range(0, 16))));
        Assert.Equal("`text` can have at most 16 words, but has 17.", Refused(string.Join(' ', Enumerable.Range(0, 17))).Message);
    }

    [Fact]
    public void APlanSaysWhatIsSearched() => Assert.Equal(
        """
        query
          search: search $t in Country or Official [first: 20] by class, type, name, id
            edges
              node
                node
                    id
                score
                matched
                  field: matched field
                  text: matched text
            totalCount: total count

        """,
        Operation.Parse(TestGraph.Schema, "query ($t: String!) { search(text: $t, types: [COUNTRY, OFFICIAL], first: 20) { edges { node { node { id } score matched { field text } } } totalCount } }", null)
            .Bind(new Dictionary<string, object?> { ["t"] = "a" }).Plan.ToString());
}
