using KnowledgeGraph.Server.Stores;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Tests.Stores;

public sealed class ChecksumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bit_flipped_in_a_text_is_refused()
    {
        Fill();
        var bytes = File.ReadAllBytes(_folder.File);
        bytes[bytes.AsSpan().IndexOf("United States"u8)] ^= 1;
        File.WriteAllBytes(_folder.File, bytes);
        Assert.StartsWith("/graph.db: The row of table nodes with key 2 does not match its checksum.", _folder.Refusal(), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File));
    }

    [Theory]
    [InlineData("UPDATE relationships SET until = NULL WHERE until IS NOT NULL", "/graph.db: The row of table relationships with key 2 to 3 does not match its checksum.")]
    [InlineData("UPDATE commits SET at = at + 1", "/graph.db: The row of table commits with key 1 does not match its checksum.")]
    [InlineData("DELETE FROM relationships WHERE from_node = 4", "/graph.db: Rows are missing or were added since version 1.")]
    [InlineData("UPDATE changes SET note = 'x'", "/graph.db: The row of table changes with key 1 does not match its checksum.")]
    [InlineData("DELETE FROM changes", "/graph.db: Rows are missing or were added since version 1.")]
    [InlineData("DELETE FROM commits", "/graph.db: Rows are missing or were added since version 0.")]
    public void A_row_that_changed_or_is_missing_is_refused(string tampering, string message)
    {
        Fill();
        _folder.Tamper(tampering);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_any_flipped_bit_the_start_is_refused_or_the_graph_is_the_same()
    {
        var expected = Fill();
        var whole = File.ReadAllBytes(_folder.File);
        var (random, refused) = (new Random(20250715), 0);
        for (var round = 0; round < 4_000; round++)
        {
            var bit = random.Next(whole.Length * 8);
            // Most of a small file is unused space, of zero bytes: a flip there would show nothing.
            if (whole[bit / 8] == 0)
                continue;
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_folder.File, bytes);
            try
            {
                using var store = _folder.Open();
                Assert.True(expected == store.Snapshot.Text(), $"bit {bit}");
            }
            catch (StoreException)
            {
                refused++;
            }
            foreach (var suffix in (string[])["-wal", "-shm", "-journal"])
                File.Delete(_folder.File + suffix);
        }
        Assert.True(refused > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_folder_of_an_earlier_format_is_upgraded(int format)
    {
        Fill();
        string expected;
        using (var store = _folder.Open())
            expected = store.Commit(new() { Nodes = [StoredGraph.Country("MEX", "MX", "Mexico")] }).Text();
        MakeFormat(format);
        for (var start = 0; start < 2; start++)
            using (var store = _folder.Open())
            {
                // Before format 3, nobody knew which version last changed a record, so it counts as changed by the last one.
                Assert.Equal(format < 3 ? expected.Replace("revision 1", "revision 2", StringComparison.Ordinal) : expected, store.Snapshot.Text());
                Assert.True(store.Database.ReadSeed().IsEmpty);
            }
        _folder.Tamper("UPDATE nodes SET revision = 7 WHERE key = 1");
        Assert.StartsWith("/graph.db: The row of table nodes with key 1 does not match its checksum.", _folder.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_folder_of_an_earlier_format_that_is_refused_is_not_upgraded(int format)
    {
        Fill();
        _folder.Tamper("UPDATE node_types SET name = 'Treaty' WHERE name = 'Agreement'");
        MakeFormat(format);
        Assert.Contains("The model does not know the type Treaty.", _folder.Refusal(), StringComparison.Ordinal);
        _folder.Tamper("UPDATE node_types SET name = 'Agreement' WHERE name = 'Treaty'");
        if (format == 2)
            Seal2();
        using var store = _folder.Open();
        Assert.Equal(7, store.Snapshot.NodeCount);
    }

    [Theory]
    [InlineData("UPDATE nodes SET recorded_at = 0 WHERE key = 1", "/graph.db: nodes: country:PAN (key 1): The row does not match its checksum.")]
    [InlineData("DELETE FROM relationships WHERE from_node = 4", "/graph.db: commits: Rows are missing or were added since version 1.")]
    public void Damage_of_a_folder_of_format_2_is_found_before_the_upgrade(string tampering, string message)
    {
        Fill();
        MakeFormat(2);
        _folder.Tamper(tampering);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
    }

    private void MakeFormat(int format)
    {
        if (format == 4)
        {
            _folder.Tamper("DROP TABLE redirects; UPDATE meta SET format = 4");
            return;
        }
        MakeFormat3();
        if (format == 3)
            return;
        _folder.Tamper("DROP TABLE changes; DROP TABLE change_entries; ALTER TABLE nodes DROP COLUMN revision; ALTER TABLE relationships DROP COLUMN revision; UPDATE meta SET format = 2;");
        if (format == 2)
            Seal2();
        else
            _folder.Tamper("""
                ALTER TABLE nodes DROP COLUMN checksum;
                ALTER TABLE relationships DROP COLUMN checksum;
                ALTER TABLE commits DROP COLUMN checksum;
                ALTER TABLE commits DROP COLUMN content;
                UPDATE meta SET format = 1;
                """);
    }

    /// <summary>Writes the checksums of format 2.</summary>
    private void Seal2()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        RowChecksum.Register(connection);
        void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
        Run("""
            UPDATE nodes SET checksum = row_checksum('nodes', key, (SELECT name FROM node_types t WHERE t.key = nodes.type), recorded_at, id, properties);
            UPDATE relationships SET checksum = row_checksum('relationships', from_node, (SELECT name FROM relationship_types t WHERE t.key = relationships.type),
              to_node, distinction, recorded_at, since, until, claims, properties);
            UPDATE commits SET checksum = row_checksum('commits', version, at, content);
            """);
        var content = DatabaseFormat.Sum(connection, """
            SELECT checksum FROM nodes UNION ALL SELECT checksum FROM relationships
            UNION ALL SELECT checksum FROM commits WHERE version < (SELECT max(version) FROM commits)
            """);
        Run($"UPDATE commits SET content = {content} WHERE version = (SELECT max(version) FROM commits)");
        Run("UPDATE commits SET checksum = row_checksum('commits', version, at, content)");
    }

    /// <summary>Format 3 did not record what a change undoes.</summary>
    [Fact]
    public void The_history_of_a_folder_of_format_3_is_kept()
    {
        Fill();
        MakeFormat3();
        for (var start = 0; start < 2; start++)
            using (var store = _folder.Open())
                Assert.Equal("""{"data":{"changes":{"nodes":[{"id":"change:1","undoes":null,"undoneBy":null}]}}}""", store.Snapshot.Ask("{ changes { nodes { id undoes undoneBy } } }"));
        Assert.Empty(StoreCheck.Run(_folder.Path, TestGraph.Model));
    }

    [Theory]
    [InlineData("UPDATE changes SET note = 'x'", "/graph.db: changes: version 1: The row does not match its checksum.")]
    [InlineData("DELETE FROM changes", "/graph.db: commits: Rows are missing or were added since version 1.")]
    public void Damage_of_a_folder_of_format_3_is_found_before_the_upgrade(string tampering, string message)
    {
        Fill();
        MakeFormat3();
        _folder.Tamper(tampering);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
    }

    private void MakeFormat3()
    {
        _folder.Tamper("DROP TABLE seed; DROP TABLE proposals; DROP INDEX changes_by_undone; ALTER TABLE changes DROP COLUMN undoes; UPDATE meta SET format = 3;");
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        RowChecksum.Register(connection);
        using var seal = connection.CreateCommand();
        seal.CommandText = "UPDATE changes SET checksum = row_checksum('changes', version, at, kind, author, reviewer, note, entries, content)";
        seal.ExecuteNonQuery();
        seal.CommandText = $"UPDATE commits SET content = {DatabaseFormat.Content(connection)} WHERE version = (SELECT max(version) FROM commits)";
        seal.ExecuteNonQuery();
        seal.CommandText = "UPDATE commits SET checksum = row_checksum('commits', version, at, content); DROP TABLE redirects";
        seal.ExecuteNonQuery();
    }

    [Theory]
    [InlineData("UPDATE redirects SET into_id = 'country:USA'", "/graph.db: The row of table redirects with key 1 does not match its checksum.")]
    [InlineData("DELETE FROM redirects", "/graph.db: Rows are missing or were added since version 2.")]
    public void Redirects_are_kept_and_their_damage_is_found(string tampering, string message)
    {
        Fill();
        using (var store = _folder.Open())
            store.Commit(new() { Redirects = [new("country:PA", "country:PAN"), new("country:P", "country:PA")] });
        using (var store = _folder.Open())
            Assert.Equal("country:PAN", store.Snapshot.Redirects.Resolve("country:P"));
        Assert.Empty(StoreCheck.Run(_folder.Path, TestGraph.Model));
        _folder.Tamper(tampering);
        Assert.StartsWith(message, _folder.Refusal(), StringComparison.Ordinal);
        Assert.NotEmpty(StoreCheck.Run(_folder.Path, TestGraph.Model));
    }

    private string Fill()
    {
        using var store = _folder.Open();
        return store.Commit(StoredGraph.Small).Text();
    }
}
