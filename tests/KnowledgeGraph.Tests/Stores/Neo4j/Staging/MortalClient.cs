using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j;
using Polly;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Staging;

/// <summary>A client of a process that is killed before one of its writes. Its transactions are rolled back, and it says nothing more.</summary>
internal sealed class MortalClient(Neo4jAddress address) : INeo4jClient
{
    private readonly INeo4jClient _client = INeo4jClient.To(address, TimeProvider.System);
    private int _left = int.MaxValue;

    public sealed class KilledException : Exception;

    /// <param name="writes">How many more writes happen, counting this one, until it is killed before the last of them.</param>
    public void DieBefore(int writes) => Volatile.Write(ref _left, writes);

    public ResiliencePipeline Retries => _client.Retries;

    private void ThrowIfDead()
    {
        if (Volatile.Read(ref _left) <= 0)
            throw new KilledException();
    }

    private void Count()
    {
        ThrowIfDead();
        if (Interlocked.Decrement(ref _left) == 0)
            throw new KilledException();
    }

    public ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop)
    {
        ThrowIfDead();
        return _client.Read(statement, writeParameters, bookmarks, read, stop);
    }

    public ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop)
    {
        ThrowIfDead();
        return _client.ReadMark(bookmarks, stop);
    }

    public ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop)
    {
        if (statement == StagedStatements.Put || statement == StagedStatements.Remove)
            Count();
        ThrowIfDead();
        return _client.Run(statement, writeParameters, read, stop);
    }

    public async ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop)
    {
        ThrowIfDead();
        return new Transaction(this, await _client.Begin(limit, bookmarks, stop));
    }

    public void Dispose() => _client.Dispose();

    private sealed class Transaction(MortalClient client, INeo4jTransaction transaction) : INeo4jTransaction
    {
        public ValueTask Read(Statement statement, Action<Utf8JsonWriter>? writeParameters, IRowTarget? target, CancellationToken stop)
        {
            client.ThrowIfDead();
            return transaction.Read(statement, writeParameters, target, stop);
        }

        public ValueTask Run(IReadOnlyList<TransactionStep> steps, CancellationToken stop)
        {
            client.ThrowIfDead();
            return transaction.Run(steps, stop);
        }

        public ValueTask<ImmutableArray<string>> Commit(CancellationToken stop)
        {
            client.Count();
            return transaction.Commit(stop);
        }

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
