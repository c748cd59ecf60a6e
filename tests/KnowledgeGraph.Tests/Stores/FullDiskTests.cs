using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_may_not_grow_takes_no_part_of_a_change()
    {
        string before;
        using (var store = _folder.Open())
        {
            before = store.Commit(StoredGraph.Small).Text();
            using (var limit = store.Database.Connection.CreateCommand())
            {
                limit.CommandText = "PRAGMA max_page_count = 1";
                limit.ExecuteNonQuery();
            }
            AssertFull(store, before);
        }
        using (var store = _folder.Open())
            Assert.Equal(before, store.Snapshot.Text());
    }

    [SkippableFact]
    public void A_full_disk_takes_no_part_of_a_change_and_commits_work_again_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(_folder.Path, megabytes: 2);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        string before;
        using (var store = _folder.Open())
        {
            before = store.Commit(StoredGraph.Small).Text();
            disk.Fill("filling");
            AssertFull(store, before);
            AssertFull(store, before);
        }
        using (var store = _folder.Open())
        {
            Assert.Equal(before, store.Snapshot.Text());
            AssertFull(store, before);
            File.Delete(Path.Combine(_folder.Path, "filling"));
            Assert.Equal(2, store.Commit(Large(200)).Version);
        }
        using (var store = _folder.Open())
            Assert.Equal((2, 207), (store.Snapshot.Version, store.Snapshot.NodeCount));
    }

    /// <summary>Commits that come at once are written together. Each is acknowledged and there, or refused and absent.</summary>
    [SkippableFact]
    public async Task A_disk_that_fills_up_takes_no_part_of_the_changes_that_it_refuses()
    {
        using var disk = SmallDisk.Mount(_folder.Path, megabytes: 2);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        var acknowledged = new List<int>();
        using (var store = _folder.Open())
        {
            async Task CommitAtOnce(int first)
            {
                var done = await Task.WhenAll(Enumerable.Range(first, 16).Select(i => Task.Run(() =>
                {
                    try
                    {
                        store.Commit(new() { Nodes = [Node("Objective", $"objective:{i}", ("name", $"objective {i}"), ("theme", new string('x', 20_000)))] });
                        return true;
                    }
                    catch (StoreException)
                    {
                        return false;
                    }
                })));
                acknowledged.AddRange(Enumerable.Range(first, 16).Where(i => done[i - first]));
            }
            disk.Fill("filling");
            await CommitAtOnce(0);
            Assert.InRange(acknowledged.Count, 0, 15);
            File.Delete(Path.Combine(_folder.Path, "filling"));
            await CommitAtOnce(16);
            Assert.Equal(Enumerable.Range(16, 16), acknowledged.Where(i => i >= 16));
        }
        using (var store = _folder.Open())
        {
            Assert.Equal(acknowledged.Select(i => $"objective:{i}").Order(StringComparer.Ordinal), store.Snapshot.AllNodes().Select(n => n.Id).Order(StringComparer.Ordinal));
            Assert.Equal(acknowledged.Count, store.Snapshot.Version);
        }
    }

    [SkippableFact]
    public void A_disk_that_may_not_be_written_is_refused()
    {
        using var disk = SmallDisk.Mount(_folder.Path, megabytes: 2);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        _folder.Open().Dispose();
        disk.MakeReadOnly();
        Assert.Contains("Read-only file system", _folder.Refusal(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_disk_is_refused_at_the_start()
    {
        using var disk = SmallDisk.Mount(_folder.Path, megabytes: 1);
        Skip.If(disk is null, "mounting a small disk needs root on Linux");
        disk.Fill("filling");
        Assert.Contains("The disk is full. Nothing of the change was written. Make room and try again.", _folder.Refusal(), StringComparison.Ordinal);
    }

    private static void AssertFull(EmbeddedStore store, string before)
    {
        var failure = Assert.Throws<StoreException>(() => store.Commit(Large(5000)));
        Assert.EndsWith("graph.db: The disk is full. Nothing of the change was written. Make room and try again.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, store.Snapshot.Text());
    }

    private static ChangeSet Large(int count) => new()
    {
        Nodes = [.. Enumerable.Range(0, count).Select(i => Node("Objective", $"objective:{i}", ("name", $"objective {i}"), ("theme", "a full disk")))],
    };
}
