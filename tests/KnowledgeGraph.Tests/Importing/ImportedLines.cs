using System.Buffers;
using System.Text;
using KnowledgeGraph.Changes;

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

    /// <summary>Objectives with numbers, and times when they were recorded.</summary>
    public static ChangeSet Objectives(int count) => new()
    {
        Nodes = [.. Enumerable.Range(0, count).Select(i => TestGraph.Node("Objective", $"objective:{i}", ("name", $"Objective {i}"), ("theme", "border")) with { RecordedAt = 1_700_000_000_000 + i })],
    };
}
