using System.Runtime.Versioning;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Stores;

public sealed class BrokenFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_opener_is_refused()
    {
        using var store = _folder.Open();
        Assert.Equal($": Process {Environment.ProcessId} on {Environment.MachineName} uses this folder. Stop it first, use another folder, or query its server with `query --url`.", _folder.Refusal());
        store.Commit(StoredGraph.Small);
    }

    [Fact]
    public void A_database_that_another_program_uses_is_refused()
    {
        _folder.Open().Dispose();
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        Assert.StartsWith("/graph.db: Another program uses the file.", _folder.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_refused_and_stays()
    {
        Fill();
        _folder.Tamper("UPDATE meta SET format = 6");
        AssertRefused("/graph.db: The format must be 5, but was 6. Use the newer version that wrote the file.");
    }

    [Theory]
    [InlineData("DELETE FROM meta", "/graph.db: The format must be 5, but was none.")]
    [InlineData("UPDATE node_types SET name = 'Treaty' WHERE name = 'Agreement'", "/graph.db: node instrument:mou: The model does not know the type Treaty. Its types are ")]
    [InlineData("UPDATE relationship_types SET name = 'NEAR' WHERE name = 'LIES_IN'", "/graph.db: relationship from node 4 to node 1: The model does not know the type NEAR.")]
    [InlineData("UPDATE nodes SET properties = replace(properties, 'REGION', 'SEA')", "/graph.db: node place:darien: `kind` must be PlaceKind!, but was \"SEA\".")]
    [InlineData("UPDATE nodes SET properties = replace(properties, '\"kind\"', '\"sort\"')", "/graph.db: node instrument:mou: The property `sort` is unknown.")]
    [InlineData("UPDATE nodes SET properties = substr(properties, 1, 12)", "/graph.db: node country:PAN: ")]
    [InlineData("DELETE FROM nodes WHERE id = 'official:mayorkas'", "/graph.db: relationship from node 5 to node 2: The node 5 does not exist, but a relationship names it.")]
    [InlineData("UPDATE relationships SET claims = '[1]' WHERE to_node = 1", "/graph.db: relationship from node 4 to node 1: The evidence must be keys of claims, but has another value.")]
    [InlineData("DROP TABLE relationships", "/graph.db: The database reports an error: SQLite Error 1: 'no such table: relationships'")]
    public void Rows_that_the_model_does_not_know_are_named(string tampering, string message)
    {
        Fill();
        _folder.Tamper(tampering, seal: !tampering.StartsWith("DROP", StringComparison.Ordinal));
        AssertRefused(message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_stays()
    {
        File.WriteAllText(_folder.File, new string('x', 20_000));
        AssertRefused("/graph.db: The file is not an SQLite database of this program.");
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_stays()
    {
        _folder.Tamper("CREATE TABLE meta (name TEXT)");
        AssertRefused("/graph.db: The database belongs to another program.");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_database_that_was_cut_is_refused_and_stays(double part)
    {
        Fill();
        var whole = File.ReadAllBytes(_folder.File);
        File.WriteAllBytes(_folder.File, whole[..(int)(whole.Length * part)]);
        AssertRefused("/graph.db: The database is damaged. Restore a backup, or move the file away and seed or import again.");
    }

    [Fact]
    public void A_database_overwritten_in_the_middle_is_refused_and_stays()
    {
        using (var store = _folder.Open())
            store.Commit(new() { Nodes = [.. Enumerable.Range(0, 2000).Select(i => TestGraph.Node("Objective", $"objective:{i}", ("name", $"{i}"), ("theme", "T")))] });
        var bytes = File.ReadAllBytes(_folder.File);
        // The rows of the graph come first, those of its history after them.
        Array.Clear(bytes, bytes.Length / 16, bytes.Length / 8);
        File.WriteAllBytes(_folder.File, bytes);
        AssertRefused("/graph.db: The database is damaged. Restore a backup, or move the file away and seed or import again.");
    }

    [Fact]
    public void An_empty_file_is_refused_and_stays()
    {
        Fill();
        File.WriteAllBytes(_folder.File, []);
        AssertRefused("/graph.db: The file is empty. Run `check` to list the damage. Restore a backup, or delete the file to start with an empty store.");
        File.Delete(_folder.File);
        _folder.Open().Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_file_cut_to_its_header_is_refused_and_stays(int length)
    {
        Fill();
        File.WriteAllBytes(_folder.File, File.ReadAllBytes(_folder.File)[..length]);
        AssertRefused("/graph.db: ");
    }

    [Fact]
    public void A_database_without_tables_is_refused()
    {
        _folder.Tamper("CREATE TABLE other (name TEXT); DROP TABLE other");
        AssertRefused("/graph.db: The database has no tables.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("half a database")]
    public void A_first_start_that_was_killed_is_started_again(string written)
    {
        File.WriteAllText(_folder.File + ".new", written);
        File.WriteAllText(_folder.File + ".new-journal", written);
        Fill();
        using var store = _folder.Open();
        Assert.Equal(1, store.Snapshot.Version);
        Assert.False(Path.Exists(_folder.File + ".new") || Path.Exists(_folder.File + ".new-journal"));
    }

    [Fact]
    public void A_log_whose_database_is_lost_stays()
    {
        Fill();
        File.WriteAllBytes(_folder.File, []);
        File.WriteAllText(_folder.File + "-wal", "what can still be saved");
        AssertRefused("/graph.db: The database is missing, but its log exists.");
        Assert.Equal("what can still be saved", File.ReadAllText(_folder.File + "-wal"));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_refused_and_stays()
    {
        File.WriteAllText(_folder.File, "mine");
        var refusal = Assert.Throws<StoreException>(() => EmbeddedStore.Open(_folder.File, TestGraph.Model, TimeProvider.System));
        Assert.Equal($"{_folder.File}: The data must be in a folder, but this is a file. Choose another folder.", refusal.Message);
        refusal = Assert.Throws<StoreException>(() => EmbeddedStore.Open(Path.Combine(_folder.File, "in"), TestGraph.Model, TimeProvider.System));
        Assert.StartsWith($"{_folder.File}/in: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.File));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_read_only_file_is_refused()
    {
        Skip.If(Environment.UserName == "root", "root may write what is read-only");
        Fill();
        File.SetUnixFileMode(_folder.File, UnixFileMode.UserRead);
        AssertRefused("/graph.db: The file is read-only. Give this user the right to write to it.");
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_read_only_folder_is_refused()
    {
        Skip.If(Environment.UserName == "root", "root may write what is read-only");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.StartsWith(": This user has no right to write to the folder.", _folder.Refusal(), StringComparison.Ordinal);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Fill()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
    }

    /// <summary>Twice, so that the first refusal is seen to have changed nothing.</summary>
    private void AssertRefused(string message)
    {
        var before = File.ReadAllBytes(_folder.File);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }
}
