using KnowledgeGraph.Graph;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>Writes a graph in one format, record by record.</summary>
internal interface IGraphWriter
{
    void Write(GraphExtract graph, ExportTarget target);
}
