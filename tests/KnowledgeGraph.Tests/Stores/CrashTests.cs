using System.Globalization;
using System.Text.Json.Nodes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Stores;

public sealed class CrashTests : IDisposable
{
    /// <summary>More rounds are run where they are asked for.</summary>
    private static readonly int s_rounds = int.TryParse(Environment.GetEnvironmentVariable("CRASH_TEST_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 50;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_whole_and_nothing_is_half_there()
    {
        var (random, checkedVersion, themes) = (new Random(20240701), 0L, new Dictionary<string, string>());
        for (var round = 0; round < s_rounds; round++)
        {
            List<Step> acknowledged;
            using (var process = new CrashingProcess(_folder.Path))
            {
                var first = process.ReadAcknowledged() ?? throw new InvalidOperationException(process.End().Error);
                await Task.Delay(random.Next(50, 300));
                acknowledged = [.. process.Kill(first).Select(Step.Parse)];
            }
            using var store = _folder.Open();
            Assert.True(store.Snapshot.Version >= acknowledged.Max(a => a.Version), "An acknowledged version is gone.");
            foreach (var writer in acknowledged.GroupBy(a => a.Writer))
                await CheckWriter(store, writer.MaxBy(a => a.Number)!);
            checkedVersion = CheckHistory(store.Snapshot, checkedVersion, themes);
        }
        Assert.Empty(StoreCheck.Run(_folder.Path, TestGraph.Model));
    }

    /// <summary>A step that was acknowledged: see tests/KnowledgeGraph.Crash.</summary>
    private sealed record Step(long Run, int Writer, int Number, long Version)
    {
        // "12 3 40 57"
        public static Step Parse(string line) => line.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray() is [var run, var writer, var number, var version]
            ? new(run, (int)writer, (int)number, version) : throw new FormatException(line);
    }

    /// <summary>The last step of each writer that was acknowledged is there. The next one may have been killed between being durable and being acknowledged.</summary>
    private static async Task CheckWriter(EmbeddedStore store, Step last)
    {
        var (node, next) = ($"objective:{last.Run}-{last.Writer}-{last.Number / 6}", $"objective:{last.Run}-{last.Writer}-{(last.Number / 6) + 1}");
        var found = (string?)store.Snapshot.FindNode(node)?.Properties["theme"];
        string?[] themes = ["new", "changed", "new", "new", "accepted", null];
        var step = last.Number % 6;
        Assert.Contains(found, step < 5 ? [themes[step], themes[step + 1]] : themes[5..]);
        if (step < 5)
            Assert.Null(store.Snapshot.FindNode(next));
        Assert.All(Enumerable.Range(0, last.Number / 6), n => Assert.Null(store.Snapshot.FindNode($"objective:{last.Run}-{last.Writer}-{n}")));
        if (step is not (3 or 4))
            return;
        IGraphStore proposals = store;
        var listed = await proposals.Proposals(await proposals.ProposalNumbers([ProposalStatus.Open, ProposalStatus.Accepted], default), withConflicts: false, default);
        var status = listed.Single(p => p.Proposal.Title == node).Proposal.Status;
        Assert.Equal(found is null or "accepted" ? ProposalStatus.Accepted : ProposalStatus.Open, status);
    }

    /// <summary>The versions have no gaps, and what the entries say about each node is what the graph holds.</summary>
    /// <param name="before">The version that was checked last.</param>
    /// <param name="themes">What the entries up to that version say.</param>
    private static long CheckHistory(GraphSnapshot snapshot, long before, Dictionary<string, string> themes)
    {
        for (var version = before + 1; version <= snapshot.Version; version++)
        {
            var change = snapshot.Log.Find(version)!;
            var entry = Assert.Single(snapshot.Log.Entries(version, 0, int.MaxValue));
            Assert.Equal(1, change.Entries);
            var fields = JsonNode.Parse(entry.Fields)!.AsArray();
            if (entry.Kind == "REMOVED")
                Assert.True(themes.Remove(entry.Subject));
            else
                for (var i = 0; i < fields.Count; i += 3)
                    if ((string)fields[i]! == "theme")
                        themes[entry.Subject] = (string)fields[i + 2]!;
        }
        Assert.Equal(
            themes.Select(t => $"{t.Key} {t.Value}").Order(StringComparer.Ordinal),
            snapshot.AllNodes().Select(n => $"{n.Id} {n.Properties["theme"]}").Order(StringComparer.Ordinal));
        return snapshot.Version;
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
