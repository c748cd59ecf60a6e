using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Fetches the whole graph. It holds the lock of the store meanwhile, so that all records are of one version.</summary>
internal sealed class GraphFetch(INeo4jClient client, GraphModel model)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    public async ValueTask<ChangeSet> Read(string[] bookmarks, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, bookmarks, stop);
        await transaction.Run(StoreNode.Lock, StoreNode.Parameters(), null, stop);
        var (nodes, relationships) = (new List<NodeRecord>(), new List<RelationshipRecord>());
        foreach (var type in model.NodeTypes)
            await Fetch(transaction, RecordStatements.All(type), record => nodes.Add(RecordReader.Node(model, record)), stop);
        foreach (var type in model.RelationshipTypes)
            await Fetch(transaction, RecordStatements.All(type), record => relationships.Add(RecordReader.Relationship(model, record)!), stop);
        var redirects = new List<Redirect>();
        await Fetch(transaction, RedirectStatements.All, record => redirects.Add(RecordReader.Redirect(record)), stop);
        return new() { Redirects = [.. redirects.OrderBy(r => r.From, StringComparer.Ordinal)], Nodes = [.. nodes], Relationships = [.. relationships] };
    }

    private static ValueTask Fetch(INeo4jTransaction transaction, Statement statement, Action<JsonElement> add, CancellationToken stop) =>
        transaction.Run(statement, null, (ref Utf8JsonReader value) => Array.ForEach(ListReader.Read(ref value), add), stop);
}
