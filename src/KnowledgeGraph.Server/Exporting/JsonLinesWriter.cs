using System.Buffers;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>JSON Lines: one record on each line (<see cref="RecordLine"/>), nodes before relationships before redirects.</summary>
internal sealed class JsonLinesWriter : IGraphWriter
{
    private const int BufferSize = 1 << 16;

    public void Write(GraphExtract graph, ExportTarget target)
    {
        using var file = target.Create("graph.jsonl");
        var lines = new ArrayBufferWriter<byte>(BufferSize);
        foreach (var node in graph.Model.NodeTypes.SelectMany(graph.Nodes))
        {
            RecordLine.Write(lines, node);
            Pass(lines, file, BufferSize);
        }
        foreach (var relationship in graph.Model.RelationshipTypes.SelectMany(graph.Relationships))
        {
            RecordLine.Write(lines, relationship);
            Pass(lines, file, BufferSize);
        }
        foreach (var redirect in graph.Redirects)
        {
            RecordLine.Write(lines, redirect);
            Pass(lines, file, BufferSize);
        }
        Pass(lines, file, 0);
    }

    private static void Pass(ArrayBufferWriter<byte> lines, Stream file, int least)
    {
        if (lines.WrittenCount <= least)
            return;
        file.Write(lines.WrittenSpan);
        lines.ResetWrittenCount();
    }
}
