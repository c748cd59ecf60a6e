using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>A snapshot and the records that it should hold, side by side.</summary>
internal sealed record Graphs(GraphSnapshot Snapshot, NaiveGraph Naive)
{
    private static readonly DateTimeOffset s_start = new(2024, 7, 2, 12, 0, 0, 123, TimeSpan.Zero);

    public static readonly Graphs Empty = new(GraphSnapshot.Empty(TestGraph.Model), NaiveGraph.Empty(TestGraph.Model));

    /// <summary>How many change sets, how large, and the seed of everything else.</summary>
    public static readonly Gen<(int Steps, int Size, int Seed)> Any = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 30], Gen.Int[0, int.MaxValue - 1]);

    /// <param name="onApply">Called with each change set, written out, and its time.</param>
    public static Graphs Grow(Choices choices, int steps, int size, bool? onlyRule = null, Action<ChangeSet, DateTimeOffset>? onApply = null)
    {
        var (graphs, rule) = (Empty, onlyRule ?? choices.Chance(30));
        for (var i = 0; i < steps; i++)
            graphs = graphs.Apply(RandomChanges.Next(choices, graphs.Naive, size, rule), onApply);
        return graphs;
    }

    public Graphs Apply(ChangeSet changes, Action<ChangeSet, DateTimeOffset>? onApply = null)
    {
        var errors = ChangeSetValidator.Validate(TestGraph.Model, changes, Snapshot);
        Assert.Empty(errors.Select(e => e.ToString()));
        var at = s_start.AddSeconds(Snapshot.Version);
        var prepared = PreparedChange.Of(changes, Snapshot, Snapshot.Version + 1, at);
        onApply?.Invoke(prepared.Changes, at);
        return new Graphs(Snapshot.Apply(prepared), Naive.Apply(changes, at));
    }
}
