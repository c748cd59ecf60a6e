using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Finds the constraints and indexes that a database lacks, whatever the names of those that it has.</summary>
internal static class SchemaCheck
{
    /// <returns>The statements that create them.</returns>
    public static async ValueTask<IReadOnlyList<Statement>> Missing(GraphModel model, Fetch fetch)
    {
        var found = new HashSet<string>();
        foreach (var index in await fetch(CheckStatements.Indexes, null))
            if (index[0].GetString() != "FAILED" && index[2] is { ValueKind: JsonValueKind.Array } labels)
            {
                var (label, properties) = (labels[0].GetString()!, index[3].EnumerateArray().Select(p => p.GetString()!).ToList());
                found.Add(SchemaKey.Of(index[1].GetString()!, label, properties));
                if (index[4].GetBoolean())
                    found.Add(SchemaKey.Of(SchemaKey.Unique, label, properties));
            }
        return [.. SchemaStatements.All(model).Where(s => !found.Contains(SchemaKey.Of(s)))];
    }
}
