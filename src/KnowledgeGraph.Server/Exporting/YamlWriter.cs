using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>The YAML of a seed: one file for each type of node, and their schema.</summary>
internal sealed class YamlWriter : IGraphWriter
{
    public void Write(GraphExtract graph, ExportTarget target) => SeedWriter.Write(graph, target.CreateText);
}
