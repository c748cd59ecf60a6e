using CsvHelper;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>CSV (RFC 4180, UTF-8 with a byte order mark): a file for each type of node and for each type of relationship that the graph has.</summary>
internal sealed class CsvGraphWriter : IGraphWriter
{
    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    public void Write(GraphExtract graph, ExportTarget target)
    {
        foreach (var type in graph.Model.NodeTypes)
            Write(target, type.Name, [RecordLine.Id, .. type.Properties.Select(p => p.Name), RecordLine.RecordedAt], graph.Nodes(type), node =>
            [
                (node.Id, true),
                .. type.Properties.Select(p => (FlatValue.Of(node.Properties.GetValueOrDefault(p.Name)), FlatValue.IsText(p))),
                (FlatValue.Time(node.RecordedAt), true),
            ]);
        foreach (var type in graph.Model.RelationshipTypes)
            Write(target, type.Name,
                [
                    RecordLine.From, RecordLine.To, RecordLine.Since, RecordLine.Until, .. type.Properties.Select(p => p.Name), RecordLine.RecordedAt, RecordLine.Claims,
                ],
                graph.Relationships(type), relationship =>
                [
                    (relationship.From, true), (relationship.To, true), (relationship.Since ?? "", true), (relationship.Until ?? "", true),
                    .. type.Properties.Select(p => (FlatValue.Of(relationship.Properties.GetValueOrDefault(p.Name)), FlatValue.IsText(p))),
                    (FlatValue.Time(relationship.RecordedAt), true), (FlatValue.Of(relationship.Claims), true),
                ]);
    }

    /// <summary>Writes a file, if it has a row.</summary>
    private static void Write<T>(ExportTarget target, string name, IEnumerable<string> columns, IEnumerable<T> records, Func<T, IEnumerable<(string Text, bool IsText)>> cells)
    {
        CsvWriter? csv = null;
        try
        {
            foreach (var record in records)
            {
                if (csv is null)
                {
                    csv = CsvWriter.Create(target.Create($"{name}.csv"), s_options);
                    csv.WriteHeader([.. columns]);
                }
                foreach (var (text, isText) in cells(record))
                    csv.WriteField(isText ? SpreadsheetText.Guard(text) : text);
                csv.EndRecord();
            }
        }
        finally
        {
            csv?.Dispose();
        }
    }
}
