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

    private static ProposedChange UndoOf(long version)
    {
        var input = WriteInput.Of(new Dictionary<string, object?> { ["id"] = $"change:{version}" }, 0);
        return new WriteOperation(TestGraph.Model, [new Write(new WriteKind.Undo(), input)], new Author("ana", IsAdmin: true)).Propose(note: null);
    }

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
