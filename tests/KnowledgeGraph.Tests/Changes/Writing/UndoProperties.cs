using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>Undo, with changes of every kind.</summary>
public sealed class UndoProperties
{
    [Fact]
    public void An_undo_of_the_last_change_restores_the_graph_and_an_undo_of_that_restores_the_change() => RevisionProperties.Sample(100, (steps, _) =>
    {
        var (snapshot, log) = (GraphSnapshot.Empty(TestGraph.Model).With(new NaiveLog([])), new List<PreparedChange>());
        foreach (var step in steps)
        {
            var before = snapshot;
            var after = Commit(ProposedChange.Of(step), before, log);
            var undone = Commit(UndoOf(after.Version), after, log);
            Assert.Equal(Records(before), Records(undone));
            snapshot = Commit(UndoOf(undone.Version), undone, log);
            Assert.Equal(Records(after), Records(snapshot));
        }
    });

    [Fact]
    public void A_merge_moves_everything_and_its_undo_moves_it_back()
    {
        var (merged, tried) = (0, 0);
        RevisionProperties.Sample(100, (steps, _) =>
        {
            var (snapshot, log) = (GraphSnapshot.Empty(TestGraph.Model).With(new NaiveLog([])), new List<PreparedChange>());
            foreach (var step in steps)
            {
                snapshot = Commit(ProposedChange.Of(step), snapshot, log);
                foreach (var same in snapshot.AllNodes().GroupBy(n => n.Type).Where(g => g.Count() > 1).ToList())
                {
                    Interlocked.Increment(ref tried);
                    if (CheckMerge(same.First().Id, same.Last().Id, snapshot, log))
                        Interlocked.Increment(ref merged);
                }
            }
        });
        Assert.True(merged > tried / 2, $"Only {merged} of {tried} merges were possible.");
    }

    /// <returns>Whether the merge was possible.</returns>
    private static bool CheckMerge(string from, string into, GraphSnapshot before, List<PreparedChange> log)
    {
        GraphSnapshot after;
        var length = log.Count;
        try
        {
            after = Commit(Propose(new WriteKind.MergeNodes(), ("from", from), ("into", into)), before, log);
        }
        catch (ChangeRefusedException refused)
        {
            // Two reports that republish each other, for example, cannot be one.
            Assert.DoesNotContain(refused.Errors, e => e.Code is ChangeErrorCode.NotFound or ChangeErrorCode.StillReferenced or ChangeErrorCode.TooMany or ChangeErrorCode.Duplicate);
            return false;
        }
        Assert.Null(after.FindNode(from));
        Assert.Equal(into, after.Redirects.Resolve(from));
        Assert.DoesNotContain(after.AllRelationships(), r => r.From == from || r.To == from || r.Claims.Contains(from) || r.References.Any(f => f.Id == from));
        var undone = Commit(UndoOf(after.Version), after, log);
        Assert.Equal(Records(before), Records(undone));
        Assert.True(undone.Redirects.IsEmpty);
        log.RemoveRange(length, log.Count - length);
        return true;
    }

    private static ProposedChange UndoOf(long version) => Propose(new WriteKind.Undo(), ("id", $"change:{version}"));

    private static ProposedChange Propose(WriteKind kind, params (string Name, string Value)[] input) => new WriteOperation(
        TestGraph.Model, [new Write(kind, WriteInput.Of(input.ToDictionary(i => i.Name, i => (object?)i.Value), 0))], new Author("ana", IsAdmin: true)).Propose(note: null);

    private static GraphSnapshot Commit(ProposedChange proposed, GraphSnapshot before, List<PreparedChange> log)
    {
        log.Add(PreparedChange.Of(proposed, proposed.Resolve(TestGraph.Model, before), before, before.Version + 1, TestGraph.RecordedAt));
        return before.Apply(log[^1]).With(new NaiveLog([.. log]));
    }

    /// <summary>All records without their revisions.</summary>
    private static List<string> Records(GraphSnapshot snapshot) =>
    [
        .. snapshot.AllNodes().Select(n => $"{n.Type.Name} {n.Id} {Text(RecordJson.Encode(n.Type.Properties, n.Properties))}").Order(StringComparer.Ordinal),
        .. snapshot.AllRelationships().Select(r => $"{r.Key} {r.Until} {string.Join(' ', r.Claims)} {Text(RecordJson.Encode(r.Type.Properties, r.Properties))}").Order(StringComparer.Ordinal),
    ];

    private static string Text(byte[] json) => System.Text.Encoding.UTF8.GetString(json);
}
