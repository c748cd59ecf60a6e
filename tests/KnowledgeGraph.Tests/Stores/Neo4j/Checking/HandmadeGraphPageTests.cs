using System.Text.RegularExpressions;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Checking;

/// <summary>The section "A graph made by hand" of docs/neo4j.md: its Cypher and its mapping are run, and the commands print what it shows.</summary>
[Collection(StoreDatabase.Name)]
public sealed partial class HandmadeGraphPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_example_is_checked_repaired_served_and_adopted()
    {
        var blocks = Blocks();
        var (graph, check, correction, repair, foreign, mapping, adopt) = (blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], blocks[5], blocks[6]);
        var address = await StoreDatabase.Empty();
        await Run(address, graph);
        Shows(check, 1, await Command(address, "check"));
        await Run(address, correction);
        Shows(repair, 0, await Command(address, "check", "--repair"));
        var (code, answer) = await Command(address, "query", _folder.Write("q.graphql", "{ agreements { nodes { id signed parties { edges { node { __typename ... on Country { id } } evidence { report { title } } } } } } }"));
        Assert.Equal(0, code);
        foreach (var part in (string[])["instrument:migration-memorandum", "2024-07-01", "country:PAN", "country:USA", "U.S. agrees to help Panama"])
            Assert.Contains(part, answer, StringComparison.Ordinal);

        address = await StoreDatabase.Empty();
        await Run(address, foreign);
        Shows(adopt, 0, await Command(address, "adopt", "--mapping", _folder.Write("desk.yaml", mapping)));
    }

    [Fact]
    [Limit("findings that a check of Neo4j shows")]
    public void A_check_shows_at_most_100_findings()
    {
        var report = new CheckReport();
        for (var i = 0; i < 300; i++)
            foreach (var kind in (FindingKind[])[FindingKind.Entity, FindingKind.Ends, FindingKind.Computed])
                report.Add(new(kind, $"{i}", IsMendable: false));
        using var output = new StringWriter { NewLine = "\n" };
        report.Write(output);
        Assert.Equal(99, output.ToString().Split('\n').Count(l => l.StartsWith("  ", StringComparison.Ordinal) && !l.StartsWith("  and", StringComparison.Ordinal)));
        Assert.Contains("label Entity missing: 300 ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  and 267 more\n", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The fenced blocks of the section.</summary>
    private static List<string> Blocks()
    {
        var page = File.ReadAllText(Path.Combine(SeedFolders.Seed, "..", "docs", "neo4j.md")).ReplaceLineEndings("\n");
        var section = page[page.IndexOf("\n## A graph made by hand\n", StringComparison.Ordinal)..page.IndexOf("\n## Ten questions", StringComparison.Ordinal)];
        return [.. Fence().Matches(section).Select(m => m.Groups[1].Value)];
    }

    /// <summary>Compares what a command printed with a block: all lines in their order, where … stands for some text or some lines.</summary>
    private static void Shows(string block, int code, (int Code, string Text) printed)
    {
        var pattern = string.Concat(block.Split('\n')[1..].Where(l => l.Length > 0).Select(l => l == "…" ? "(?:.*\n)*?" : Regex.Escape(l).Replace("…", ".*", StringComparison.Ordinal) + "\n"));
        Assert.Matches($"^{pattern}$", printed.Text);
        Assert.Equal(code, printed.Code);
    }

    private static async Task Run(Neo4jAddress address, string cypher)
    {
        using var client = INeo4jClient.To(address, TimeProvider.System);
        await client.Run(new Statement("test", cypher), null, null, default);
    }

    /// <summary>Runs a verb on Neo4j. The password is in the environment, where the program looks for it.</summary>
    private static async Task<(int Code, string Text)> Command(Neo4jAddress address, params string[] arguments)
    {
        var before = Environment.GetEnvironmentVariable("NEO4J_PASSWORD");
        Environment.SetEnvironmentVariable("NEO4J_PASSWORD", address.Password);
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            var code = await Server.Program.Run(
                [.. arguments, "--store", "neo4j", "--neo4j-url", address.Url.ToString(), "--neo4j-user", address.User, "--neo4j-database", address.Database],
                new Terminal(TextReader.Null, output, output), default);
            return (code, output.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("NEO4J_PASSWORD", before);
        }
    }

    [GeneratedRegex("```[a-z]*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
