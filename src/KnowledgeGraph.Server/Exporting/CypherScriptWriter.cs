using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>A script for <c>cypher-shell</c> that makes the graph in an empty Neo4j, laid out as this server reads it.</summary>
internal sealed class CypherScriptWriter : IGraphWriter
{
    /// <summary>The number of records that a statement creates. Larger statements take Neo4j longer to parse.</summary>
    private const int Batch = 200;

    /// <summary>Stands for the rows in the text of a statement.</summary>
    private const string Rows = "$rows";

    public void Write(GraphExtract graph, ExportTarget target)
    {
        using var script = target.CreateText("graph.cypher");
        var rows = new ScriptRows(graph.Model);
        foreach (var statement in ScriptStatements.Prepare(graph.Model))
            script.Write($"{statement.Text};\n");
        foreach (var type in graph.Model.NodeTypes)
            Write(script, ScriptStatements.Create(type), graph.Nodes(type), rows.Write);
        foreach (var type in graph.Model.RelationshipTypes)
            Write(script, ScriptStatements.Create(type), graph.Relationships(type), rows.Write);
        Write(script, ScriptStatements.CreateRedirects, graph.Redirects, ScriptRows.Write);
        Write(script, ScriptStatements.CreateStore, [graph], (json, store) => ScriptRows.WriteStore(json, store.Version, store.CommittedAt));
    }

    private static void Write<T>(TextWriter script, Statement statement, IEnumerable<T> records, Action<Utf8JsonWriter, T> write)
    {
        var at = statement.Text.IndexOf(Rows, StringComparison.Ordinal);
        var row = new ArrayBufferWriter<byte>();
        foreach (var batch in records.Chunk(Batch))
        {
            script.Write(statement.Text.AsSpan(0, at));
            foreach (var (position, record) in batch.Index())
            {
                script.Write(position == 0 ? "[\n  " : ",\n  ");
                row.ResetWrittenCount();
                using (var json = new Utf8JsonWriter(row, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                    write(json, record);
                var reader = new Utf8JsonReader(row.WrittenSpan);
                reader.Read();
                CypherLiteral.Write(script, ref reader);
            }
            script.Write("\n]");
            script.Write(statement.Text.AsSpan(at + Rows.Length));
            script.Write(";\n");
        }
    }
}
