using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>The verbs by their exit codes and what they print.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Empty => $"{_folder.Path}: The graph is empty. Run `seed` or `serve` to fill it.\n";

    private static string SeedOfProgram => Path.Combine(AppContext.BaseDirectory, "seed");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("seed --help")]
    [InlineData("export --help")]
    [InlineData("import --help")]
    [InlineData("adopt --help")]
    [InlineData("validate --help")]
    [InlineData("query -h")]
    [InlineData("schema -?")]
    [InlineData("check --help")]
    [InlineData("token --help")]
    [InlineData("changes --help")]
    [InlineData("undo --help")]
    [InlineData("--urls http://localhost:1 --help")]
    public async Task Help_has_examples(string arguments)
    {
        var (code, output, error) = await Run(arguments.Split(' '));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Examples:\n  ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var (code, output, error) = await Run("--version");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"^KnowledgeGraph \d+\.\d+\.\d+\n$", output);
    }

    [Theory]
    [InlineData("serv", "The argument `serv` is unknown. Did you mean `serve`?", "")]
    [InlineData("serve --url x", "The argument `--url` is unknown. Did you mean `--urls`?\nThe argument `x` is unknown. Use one of --urls, --store, --data, --neo4j-url, --neo4j-user, --neo4j-database, --seed, --questions, --persisted.", "serve ")]
    [InlineData("--store oracle", "Argument 'oracle' not recognized. Must be one of: 'embedded' 'neo4j'", "serve ")]
    [InlineData("seed --data", "Required argument missing for option: '--data'.", "seed ")]
    [InlineData("validate", "Required argument 'PATH' missing for command: 'validate'.", "validate ")]
    [InlineData("query f --format xml", "Argument 'xml' not recognized. Must be one of: 'json' 'table' 'csv'", "query ")]
    [InlineData("seed --data a --data b", "Option '--data' expects a single argument but 2 were provided.", "seed ")]
    public async Task Wrong_usage_is_2(string arguments, string mistakes, string verb)
    {
        var (code, output, error) = await Run(arguments.Split(' '));
        Assert.Equal((2, "", $"{mistakes}\nRun `KnowledgeGraph.Server {verb}--help` for help.\n"), (code, output, error));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("ftp://localhost:1")]
    [InlineData("http://localhost:1/path")]
    [InlineData("http://localhost:99999")]
    [InlineData(";")]
    public async Task A_wrong_address_is_one_line(string urls)
    {
        var (code, output, error) = await Run("serve", "--urls", urls, "--data", _folder.Path);
        Assert.Equal((1, ""), (code, output));
        Assert.Matches("^urls: The URL must be an address such as http://localhost:5000, but was \".*\"\\.\n$", error);
    }

    [Fact]
    public async Task Validate_counts_what_is_right()
    {
        var file = _folder.Write("a.yaml", "objectives:\n  o: { name: X, theme: y }\nclaims:\n  c: { statement: X, about: [objective:o] }");
        Assert.Equal((0, $"{file} is valid together with {SeedOfProgram}: 1 file, 2 nodes, 1 relationship\n      1 Claim\n      1 Objective\n      1 CLAIMS_ABOUT\n",
            $"{file}:4:3: warning: claim:c: `report` must have at least 1, but has 0.\n1 warning. The seed can still be loaded.\n"), await Run("validate", file));
    }

    [Fact]
    public async Task Validate_tells_what_is_wrong()
    {
        var file = _folder.Write("a.yaml", "objectives:\n  o: { name: X }\n  p: {}");
        Assert.Equal(
            (1, "", $"{file}:2:3: objective:o: `theme` is missing. It must be text.\n{file}:3:3: objective:p: `name` is missing. It must be text.\n" +
                $"{file}:3:3: objective:p: `theme` is missing. It must be text.\n3 errors. Nothing was changed.\n"),
            await Run("validate", file));
    }

    [Fact]
    public async Task Validate_of_nothing_is_no_success()
    {
        Assert.Equal((1, "", $"{_folder.Path}: There is no node in 0 YAML files. Add at least one.\n"), await Run("validate", _folder.Path));
        Assert.Equal((2, "", "/no/where: The path does not exist. Name a YAML file, or a folder that has some.\n"), await Run("validate", "/no/where"));
    }

    [Fact]
    public async Task Validate_checks_one_file_together_with_its_seed()
    {
        _folder.Write("seed/one.yaml", "objectives:\n  o: { name: X, theme: y }\n  q: { name: Q, theme: y }");
        _folder.Write("seed/schema.json", "{}");
        var file = _folder.Write("seed/sub/two.yaml", "objectives:\n  p: { name: x, theme: y, broader: [{ to: objective:o, evidence: claim:c }] }\nclaims:\n  c: { statement: X, about: [objective:o] }");
        var seed = Path.Combine(_folder.Path, "seed");

        Assert.Equal(
            (0, $"{file} is valid together with {seed}: 1 file, 2 nodes, 2 relationships\n      1 Claim\n      1 Objective\n      1 CLAIMS_ABOUT\n      1 SERVES_OBJECTIVE\n",
                $"{seed}/one.yaml:2:3: warning: objective:o: objective:p (at {file}:2:3) has the same `name`, \"X\". Use one node for both, or correct one of them.\n" +
                $"{file}:4:3: warning: claim:c: `report` must have at least 1, but has 0.\n2 warnings. The seed can still be loaded.\n"),
            await Run("validate", file));

        var contradiction = _folder.Write("three.yaml", "objectives:\n  o: { theme: z }");
        Assert.Equal(
            (1, "", $"{seed}/one.yaml:2:24: objective:o: `theme` must be \"z\", as at {contradiction}:2:15, but was \"y\".\n1 error. Nothing was changed.\n"),
            await Run("validate", contradiction, "--with", seed));
    }

    /// <summary>Every warning of the seed is explained in seed/README.md.</summary>
    [Fact]
    public async Task The_seed_of_the_program_is_right()
    {
        var (code, _, error) = await Run("validate", SeedOfProgram);
        var page = await File.ReadAllLinesAsync(Path.Combine(SeedFolders.Seed, "README.md"));
        Assert.Equal(0, code);
        Assert.Equal(
            page.SkipWhile(l => l != "## Warnings that stand").Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).Order(StringComparer.Ordinal),
            error.Split('\n').SelectMany(l => l.Split(" warning: ").Skip(1)).Select(w => w.Split(": ")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Seed_tells_what_it_loaded()
    {
        _folder.Write("seed/one/a.yaml", "objectives:\n  o: { name: X, theme: y }");
        _folder.Write("seed/two/a.yaml", "objectives:\n  p: { name: X, theme: y }");
        var seed = Path.Combine(_folder.Path, "seed");
        var data = Path.Combine(_folder.Path, "data");
        var (code, output, error) = await Run("seed", "--seed", seed, "--only", "one", "--data", data);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"Loaded {Path.Combine(seed, "one")} (1 file) into {data}\n  added 1 node and 0 relationships:\n    objective:o\nGraph: version 1, 1 nodes, 0 relationships\n", output);
    }

    [Fact]
    public async Task Seed_again_changes_nothing_and_query_answers_from_it()
    {
        var seed = _folder.Write("a.yaml", "objectives:\n  o: { name: X, theme: y }");
        var data = Path.Combine(_folder.Path, "data");
        Assert.Equal(0, (await Run("seed", "--seed", seed, "--data", data)).Code);
        Assert.Equal(
            (0, $"Nothing changed: {data} already has all of {seed} (1 file)\nGraph: version 1, 1 nodes, 0 relationships\n", ""),
            await Run("seed", "--seed", seed, "--data", data));
        const string Document = "{ objectives { totalCount nodes { id name } } }";
        Assert.Contains("\"objective:o\"", (await RunWith(Document, "query", "-", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal((0, "objectives.totalCount,objectives.id,objectives.name\r\n1,objective:o,X\r\n", ""), await RunWith(Document, "query", "-", "--format", "csv", "--data", data));
        var (code, output, error) = await RunWith(Document, "query", "-", "--format", "table", "--data", data);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("│ objective:o │ X    │", output, StringComparison.Ordinal);
    }

    /// <summary>A graph in which both the seed and a mutation changed the name of an objective.</summary>
    private async Task<string[]> MakeConflict()
    {
        var seed = _folder.Write("a.yaml", "objectives:\n  o: { name: X, theme: y }\n  p: { name: P, theme: y }");
        string[] arguments = ["seed", "--seed", seed, "--data", Path.Combine(_folder.Path, "data")];
        Assert.Equal(0, (await Run(arguments)).Code);
        using (var store = EmbeddedStore.Open(arguments[^1], TestGraph.Model, TimeProvider.System))
            store.Commit(new() { Nodes = [TestGraph.Node("Objective", "objective:o", ("name", "Ours"), ("theme", "y"))] });
        _folder.Write("a.yaml", "objectives:\n  o: { name: Theirs, theme: z }\n  q: { name: Q, theme: y }");
        return arguments;
    }

    [Fact]
    public async Task Seed_with_conflicts_loads_the_rest_lists_them_and_is_3()
    {
        var arguments = await MakeConflict();
        var (seed, data) = (arguments[2], arguments[^1]);
        const string Conflicts = "objective:o: `name`: the graph has \"Ours\", the seed says \"Theirs\".\n"
            + "1 conflict, left as in the graph. Run `seed --ours` to keep what the graph holds, or `seed --theirs` to take what the seed says.\n";
        Assert.Equal(
            (3, $"""
                Would load {seed} (1 file) into {data}
                  would add 1 node and 0 relationships:
                    objective:q
                  would change 1 node and 0 relationships:
                    objective:o: theme
                  would remove 1 node and 0 relationships:
                    objective:p
                Graph: version 2, 2 nodes, 0 relationships

                """, Conflicts),
            await Run([.. arguments, "--dry-run"]));
        Assert.Equal(
            (3, $"""
                Loaded {seed} (1 file) into {data}
                  added 1 node and 0 relationships:
                    objective:q
                  changed 1 node and 0 relationships:
                    objective:o: theme
                  removed 1 node and 0 relationships:
                    objective:p
                Graph: version 3, 2 nodes, 0 relationships

                """, Conflicts),
            await Run(arguments));
        Assert.Equal((3, $"Nothing changed: {data} already has all of {seed} (1 file) except the conflicts\nGraph: version 3, 2 nodes, 0 relationships\n", Conflicts), await Run(arguments));
        Assert.Equal((2, "", "--ours and --theirs cannot be used together. Use one of them.\n"), await Run([.. arguments, "--ours", "--theirs"]));
    }

    [Theory]
    [InlineData("--ours", "Ours")]
    [InlineData("--theirs", "Theirs")]
    public async Task Seed_decides_conflicts(string choice, string name)
    {
        var arguments = await MakeConflict();
        Assert.Equal(3, (await Run(arguments)).Code);
        var (code, _, error) = await Run([.. arguments, choice]);
        Assert.Equal((0, ""), (code, error));
        var (again, output, _) = await Run(arguments);
        Assert.Equal(0, again);
        Assert.StartsWith("Nothing changed: ", output, StringComparison.Ordinal);
        Assert.Contains($"\"name\": \"{name}\"", (await RunWith("{ objective(id: \"objective:o\") { name } }", "query", "-", "--data", arguments[^1])).Output, StringComparison.Ordinal);
        Assert.Equal((0, $"{arguments[^1]}: No problems found.\n", ""), await Run("check", "--data", arguments[^1]));
    }

    [Fact]
    public async Task Seed_of_one_folder_takes_out_only_what_is_of_that_folder()
    {
        var one = _folder.Write("seed/one/a.yaml", "objectives:\n  o: { name: O, theme: y }\n  p: { name: P, theme: y }");
        _folder.Write("seed/two/a.yaml", "objectives:\n  p: { name: P }\n  q: { name: Q, theme: y }");
        string[] arguments = ["seed", "--seed", Path.Combine(_folder.Path, "seed"), "--data", Path.Combine(_folder.Path, "data")];
        Assert.Equal(0, (await Run(arguments)).Code);
        await File.WriteAllTextAsync(one, "objectives:\n  r: { name: R, theme: y }");
        var (code, output, error) = await Run([.. arguments, "--only", "one"]);
        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith("  added 1 node and 0 relationships:\n    objective:r\n  removed 1 node and 0 relationships:\n    objective:o\nGraph: version 2, 3 nodes, 0 relationships\n", output, StringComparison.Ordinal);
    }

    /// <summary>The wrong folder must not remove what the seed has loaded.</summary>
    [Fact]
    public async Task An_empty_seed_is_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;
        Assert.Equal((1, "", $"{folder}: There is no node in 0 YAML files. Add at least one.\n"), await Run("seed", "--seed", folder, "--data", Path.Combine(_folder.Path, "data")));
    }

    [Fact]
    public async Task An_export_is_a_seed_that_changes_nothing()
    {
        var arguments = await MakeConflict();
        var (data, first, second) = (arguments[^1], Path.Combine(_folder.Path, "first"), Path.Combine(_folder.Path, "second"));
        Assert.Equal((0, $"Wrote 2 nodes and 0 relationships of {data} into {first} (2 files)\n", ""), await Run("export", first, "--format", "yaml", "--data", data));
        Assert.Equal((0, $"Nothing changed: {data} already has all of {first} (1 file)\nGraph: version 2, 2 nodes, 0 relationships\n", ""), await Run("seed", "--seed", first, "--data", data));
        var fresh = Path.Combine(_folder.Path, "fresh");
        Assert.Equal(0, (await Run("seed", "--seed", first, "--data", fresh)).Code);
        Assert.Equal(0, (await Run("export", second, "--data", fresh)).Code);
        Assert.Equal(Contents(first), Contents(second));
        Assert.Equal(["objectives.yaml", "schema.json"], Contents(first).Select(f => f.Name));

        static List<(string Name, string Text)> Contents(string folder) =>
            [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllText(f)))];
    }

    [Fact]
    public async Task An_export_needs_an_empty_folder_and_a_graph()
    {
        var file = _folder.Write("out/a.txt", "");
        var folder = Path.GetDirectoryName(file)!;
        foreach (var taken in new[] { folder, file })
            Assert.Equal((2, "", $"{taken}: The folder is not empty. Name a new or an empty folder.\n"), await Run("export", taken, "--format", "yaml", "--data", _folder.Path));
        File.Delete(file);
        Assert.Equal((1, "", "/no/where: The folder does not exist. Name the folder of a store, or create one with `seed` or `serve`.\n"), await Run("export", folder, "--data", "/no/where"));
        var data = Path.Combine(_folder.Path, "data");
        EmbeddedStore.Open(data, TestGraph.Model, TimeProvider.System).Dispose();
        Assert.Equal((1, "", $"{data}: The graph is empty. Run `seed` or `serve` to fill it.\n"), await Run("export", folder, "--data", data));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_folder_in_use_is_one_line()
    {
        using var store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        foreach (var verb in new[] { "serve", "seed" })
        {
            var (code, output, error) = await Run(verb, "--data", _folder.Path);
            Assert.Equal((1, ""), (code, output));
            Assert.Single(error.TrimEnd('\n').Split('\n'));
        }
    }

    [Fact]
    public async Task Seed_knows_its_folders()
    {
        _folder.Write("one/a.yaml", "");
        _folder.Write("two/a.yaml", "");
        foreach (var only in new[] { "three", "..", "one/../two", "" })
            Assert.Equal((2, "", $"only: The folder \"{only}\" does not exist in {_folder.Path}. Use one of one, two.\n"), await Run("seed", "--seed", _folder.Path, "--only", only));
    }

    [Fact]
    public async Task A_wrong_seed_is_not_served()
    {
        var file = _folder.Write("seed/a.yaml", "claim: {}");
        Assert.Equal(
            (1, "", $"{file}:1:1: The collection `claim` is unknown. Did you mean `claims`?\n1 error. Nothing was changed.\n"),
            await Run("serve", "--urls", "http://127.0.0.1:0", "--seed", Path.GetDirectoryName(file)!, "--data", Path.Combine(_folder.Path, "data")));
    }

    [Fact]
    public async Task Schema_prints_the_schema() => Assert.Equal((0, TestGraph.Schema.Print(), ""), await Run("schema"));

    [Fact]
    public async Task Query_reads_standard_input()
    {
        var (code, output, error) = await RunWith("{ __typename }", "query", "-", "--data", _folder.Path);
        Assert.Equal((0, "{\n  \"data\": {\n    \"__typename\": \"Query\"\n  }\n}\n", Empty), (code, output, error));
    }

    [Fact]
    public async Task Query_takes_variables_and_an_operation()
    {
        var file = _folder.Write("q.graphql", "query A { __typename } query B($x: Boolean!) { __typename @skip(if: $x) }");
        var variables = _folder.Write("v.json", "{\"x\":true}");
        foreach (var given in new[] { "{\"x\":true}", "@" + variables })
            Assert.Equal((0, "{\n  \"data\": {}\n}\n", Empty), await Run("query", file, "--operation", "B", "--variables", given, "--data", _folder.Path));
    }

    [Theory]
    [InlineData("{ contry }", 1, "1:3: Cannot query field `contry` on type `Query`. Did you mean `country`? (FIELDS_ON_CORRECT_TYPE)\n")]
    [InlineData("{", 1, "1:2: The document has a syntax error: expected a name, but was the end of the document. (SYNTAX_ERROR)\n")]
    public async Task Query_tells_errors(string document, int exitCode, string message) =>
        Assert.Equal((exitCode, "", message), await RunWith(document, "query", "-", "--data", _folder.Path));

    [Fact]
    public async Task Query_tells_what_it_cannot_read()
    {
        var file = _folder.Write("q.graphql", "{ __typename }");
        Assert.Equal((2, "", "variables: The JSON is not valid at line 1, byte 1.\n"), await Run("query", file, "--variables", "x"));
        Assert.Equal((2, "", "`variables` must be an object, but was a list.\n"), await Run("query", file, "--variables", "[]"));
        Assert.Equal((1, "", "/no/where: The folder does not exist. Name the folder of a store, or create one with `seed` or `serve`.\n"), await Run("query", file, "--data", "/no/where"));
        var (code, output, error) = await Run("query", "/no/where");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("/no/where: The file cannot be read: ", error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> Run(params string[] arguments) => RunWith("", arguments);

    private static async Task<(int Code, string Output, string Error)> RunWith(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        var code = await Server.Program.Run(arguments, new Terminal(reader, output, error), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
