using System.Text;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Stores;

namespace KnowledgeGraph.Tests.Graph;

/// <summary>Earlier versions that the history restores.</summary>
public sealed class EarlierVersionTests
{
    [Fact]
    public void Each_version_is_restored_as_it_was() => RevisionProperties.Sample(20, (steps, _) =>
    {
        using var folder = new TemporaryFolder();
        using var store = folder.Open();
        var exports = new List<string>();
        foreach (var change in HistoryQuestions.Proposed(steps))
        {
            ((IGraphStore)store).Commit(change, default).AsTask().GetAwaiter().GetResult();
            if (store.Snapshot.Version > exports.Count)
                exports.Add(Export(store.Snapshot));
        }
        for (var version = 1; version <= exports.Count; version++)
            Assert.Equal(exports[version - 1], Export(EarlierVersion.Of(store.Snapshot, version, default)));
    });

    [Fact]
    public void A_record_that_was_removed_has_the_time_when_it_was_added()
    {
        var earlier = EarlierVersion.Of(SeedFolders.Graph("history"), 3, default);
        Assert.Equal((3, TestGraph.RecordedAt.AddDays(2)), (earlier.Version, earlier.CommittedAt));
        Assert.Contains("\"latitude\":8.5,\"recordedAt\":\"2024-07-02T12:00:00.000Z\"", Export(earlier), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_the_history_does_not_reach_is_refused()
    {
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(StoredGraph.Small).Commit(new() { RemovedNodes = ["country:PAN"] });
        Assert.Equal("The history begins after version 2. The version must be from 2 to 2, but was 1.", Assert.Throws<FormatException>(() => EarlierVersion.Of(graph, 1, default)).Message);
        Assert.Equal("The version must be from 1 to 2, but was 3.", Assert.Throws<FormatException>(() => EarlierVersion.Of(graph, 3, default)).Message);
    }

    internal static string Export(GraphSnapshot graph)
    {
        using var bytes = new MemoryStream();
        ExportFormat.All[0].Writer.Write(new GraphExtract(graph, GraphSelection.All(TestGraph.Model), default), new StreamTarget(bytes));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
