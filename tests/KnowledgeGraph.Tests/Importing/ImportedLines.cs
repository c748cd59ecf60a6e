using System.Buffers;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Importing;

/// <summary>Records as lines of JSON.</summary>
internal static class ImportedLines
{
    public static string Of(ChangeSet records)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var node in records.Nodes)
            RecordLine.Write(output, node);
        foreach (var relationship in records.Relationships)
            RecordLine.Write(output, relationship);
        foreach (var redirect in records.Redirects)
            RecordLine.Write(output, redirect);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>All lines that an export of a store has.</summary>
    public static async Task<string> Of(IGraphStore store)
    {
        using var stream = new MemoryStream();
        new JsonLinesWriter().Write(new GraphExtract(await store.ReadSnapshot(default), GraphSelection.All(TestGraph.Model), default), new StreamTarget(stream));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Objectives with numbers, and times when they were recorded.</summary>
    public static ChangeSet Objectives(int count) => new()
    {
        Nodes = [.. Enumerable.Range(0, count).Select(i => TestGraph.Node("Objective", $"objective:{i}", ("name", $"Objective {i}"), ("theme", "border")) with { RecordedAt = 1_700_000_000_000 + i })],
    };
}
