using System.Runtime.Versioning;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>The verb <c>check</c>.</summary>
public sealed class StoreCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_damaged_row_is_named_and_nothing_changes()
    {
        Fill();
        Assert.Equal((0, ""), await Check());
        var bytes = File.ReadAllBytes(_folder.File);
        bytes[bytes.AsSpan().IndexOf("United States"u8)] ^= 1;
        File.WriteAllBytes(_folder.File, bytes);
        Assert.Equal(
            (1, $"nodes: country:USA (key 2): The row does not match its checksum.\n{_folder.Path}: 1 problem found. Restore a backup.\n"),
            await Check());
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File));
    }

    [Theory]
    [InlineData("UPDATE change_entries SET fields = '[]' WHERE position = 0", "change_entries: version 1, position 0: The row does not match its checksum.\n")]
    [InlineData("DELETE FROM change_entries WHERE position = 0", "changes: version 1: Entries are missing or were added.\n")]
    [InlineData("UPDATE change_entries SET version = 9 WHERE position = 0", "change_entries: The change of version 9 does not exist.\n")]
    public async Task Damage_of_the_history_is_named(string tampering, string problem)
    {
        Fill();
        _folder.Tamper(tampering);
        var (code, error) = await Check();
        Assert.Equal(1, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        // The graph is whole, so that the server starts.
        _folder.Open().Dispose();
    }

    [Fact]
    public async Task Relationships_without_their_node_and_records_against_the_model_are_named()
    {
        Fill();
        _folder.Tamper("DELETE FROM nodes WHERE id = 'place:darien'; UPDATE nodes SET properties = '{}' WHERE key = 1", seal: true);
        var (code, error) = await Check();
        Assert.Equal(1, code);
        Assert.Contains("relationships: node 4 LIES_IN country:PAN: Node 4 does not exist.", error, StringComparison.Ordinal);
        Assert.Contains("model: country:PAN: `name` is missing.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_the_process_that_uses_it()
    {
        using (var store = _folder.Open())
            Assert.Equal(
                (1, $"{_folder.Path}: Process {Environment.ProcessId} on {Environment.MachineName} uses this folder. Stop it first, use another folder, or query its server with `query --url`.\n"),
                await Check());
        Assert.Equal((0, ""), await Check());
    }

    /// <summary>As after a crash, or where another program removed it.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a process")]
    [InlineData("2147483647 {machine}")]
    public async Task A_folder_in_use_is_refused_without_the_name_of_the_process(string? content)
    {
        content = content?.Replace("{machine}", Environment.MachineName, StringComparison.Ordinal);
        using var store = _folder.Open();
        var file = Path.Combine(_folder.Path, "graph.pid");
        File.Delete(file);
        if (content is not null)
            await File.WriteAllTextAsync(file, content);
        Assert.Equal((1, $"{_folder.Path}: Another process uses this folder. Stop it first, use another folder, or query its server with `query --url`.\n"), await Check());
    }

    [Fact]
    public async Task Only_a_graph_in_Neo4j_is_repaired() => Assert.Equal((2, "--repair is for Neo4j. Give --store neo4j; an embedded store is restored from a backup.\n"), await Check("--repair"));

    [Fact]
    public async Task A_folder_keeps_its_files_and_needs_no_lock_file()
    {
        Fill();
        File.Delete(Path.Combine(_folder.Path, "graph.lock"));
        Assert.Equal((0, ""), await Check());
        Assert.Equal([_folder.File], Directory.EnumerateFiles(_folder.Path));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_read_only_folder_is_checked_and_an_unreadable_one_refused(bool isReadable)
    {
        Skip.If(Environment.UserName == "root", "root may write what is read-only");
        Fill();
        File.SetUnixFileMode(_folder.File, isReadable ? UnixFileMode.UserRead : UnixFileMode.None);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(
                isReadable ? (0, "") : (1, $"{_folder.Path}: This user has no right to read the folder. Run the check as the user of the server.\n"), await Check());
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The files of a process that was killed: its last commits are in the log alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_beside_the_database_is_read_too(bool isDamaged)
    {
        using var killed = new TemporaryFolder();
        using (var store = killed.Open())
        {
            store.Commit(StoredGraph.Small);
            foreach (var suffix in (string[])["", "-wal"])
                File.Copy(killed.File + suffix, _folder.File + suffix);
        }
        if (isDamaged)
            using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "UPDATE nodes SET recorded_at = 0 WHERE key = 2";
                command.ExecuteNonQuery();
                // Closing the last connection would move the log into the database.
                foreach (var suffix in (string[])["", "-wal"])
                    File.Copy(_folder.File + suffix, _folder.File + suffix + ".copy");
                connection.Close();
                foreach (var suffix in (string[])["", "-wal"])
                    File.Move(_folder.File + suffix + ".copy", _folder.File + suffix, overwrite: true);
            }
        var before = await Task.WhenAll(((string[])["", "-wal"]).Select(s => File.ReadAllBytesAsync(_folder.File + s)));
        Assert.True(before[1].Length > 0);
        Assert.Equal(
            isDamaged ? (1, $"nodes: country:USA (key 2): The row does not match its checksum.\n{_folder.Path}: 1 problem found. Restore a backup.\n") : (0, ""),
            await Check());
        Assert.Equal(before, await Task.WhenAll(((string[])["", "-wal"]).Select(s => File.ReadAllBytesAsync(_folder.File + s))));

        // Without the log the graph is another one: what was checked above was in the log.
        File.Delete(_folder.File + "-wal");
        using var older = _folder.Open();
        Assert.Equal(0, older.Snapshot.NodeCount);
    }

    [Theory]
    [InlineData(100, "")]
    [InlineData(101, "1 more problem is not shown.\n")]
    [InlineData(103, "3 more problems are not shown.\n")]
    public async Task No_more_than_100_problems_are_shown(int problems, string more)
    {
        using (var store = _folder.Open())
            store.Commit(new() { Nodes = [.. Enumerable.Range(0, problems).Select(i => TestGraph.Node("Objective", $"objective:{i}", ("name", $"{i}"), ("theme", "T")))] });
        _folder.Tamper("UPDATE nodes SET recorded_at = 0");
        var (code, error) = await Check();
        Assert.Equal(1, code);
        Assert.Equal(100, error.Split('\n').Count(l => l.EndsWith(": The row does not match its checksum.", StringComparison.Ordinal)));
        Assert.EndsWith($"\n{more}{_folder.Path}: {problems} problems found. Restore a backup.\n", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Error)> Check(params string[] more)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var code = await KnowledgeGraph.Server.Program.Run(
            ["check", "--data", _folder.Path, .. more], new(TextReader.Null, TextWriter.Null, error), CancellationToken.None);
        return (code, error.ToString());
    }

    private void Fill()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
    }
}
