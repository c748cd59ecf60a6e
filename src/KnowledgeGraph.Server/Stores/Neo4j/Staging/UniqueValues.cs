using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>
/// Checks that no other program uses a unique value of a change in a node that is not of the graph. A constraint of Neo4j would refuse such a value, but of a
/// large change only after it was decided.
/// </summary>
internal static class UniqueValues
{
    private const int Batch = 5_000;

    /// <exception cref="StoreException">A value is used.</exception>
    public static async ValueTask Check(GraphModel model, ChangeSet changes, INeo4jTransaction transaction, CancellationToken stop)
    {
        foreach (var nodes in changes.Nodes.GroupBy(n => n.Type))
            foreach (var property in nodes.Key.Properties.Where(p => p.IsUnique))
                foreach (var batch in nodes.Select(n => n.Properties.GetValueOrDefault(property.Name)).OfType<string>().Select(Folding.Fold).Chunk(Batch))
                {
                    var used = Array.Empty<JsonElement>();
                    await transaction.Run(RecordStatements.UsedElsewhere(model, nodes.Key, property), Rows.Of(batch), (ref Utf8JsonReader value) => used = ListReader.Read(ref value), stop);
                    if (used.Length > 0)
                        throw new StoreException(
                            $"`{property.Name}` of each {nodes.Key.Name} must be unique, but a node of another program in the database also has \"{used[0].GetString()}\". Remove that node, or its label {nodes.Key.Name}.");
                }
    }
}
