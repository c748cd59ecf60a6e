using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Tests.Stores;

public sealed class CrashTests : IDisposable
{
    private const int Rounds = 50;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_acknowledged_before_a_kill_is_whole_and_nothing_is_half_there()
    {
        var random = new Random(20240701);
        for (var round = 0; round < Rounds; round++)
        {
            long acknowledged;
            using (var process = new CrashingProcess(_folder.Path))
            {
                var first = process.ReadAcknowledged() ?? throw new InvalidOperationException(process.End().Error);
                Thread.Sleep(random.Next(50, 300));
                acknowledged = process.Kill(first);
            }
            using var store = _folder.Open();
            // The last commit may have been killed between being durable and being acknowledged.
            Assert.InRange(store.Snapshot.Version, acknowledged, acknowledged + 1);
            AssertWhole(store.Snapshot);
        }
    }

    /// <summary>Each change set from 1 to the version, wholly there, and nothing else.</summary>
    private static void AssertWhole(GraphSnapshot snapshot)
    {
        var nodes = snapshot.AllNodes().Select(n => n.Id).ToHashSet();
        var relationships = snapshot.AllRelationships().Select(r => r.Key).ToHashSet();
        for (var number = 1; number <= snapshot.Version; number++)
        {
            foreach (var id in (ReadOnlySpan<string>)[$"objective:{number}", $"report:{number}", $"claim:{number}"])
                Assert.Contains(id, nodes);
            foreach (var key in (ReadOnlySpan<string>)[$"STATED_IN claim:{number} report:{number}", $"CLAIMS_ABOUT claim:{number} objective:{number}"])
                Assert.Contains(key, relationships);
        }
        Assert.Equal((snapshot.Version * 3, snapshot.Version * 2), (nodes.Count, relationships.Count));
        for (var number = 1; number <= snapshot.Version; number++)
            Assert.Equal(5, snapshot.Log.Find(number)!.Entries);
        Assert.Equal(snapshot.Version, snapshot.Log.Count(new KnowledgeGraph.History.ChangeFilter(null, null, 0), long.MaxValue, default));
    }

    [Fact]
    public void The_folder_of_another_process_is_refused_until_that_is_killed()
    {
        using var process = new CrashingProcess(_folder.Path);
        var first = process.ReadAcknowledged() ?? throw new InvalidOperationException(process.End().Error);
        Assert.EndsWith(" uses this folder. Stop it first, use another folder, or query its server with `query --url`.", _folder.Refusal(), StringComparison.Ordinal);
        process.Kill(first);
        _folder.Open().Dispose();
    }

    [Fact]
    public void Another_process_is_refused_and_says_so()
    {
        using var store = _folder.Open();
        using var process = new CrashingProcess(_folder.Path);
        var (code, error) = process.End();
        Assert.Equal(1, code);
        Assert.EndsWith(" uses this folder. Stop it first, use another folder, or query its server with `query --url`.\n", error, StringComparison.Ordinal);
        store.Commit(StoredGraph.Small);
    }
}
