using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>The seed as a whole, and what is generated from the model: no case reaches them.</summary>
public sealed class SeedTests
{
    [Fact]
    public void The_whole_seed_is_right()
    {
        var graph = SeedFolders.Graph("seed");

        Assert.Equal(57, graph.AllNodes().Count(n => n.Type.Lifespan is not null));
        Assert.Equal(31, graph.AllNodes().Count(n => n.Type.Name == "Country"));
        Assert.Equal(81, graph.AllNodes().Count(n => n.Type.Name == "Official"));
        Assert.Equal(47, graph.AllNodes().Count(n => n.Type.Name == "Agency"));
    }

    [Fact]
    public void Every_instrument_that_is_over_has_its_end()
    {
        foreach (var node in SeedFolders.Graph("seed").AllNodes().Where(n => n.Type.Lifespan is not null))
            if (node.Type.Lifespan!.Status.Enum!.Values[node.Type.Lifespan.Status.Enum.IndexOf((string)node.Properties["status"])].IsOver)
                Assert.True(node.Properties.ContainsKey("ended"), node.Id);
    }

    [Fact]
    public void Quotes_are_those_of_the_article_alone()
    {
        foreach (var claim in SeedFolders.Graph("seed").AllNodes().Where(n => n.Type.Name == "Claim"))
            Assert.Equal(claim.Id.StartsWith("claim:SA", StringComparison.Ordinal), claim.Properties.ContainsKey("quote"));
    }

    [Fact]
    public void The_list_of_questions_is_whole()
    {
        var rows = File.ReadAllLines(Path.Combine(SeedFolders.Questions, "README.md")).Where(l => l.Contains(".graphql)", StringComparison.Ordinal));
        Assert.Equal(SeedFolders.QuestionNames.Select(Row), rows);
    }

    [Fact]
    public void A_question_is_one_named_operation()
    {
        foreach (var name in SeedFolders.QuestionNames)
            Assert.Matches($@"\A# [^\n]+\n(# [a-z]+: [^\n]+\n)+query {string.Concat(Path.GetFileName(name).Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]))}\b", Read(name));
    }

    [Fact]
    public void The_diagram_in_docs_is_fresh()
    {
        var page = File.ReadAllText(Path.Combine(SeedFolders.Seed, "..", "docs", "graph.md"));

        Assert.Contains($"```mermaid\n{ModelDiagram.Print(GraphModel.Load())}```", page, StringComparison.Ordinal);
    }

    private static string Row(string question) => $"| {Read(question).Split('\n')[0][2..]} | [`{Path.GetFileName(question)}`]({question}.graphql) |";

    private static string Read(string question) => File.ReadAllText(Path.Combine(SeedFolders.Questions, question + ".graphql"));
}
