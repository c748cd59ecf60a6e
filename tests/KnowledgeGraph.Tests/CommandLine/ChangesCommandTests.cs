using KnowledgeGraph.Server.CommandLine;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>The verbs `changes` and `undo`, and mutations of the operator by `query`.</summary>
public sealed class ChangesCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => Path.Combine(_folder.Path, "data");

    private async Task<(int Code, string Output, string Error)> Run(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var given = new StringReader(input);
        var code = await Server.Program.Run([.. arguments, "--data", Data], new Terminal(given, output, error), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private async Task Fill()
    {
        var seed = Path.GetDirectoryName(_folder.Write("seed/one.yaml", "objectives:\n  o: { name: X, theme: y }"))!;
        Assert.Equal(0, (await Run("", "seed", "--seed", seed)).Code);
        var (code, _, error) = await Run("""mutation @change(note: "Clearer.") { updateObjective(input: { id: "objective:o", set: { name: "Z" } }) { errors { ... on Error { message } } } }""", "query", "-");
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task Changes_lists_the_newest_first()
    {
        await Fill();
        var (code, output, error) = await Run("", "changes", "--entries");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"change:2 [^\n]+ MUTATION +│ Clearer\.[^\n]+\n[^\n]*change:1 [^\n]+ SEED ", output);
        Assert.Contains("objective:o", output, StringComparison.Ordinal);
        (_, output, _) = await Run("", "changes", "--first", "1");
        Assert.Contains("change:2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("change:1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("objective:o", output, StringComparison.Ordinal);
        Assert.Equal((0, "There are no such changes.\n", ""), await Run("", "changes", "--about", "objective:none", "--about", "objective:p"));
        Assert.Equal((0, "There are no such changes.\n", ""), await Run("", "changes", "--since", "2"));
        Assert.Equal((2, "", "first: The number must be between 1 and 500, but was 501.\n"), await Run("", "changes", "--first", "501"));
    }

    [Fact]
    public async Task Undo_reverses_a_change_once()
    {
        await Fill();
        Assert.Equal((0, "change:3 reverses change:2: 1 node or relationship\n", ""), await Run("", "undo", "change:2", "--note", "It was right."));
        Assert.Equal((1, "", "change:2 was undone by change:3. To do it again, undo that change.\nNothing was changed.\n"), await Run("", "undo", "change:2"));
        Assert.Equal((1, "", "There is no change with the id \"change:9\".\nNothing was changed.\n"), await Run("", "undo", "change:9"));
        Assert.Matches("change:3 .+ It was right. +│ change:2 ", (await Run("", "changes")).Output);
    }

    [Fact]
    public async Task The_operator_proposes_and_accepts_without_a_name()
    {
        await Fill();
        var (code, output, error) = await Run("""mutation @propose { updateObjective(input: { id: "objective:o", set: { theme: "z" } }) { proposal { id by } } }""", "query", "-");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("\"id\": \"proposal:1\",\\s+\"by\": null", output);
        (_, output, _) = await Run("""mutation { acceptProposal(input: { id: "proposal:1" }) { proposal { status reviewedBy } change { id by } } }""", "query", "-");
        Assert.Contains("ACCEPTED", output, StringComparison.Ordinal);
        Assert.Contains("change:3", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_mutation_of_the_operator_changes_nothing()
    {
        await Fill();
        var (code, output, _) = await Run("""mutation { deleteObjective(input: { id: "objective:none" }) { errors { ... on Error { code } } } }""", "query", "-");
        Assert.Equal(0, code);
        Assert.Contains("NOT_FOUND", output, StringComparison.Ordinal);
        Assert.DoesNotContain("change:3", (await Run("", "changes")).Output, StringComparison.Ordinal);
    }
}
