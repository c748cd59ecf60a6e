using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>What the embedded store records of its commits.</summary>
public sealed class RecordedChangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ProposedChange Proposed(ChangeSet changes) => ProposedChange.Of(changes) with
    {
        Kind = CommitKind.Proposal,
        By = "ben",
        Review = () => Generators.HistoryQuestions.AcceptedOf("ana"),
        Note = "It was spelt wrong.",
    };

    [Fact]
    public async Task A_commit_is_recorded_with_its_entries()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
        var committed = await ((IGraphStore)store).Commit(
            Proposed(new() { Nodes = [StoredGraph.Country("PAN", "PA", "Panama")], RemovedRelationships = [Link("LIES_IN", "place:darien", "country:PAN")] }), default);
        Assert.Equal(("change:2", 2), (committed.Id, committed.Version));
        var at = RecordedAt.ToUnixTimeMilliseconds();
        Assert.Equal(
            [$"1 {at} IMPORT - - - 13", $"2 {at} PROPOSAL ana ben It was spelt wrong. 2"],
            Rows(store, "SELECT version, at, kind, author, reviewer, note, entries FROM changes", 7));
        Assert.Equal(
            [
                "0 CHANGED country:PAN Country - - [\"name\",\"Panamá\",\"Panama\"]",
                "1 REMOVED LIES_IN place:darien country:PAN LIES_IN place:darien country:PAN [\"evidence\",[\"claim:2\"],null]",
            ],
            Rows(store, "SELECT position, kind, subject, type, from_id, to_id, fields FROM change_entries WHERE version = 2 ORDER BY position", 7));
    }

    [Fact]
    public async Task A_commit_that_changes_nothing_is_not_recorded()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
        var committed = await ((IGraphStore)store).Commit(Proposed(StoredGraph.Small), default);
        Assert.Equal((null, 1, 1), (committed.Id, committed.Version, store.Snapshot.Version));
        Assert.Empty(committed.Entries);
        Assert.Equal(["1"], Rows(store, "SELECT count(*) FROM changes", 1));
    }

    /// <summary>Each record that is there was last changed by its revision, and no later entry names it.</summary>
    [Fact]
    public void The_revision_of_a_record_is_that_of_its_last_entry() => Generators.RevisionProperties.Sample(30, (steps, _) =>
    {
        using var folder = new TemporaryFolder();
        using var store = folder.Open();
        foreach (var step in steps)
            store.Commit(step);
        var last = Rows(store, "SELECT subject, max(version) FROM change_entries GROUP BY subject", 2).ToHashSet();
        Assert.All(store.Snapshot.AllNodes(), n => Assert.Contains($"{n.Id} {n.Revision}", last));
        Assert.All(store.Snapshot.AllRelationships(), r => Assert.Contains($"{r.Key} {r.Revision}", last));
    });

    private static List<string> Rows(EmbeddedStore store, string query, int columns)
    {
        var found = new List<string>();
        using var rows = new RowReader(store.Database.Connection, query);
        while (rows.Read())
            found.Add(string.Join(' ', Enumerable.Range(0, columns).Select(c => rows.IsNull(c) ? "-" : Encoding.UTF8.GetString(rows.Text(c)))));
        return found;
    }
}
