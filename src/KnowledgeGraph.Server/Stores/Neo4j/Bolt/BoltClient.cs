using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Neo4j over pooled connections of its Bolt protocol (https://neo4j.com/docs/bolt/current/). Thread-safe.</summary>
internal sealed class BoltClient(IBoltServers servers) : INeo4jClient
{
    public BoltClient(Neo4jAddress address, BoltSettings settings) : this(address.IsCluster ? new ClusterServers(address, settings) : new SingleBoltServer(address, settings))
    {
    }

    public ResiliencePipeline Retries => servers.Retries;

    public ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop) =>
        servers.Retries.ExecuteAsync(
            static (call, stop) => call.Client.Run(new BoltStatement(call.Statement, call.WriteParameters, IsRead: true, call.Bookmarks), call.Read, stop),
            (Client: this, Statement: statement, WriteParameters: writeParameters, Bookmarks: bookmarks, Read: read), stop);

    public ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop) =>
        servers.Retries.ExecuteAsync(
            static (call, stop) => call.Client.Run(new BoltStatement(StoreNode.Nothing, null, IsRead: true, call.Bookmarks), null, static (connection, _) => connection.Bookmark, stop),
            (Client: this, Bookmarks: bookmarks), stop);

    public ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop) =>
        Run(new BoltStatement(statement, writeParameters, IsRead: false, []), JsonTarget.Of(read), stop);

    private ValueTask<bool> Run(BoltStatement statement, IRowTarget? read, CancellationToken stop) => Run(statement, read, static (_, hasValue) => hasValue, stop);

    /// <param name="result">What is returned, from the connection and whether there was a value.</param>
    private async ValueTask<T> Run<T>(BoltStatement statement, IRowTarget? read, Func<BoltConnection, bool, T> result, CancellationToken stop)
    {
        var (lease, database) = await servers.Take(statement.IsRead, stop);
        try
        {
            var hasValue = await lease.Connection.Run(statement, database, read, stop);
            lease.Keep();
            return result(lease.Connection, hasValue);
        }
        catch (Exception e)
        {
            lease.Fail(e);
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
            lease.Fail(e);
            servers.Note(lease.Server, e);
            lease.Dispose();
            throw;
        }
    }

    public void Dispose() => servers.Dispose();
}
