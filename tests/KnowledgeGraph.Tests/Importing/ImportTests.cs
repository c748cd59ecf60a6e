using System.IO.Compression;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Importing;

public sealed class ImportTests : IDisposable
{
    private const string Valid = """{"node":"Objective","id":"objective:x","name":"X","theme":"t"}""" + "\n";

    private readonly TemporaryFolder _store = new();
    private readonly TempFolder _files = new();
    private readonly ImportVerb _import;

    public ImportTests() => _import = ImportVerb.Into(_store.Path);

    public void Dispose()
    {
        _store.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task All_errors_are_reported_with_their_places_and_nothing_is_written()
    {
        var file = _files.Write("g.jsonl", """
            {"node":"Contry","id":"country:PAN"}
            {"node":"Country","id":"country:PAN","nme":"é","name":"Panamá","iso2":7,"iso3":"PAN"}
            {"name":"é","node":"Claim","id":"claim:1","statement":"","quote":"q"}
            {"node":"Claim","id":"claim:2","statement":"x"
            nonsense
            {"node":"Objective","id":"objective:x","name":"X","theme":"t"}
            {"node":"Objective","id":"objective:x","name":"Y","theme":"t"}
            {"node":"Objective","id":"obj:y","name":"Y","theme":"t"}
            {"node":"Objective","id":"objective:z","theme":"t","theme":"u"}
            {"node":"Objective","name":"Z"}
            {"relationship":"PARTY_TO","from":"country:PAN","to":"instrument:b","claims":["claim:1"],"recordedAt":"2024"}
            {"relationship":"LIES_IN","from":"place:p","to":"country:PAN","since":"2025","until":"2024","claims":["claim:9"]}
            {"relationship":"PARTY_TO","from":"country:PAN","to":"objective:x"}
            {"node":"Place","id":"place:p","name":"Darién","kind":"REGON","latitude":"8"}
            """);
        var (code, output, error) = await _import.Run(file);
        Assert.Equal((1, ""), (code, output));
        string[] expected =
        [
            "1:9: The type of nodes `Contry` is unknown. Did you mean `Country`?",
            "2:38: Country: The field `nme` is unknown. Did you mean `name`?",
            "2:71: Country: `iso2` must be text, but was 7.",
            "3:2: Claim: The field `name` is unknown. Use one of ",
            "3:55: Claim: `statement` must be text, but was \"\".",
            "4:47: The line is not valid JSON. The object is not closed.",
            "5:2: The line is not valid JSON. 'nonsense' is an invalid JSON literal. Expected the literal 'null'.",
            "7:26: objective:x: The node appears twice with different content (first at ",
            "8:26: The id must be \"objective:\" followed by ",
            "9:52: Objective: The field `theme` appears twice. Give it once.",
            "10:1: Objective: `id` is missing. It must be the id of a node.",
            "11:103: PARTY_TO: `recordedAt` must be a time such as 2024-07-01T12:00:00Z, but was \"2024\".",
            "12:71: place:p LIES_IN country:PAN: `since` must not be after `until` (2024), but was 2025.",
            "12:102: place:p LIES_IN country:PAN: The evidence must be a claim of the graph, but was claim:9.",
            "13:1: country:PAN PARTY_TO objective:x: The relationship has no evidence. Name at least one claim.",
            "13:54: country:PAN PARTY_TO objective:x: The relationship must lead from ",
            "14:55: Place: `kind` has the unknown value \"REGON\". Did you mean `REGION`?",
            "14:74: Place: `latitude` must be a number from -90 to 90, but was \"8\".",
        ];
        var lines = error.TrimEnd('\n').Split('\n');
        Assert.Equal($"{expected.Length} errors. Nothing was imported.", lines[^1]);
        Assert.Equal(expected, lines[..^1].Zip(expected, (line, e) => line.StartsWith($"{file}:{e}", StringComparison.Ordinal) ? e : line[(file.Length + 1)..]));
        using var store = _store.Open();
        Assert.Equal(0, store.Snapshot.Version);
    }

    [Fact]
    public async Task A_graph_comes_back_as_it_was_in_any_order_of_lines_and_again_changes_nothing()
    {
        string before, text;
        using (var source = new TemporaryFolder())
        using (var store = source.Open())
        {
            before = store.Commit(StoredGraph.Small with { Redirects = [new("country:PA", "country:PAN")] }).Text();
            var all = await ((IGraphStore)store).ReadAll(default);
            var at = RecordedAt.ToUnixTimeMilliseconds();
            text = ImportedLines.Of(all with
            {
                Nodes = [.. all.Nodes.Select(n => n with { RecordedAt = at })],
                Relationships = [.. all.Relationships.Select(r => r with { RecordedAt = at })],
            });
        }
        var reversed = text.TrimEnd('\n').Split('\n').Reverse().ToList();
        var file = _files.Write("g.jsonl", string.Join("\r\n", [.. reversed, "", reversed[0]]));
        Assert.Equal((0, ""), await Codes(file));
        Assert.Equal(WithoutVersions(before), WithoutVersions(Text()));
        var after = Text();
        var (code, output, _) = await _import.Run(file);
        Assert.Equal((0, after), (code, Text()));
        Assert.StartsWith($"Nothing changed: {_store.Path} already has all of {file}\n", output, StringComparison.Ordinal);
        Assert.Empty(StoreCheck.Run(_store.Path, TestGraph.Model));
    }

    /// <summary>Revisions depend on the number of commits.</summary>
    private static string WithoutVersions(string text) => string.Join('\n', text.Split('\n').Where(l => !l.StartsWith("version", StringComparison.OrdinalIgnoreCase))
        .Select(l => System.Text.RegularExpressions.Regex.Replace(l, "revision \\d+", "")).Order(StringComparer.Ordinal));

    private string Text()
    {
        using var store = _store.Open();
        return store.Snapshot.Text();
    }

    private async Task<(int Code, string Error)> Codes(params string[] arguments) => await _import.Run(arguments) is var (code, _, error) ? (code, error) : default;

    [Fact]
    public async Task A_line_is_the_whole_record_and_other_records_stay()
    {
        using (var store = _store.Open())
            store.Commit(StoredGraph.Small);
        Assert.Equal((0, ""), await Codes(_files.Write("g.jsonl", """
            {"node":"Official","id":"official:mayorkas","name":"Alejandro Mayorkas","recordedAt":"2020-01-01T00:00:00Z"}
            {"node":"Country","id":"country:PAN","name":"Panamá","iso2":"US","iso3":"PAN"}
            {"node":"Country","id":"country:USA","name":"United States","iso2":"PA","iso3":"USA"}
            """)));
        using var changed = _store.Open();
        Assert.Equal(["aliases", "name"], changed.Snapshot.FindNode("official:mayorkas")!.Properties.Keys.Order(StringComparer.Ordinal));
        Assert.Empty((IEnumerable<string>)changed.Snapshot.FindNode("official:mayorkas")!.Properties["aliases"]);
        Assert.Equal(("US", "PA"), (changed.Snapshot.FindNode("country:PAN")!.Properties["iso2"], changed.Snapshot.FindNode("country:USA")!.Properties["iso2"]));
        Assert.Equal((7, 6), (changed.Snapshot.NodeCount, changed.Snapshot.RelationshipCount));
        Assert.Contains($"{RecordedAt:yyyy-MM-dd}", changed.Snapshot.Ask("{ official(id: \"official:mayorkas\") { recordedAt } }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_lines_are_skipped_with_those_that_need_them()
    {
        var report = Path.Combine(_files.Path, "report.jsonl");
        var file = _files.Write("g.jsonl", """
            {"relationship":"LIES_IN","from":"place:p","to":"country:PAN","claims":["claim:1"]}
            {"node":"Country","id":"country:PAN","name":"Panamá","iso2":"PA","iso3":"PAN"}
            {"node":"Country","id":"country:ZZZ","name":"Other","iso2":"PA","iso3":"ZZZ"}
            {"node":"Place","id":"place:p","name":"Darién","kind":"REGION"}
            {"node":"Place","id":"place:q","name":"Other","kind":"REGION"}
            {"node":"Claim","id":"claim:1","statement":"x","inferred":"yes"}
            {"relationship":"LIES_IN","from":"place:q","to":"country:ZZZ","claims":["claim:2"]}
            {"node":"Claim","id":"claim:2","statement":"x"}
            {"redirect":"country:ZZ","to":"country:ZZZ"}
            """);
        Assert.Equal((0, ""), await Codes(file, "--skip-invalid", "--report", report));
        Assert.Equal("""
            {"line":1,"column":72,"message":"place:p LIES_IN country:PAN: The line needs claim:1 of line 6, which was skipped."}
            {"line":3,"column":60,"message":"country:ZZZ: `iso2` must be unique, but country:PAN also has \"PA\"."}
            {"line":6,"column":59,"message":"Claim: `inferred` must be true or false, but was \"yes\"."}
            {"line":7,"column":49,"message":"place:q LIES_IN country:ZZZ: The line needs country:ZZZ of line 3, which was skipped."}
            {"line":9,"column":31,"message":"country:ZZ: The line needs country:ZZZ of line 3, which was skipped."}

            """, await File.ReadAllTextAsync(report));
        using var store = _store.Open();
        Assert.Equal(["claim:2", "country:PAN", "place:p", "place:q"], store.Snapshot.AllNodes().Select(n => n.Id).Order(StringComparer.Ordinal));
        Assert.Equal(0, store.Snapshot.RelationshipCount);
    }

    [Fact]
    public async Task Contradictions_with_the_graph_and_between_batches_are_found()
    {
        using (var store = _store.Open())
            store.Commit(StoredGraph.Small with { Redirects = [new("country:PA", "country:PAN")] });
        // The last two lines are another batch than those before them.
        var file = _files.Write("g.jsonl", $$"""
            {"node":"Country","id":"country:XXX","name":"X","iso2":"pa","iso3":"XXX"}
            {"node":"Country","id":"country:PA","name":"Y","iso2":"YY","iso3":"YYY"}
            {"node":"Report","id":"report:a","title":"A","kind":"NEWS"}
            {"node":"Report","id":"report:b","title":"B","kind":"NEWS"}
            {"node":"Outlet","id":"outlet:1","name":"One","kind":"NEWSPAPER"}
            {"node":"Outlet","id":"outlet:2","name":"Two","kind":"NEWSPAPER"}
            {{ImportedLines.Of(ImportedLines.Objectives(ImportBatch.MaxRecords - 8)).TrimEnd()}}
            {"relationship":"PUBLISHED_BY","from":"report:a","to":"outlet:1"}
            {"relationship":"REPUBLISHES","from":"report:a","to":"report:b"}
            {"relationship":"PUBLISHED_BY","from":"report:a","to":"outlet:2"}
            {"relationship":"REPUBLISHES","from":"report:b","to":"report:a"}
            """);
        var (code, _, error) = await _import.Run(file);
        Assert.Equal(1, code);
        Assert.Equal(
            [
                $"{file}:1:56: country:XXX: `iso2` must be unique, but country:PAN also has \"pa\".",
                $"{file}:2:24: country:PA: The id is taken, because the node was merged into country:PAN. Use country:PAN, or another id.",
                $"{file}:5000:54: report:a: The report cannot be a copy of report:b, because report:b is itself a copy of it.",
                $"{file}:5001:55: report:a: `outlet` must have at most one value, but line 4999 gives another one.",
                $"{file}:5002:54: report:b: The report cannot be a copy of report:a, because report:a is itself a copy of it.",
                "5 errors. Nothing was imported.",
            ], error.Split('\n')[..^1]);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_added_and_changed()
    {
        using (var store = _store.Open())
            store.Commit(StoredGraph.Small);
        var before = Text();
        var (code, output, error) = await _import.Run(_files.Write("g.jsonl", Valid + """
            {"node":"Claim","id":"claim:1","statement":"another","inferred":true}
            {"node":"Claim","id":"claim:2","statement":"two"}
            {"redirect":"country:PA","to":"country:PAN"}
            """), "--dry-run");
        Assert.Equal((0, "", before), (code, error, Text()));
        Assert.EndsWith("""
              would add 2 nodes and 0 relationships:
                objective:x
                country:PA
              would change 1 node and 0 relationships:
                claim:1: statement
            Graph: version 1, 7 nodes, 6 relationships

            """, output, StringComparison.Ordinal);
    }

    [Fact]
    [Limit("changes of an import that is proposed")]
    public async Task A_proposal_is_stored_unless_it_is_too_large()
    {
        var (code, output, error) = await _import.Run(_files.Write("g.jsonl", Valid), "--propose");
        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith("  would add 1 node and 0 relationships:\n    objective:x\nGraph: version 0, 0 nodes, 0 relationships\n", output, StringComparison.Ordinal);
        using (IGraphStore store = _store.Open())
        {
            var made = Assert.Single(await store.Proposals(await store.ProposalNumbers([ProposalStatus.Open], default), withConflicts: true, default));
            Assert.Equal(("Import of g.jsonl", 1, 0), (made.Proposal.Title, made.Proposal.Entries.Length, made.Conflicts.Count));
        }
        var file = _files.Write("large.jsonl", ImportedLines.Of(ImportedLines.Objectives(1_001)));
        Assert.Equal((1, $"{file}: A proposal can change at most 1000 nodes and relationships, but this one would change 1001. Split the file.\n"), await Codes(file, "--propose"));
    }

    [Fact]
    public async Task Standard_input_and_compressed_files_are_read()
    {
        var import = ImportVerb.Into(_store.Path);
        Assert.Equal(0, (await new ImportVerb(["--data", _store.Path]) { Input = Valid }.Run("-", "--format", "jsonl")).Code);
        var text = Encoding.UTF8.GetBytes(ImportedLines.Of(ImportedLines.Objectives(500)));
        byte[] gzip, zstd;
        using (var packed = new MemoryStream())
        {
            using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
                stream.Write(text);
            gzip = packed.ToArray();
        }
        using (var compressor = new ZstdSharp.Compressor())
            zstd = compressor.Wrap(text).ToArray();
        async Task<(int, string)> Import(string name, byte[] bytes)
        {
            var file = Path.Combine(_files.Path, name);
            await File.WriteAllBytesAsync(file, bytes);
            var (code, output, error) = await import.Run(file);
            return (code, error.Length > 0 ? error[(file.Length + 2)..] : output[..output.IndexOf(':', StringComparison.Ordinal)]);
        }
        Assert.Equal(0, (await Import("a.jsonl.gz", gzip)).Item1);
        Assert.Equal((0, "Nothing changed"), await Import("a.jsonl.zst", zstd));
        Assert.Equal((1, "The file is cut off, or was compressed in several parts. Compress it again, as a whole.\n"), await Import("b.jsonl.gz", gzip[..^2]));
        Assert.Equal((1, "The file is damaged, or it is not compressed as its name says. Compress it again.\n"), await Import("b.jsonl.zst", zstd[..^5]));
        Assert.Equal((1, "The file is damaged, or it is not compressed as its name says. Compress it again.\n"), await Import("c.jsonl.gz", text));
    }

    [Fact]
    [Limit("length of a line of a file that is imported, and of a row of CSV")]
    public async Task A_line_has_a_largest_length()
    {
        string Line(int length) => Valid.Replace("\"X\"", $"\"{new string('x', length - Valid.Length + 2)}\"", StringComparison.Ordinal);
        Assert.Equal((0, ""), await Codes(_files.Write("g.jsonl", Line(4 << 20))));
        var file = _files.Write("h.jsonl", Valid + Line((4 << 20) + 1) + Valid);
        Assert.Equal((1, $"{file}:2:1: The line must have at most 4 MiB. Put longer texts elsewhere.\n1 error. Nothing was imported.\n"), await Codes(file));
    }

    [Fact]
    [Limit("errors of a file that is imported")]
    public async Task A_file_with_too_many_errors_is_not_read_further()
    {
        Assert.Equal(ImportErrors.Max + 1, (await Codes(_files.Write("g.jsonl", string.Concat(Enumerable.Repeat("x\n", ImportErrors.Max))))).Error.Count(c => c == '\n'));
        var file = _files.Write("h.jsonl", string.Concat(Enumerable.Repeat("x\n", ImportErrors.Max + 1)));
        Assert.StartsWith($"{file}: There are more than 100000 errors, the first at {file}:1:1: ", (await Codes(file)).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Limit("records of one commit of an import, and the length of their lines together")]
    public async Task Each_batch_is_a_commit()
    {
        Assert.Equal((0, ""), await Codes(_files.Write("g.jsonl", ImportedLines.Of(ImportedLines.Objectives(ImportBatch.MaxRecords + 1)))));
        using (var store = _store.Open())
            Assert.Equal([5_000, 1], [store.Snapshot.Log.Find(1)!.Entries, store.Snapshot.Log.Find(2)!.Entries]);
        var long3 = string.Concat(Enumerable.Range(0, 3).Select(i => Valid.Replace("\"X\"", $"\"{new string('y', 3 << 20)}\"", StringComparison.Ordinal).Replace("objective:x", $"objective:l{i}", StringComparison.Ordinal)));
        Assert.Equal((0, ""), await Codes(_files.Write("h.jsonl", long3)));
        using (var store = _store.Open())
            Assert.Equal([2, 1], [store.Snapshot.Log.Find(3)!.Entries, store.Snapshot.Log.Find(4)!.Entries]);
    }

    [Theory]
    [InlineData("--report needs --skip-invalid. Without it, errors are printed, and nothing is imported.", "--report", "r")]
    [InlineData("--dry-run and --propose cannot be used together. Use one of them.", "--dry-run", "--propose")]
    [InlineData("--mapping is for CSV. Leave it out, or give --format csv.", "--mapping", "m")]
    public async Task Options_that_contradict_each_other_are_refused(string message, params string[] options) =>
        Assert.Equal((2, message + "\n"), await Codes([_files.Write("g.jsonl", Valid), .. options]));

    /// <summary>What is left of an import that was stopped after its first commit.</summary>
    [Theory]
    [InlineData(false, "Continues after line 5000, where the last import stopped.")]
    [InlineData(true, "The file was changed since an import of it stopped at line 5000. It is imported from its beginning.")]
    public async Task An_import_continues_where_it_stopped_unless_the_file_was_changed(bool isChanged, string said)
    {
        var all = ImportedLines.Objectives(ImportBatch.MaxRecords + 10);
        var file = _files.Write("g.jsonl", ImportedLines.Of(all));
        Assert.Equal((0, ""), await Codes(file));
        var expected = Text();
        using var stopped = new TemporaryFolder();
        using (var whole = _store.Open())
        using (IGraphStore store = stopped.Open())
            await store.Commit(ProposedChange.Of(new() { Nodes = all.Nodes[..ImportBatch.MaxRecords] }) with { Note = whole.Snapshot.Log.Find(1)!.Note }, default);
        if (isChanged)
            _files.Write("g.jsonl", ImportedLines.Of(all with { Nodes = all.Nodes.SetItem(0, Node("Objective", "objective:0", ("name", "Changed"), ("theme", "border"))) }));
        var (code, _, error) = await ImportVerb.Into(stopped.Path).Run(file);
        Assert.Equal((0, $"{file}: {said}\n"), (code, error));
        using var done = stopped.Open();
        Assert.Equal(isChanged ? "Changed" : "Objective 0", done.Snapshot.FindNode("objective:0")!.Properties["name"]);
        if (isChanged)
            Assert.Equal((3, all.Nodes.Length), (done.Snapshot.Version, done.Snapshot.NodeCount));
        else
            Assert.Equal(expected, done.Snapshot.Text());
    }

    [SkippableFact]
    public async Task An_import_continues_when_a_full_disk_has_room_again()
    {
        using var disk = SmallDisk.Mount(_store.Path, megabytes: 64);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        var file = _files.Write("g.jsonl", ImportedLines.Of(ImportedLines.Objectives(4 * ImportBatch.MaxRecords)));
        _store.Open().Dispose();
        disk.Fill("filling");
        var filling = Path.Combine(_store.Path, "filling");
        using (var stream = File.OpenWrite(filling))
            stream.SetLength(stream.Length - (3 << 20));
        Assert.Equal(1, (await Codes(file)).Code);
        File.Delete(filling);
        var (code, error) = await Codes(file);
        Assert.Equal(0, code);
        Assert.Matches(@"Continues after line \d+, where the last import stopped\.", error);
        using var store = _store.Open();
        Assert.Equal((4, 4 * ImportBatch.MaxRecords), (store.Snapshot.Version, store.Snapshot.NodeCount));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_refused() =>
        Assert.Equal((1, "/no/file: The file does not exist. Name a file, or - for standard input.\n"), await Codes("/no/file"));
}
