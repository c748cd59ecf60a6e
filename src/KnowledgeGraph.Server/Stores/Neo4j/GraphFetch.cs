using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Fetches the whole graph into memory, some nodes at a time. All records are of one version.</summary>
internal sealed class GraphFetch(INeo4jClient client, GraphModel model)
{
    private const int Batch = 1_000;

    /// <summary>How often the graph is fetched without the lock, which would stop commits. If there is a commit each time, it is fetched with the lock.</summary>
    private const int TriesWithoutLock = 2;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    public async ValueTask<GraphSnapshot> Read(string[] bookmarks, CancellationToken stop)
    {
        for (var i = 0; i < TriesWithoutLock; i++)
            if (await Try(bookmarks, isLocked: false, stop) is { } snapshot)
                return snapshot;
        return (await Try(bookmarks, isLocked: true, stop))!;
    }

    /// <returns>Null if there was a commit meanwhile.</returns>
    private async ValueTask<GraphSnapshot?> Try(string[] bookmarks, bool isLocked, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, bookmarks, stop);
        if (isLocked)
            await transaction.Run(StoreNode.Lock, StoreNode.Parameters(), null, stop);
        var before = await LastCommit(transaction, stop);
        var (builder, lists, after) = (new SnapshotBuilder(GraphSnapshot.Empty(model)), new List<string[]>(), "");
        JsonElement[] records;
        do
        {
            records = await Fetch(transaction, RecordStatements.NodesAfter, json => WritePlace(json, after), stop);
            var ids = new List<string>(records.Length);
            foreach (var node in records.Select(r => RecordReader.Node(model, r)))
            {
                builder.PutNode(node, recordedAt: 0);
                ids.Add(after = node.Id);
            }
            lists.Add([.. ids]);
        }
        while (records.Length == Batch);
        // Nodes come first, so that the ends and the claims of every relationship are known.
        foreach (var ids in lists)
            foreach (var record in await Fetch(transaction, RecordStatements.From, json => WriteIds(json, ids), stop))
                if (RecordReader.Relationship(model, record) is { } relationship)
                    builder.PutRelationship(relationship, recordedAt: 0);
        var redirects = (await Fetch(transaction, RedirectStatements.All, null, stop)).Select(RecordReader.Redirect);
        return await LastCommit(transaction, stop) == before ? builder.Build(before.Version, before.At).With(Redirects.Of(redirects)) : null;
    }

    private static async ValueTask<(long Version, DateTimeOffset? At)> LastCommit(INeo4jTransaction transaction, CancellationToken stop) =>
        await Fetch(transaction, StoreNode.LastCommit, StoreNode.Parameters(), stop) is [var version, var at]
            ? (version.GetInt64(), at.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()) : null)
            : throw new StoreException("The database of Neo4j has lost the graph. Restart this server to create it again.");

    private static async ValueTask<JsonElement[]> Fetch(INeo4jTransaction transaction, Statement statement, Action<Utf8JsonWriter>? parameters, CancellationToken stop)
    {
        JsonElement[] list = [];
        await transaction.Run(statement, parameters, (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    }

    private static void WritePlace(Utf8JsonWriter json, string after)
    {
        json.WriteStartObject();
        json.WriteString("after", after);
        json.WriteNumber("count", Batch);
        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, string[] ids)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (var id in ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
