using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Neo4j over pooled connections of its Bolt protocol (https://neo4j.com/docs/bolt/current/). Thread-safe.</summary>
internal sealed class BoltClient(IBoltServers servers) : INeo4jClient
{
    public BoltClient(Neo4jAddress address, TimeProvider clock) : this(address.IsCluster ? new ClusterServers(address, clock) : new SingleBoltServer(address))
    {
    }

    public ResiliencePipeline Retries => servers.Retries;

    public ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, ReadValue read, CancellationToken stop) =>
        servers.Retries.ExecuteAsync(
            static async (call, stop) => (await call.Client.Run(new BoltStatement(call.Statement, call.WriteParameters, IsRead: true, call.Bookmarks), call.Read, stop)).HasValue,
            (Client: this, Statement: statement, WriteParameters: writeParameters, Bookmarks: bookmarks, Read: read), stop);

    public ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop) =>
        servers.Retries.ExecuteAsync(
            static async (call, stop) => (await call.Client.Run(new BoltStatement(StoreNode.Nothing, null, IsRead: true, call.Bookmarks), null, stop)).Bookmark, (Client: this, Bookmarks: bookmarks), stop);

    public async ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop) =>
        (await Run(new BoltStatement(statement, writeParameters, IsRead: false, []), read, stop)).HasValue;

    private async ValueTask<(bool HasValue, string Bookmark)> Run(BoltStatement statement, ReadValue? read, CancellationToken stop)
    {
        var (lease, database) = await servers.Take(statement.IsRead, stop);
        try
        {
            var hasValue = await lease.Connection.Run(statement, database, read, stop);
            lease.Keep();
            return (hasValue, lease.Connection.Bookmark);
        }
        catch (Exception e)
        {
            servers.Note(lease.Server, e);
            throw;
        }
        finally
        {
            lease.Dispose();
        }
    }

    public async ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop)
    {
        var (lease, database) = await servers.Take(isRead: false, stop);
        try
        {
            await lease.Connection.Begin(database, limit, bookmarks, stop);
            return new BoltTransaction(lease, failure => servers.Note(lease.Server, failure));
        }
        catch (Exception e)
        {
            lease.Dispose();
            servers.Note(lease.Server, e);
            throw;
        }
    }

    public void Dispose() => servers.Dispose();
}
