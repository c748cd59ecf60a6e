using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>A response's status and body; for an unexpected exception 500 and the exception.</summary>
internal sealed record Response(int Status, string Body, TimeSpan Time);

/// <summary>
/// The seed, and random nodes and relationships beside it, in both stores. Requests take the whole way of an HTTP request but the transport:
/// the body is read, the operation is found, planned and executed, and errors become responses.
/// </summary>
internal sealed class TwoStores : IDisposable
{
    /// <summary>Another seed makes another graph. Its countries must not have the codes of the seed's.</summary>
    private const int GraphSeed = 1;

    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedStore _embedded;
    private readonly Neo4jStore _neo4j;
    private readonly OperationRunner _embeddedRunner;
    private readonly OperationRunner _neo4jRunner;

    private TwoStores(Neo4jAddress address)
    {
        _embedded = _folder.Open();
        _neo4j = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        _embeddedRunner = Runner(_embedded);
        _neo4jRunner = Runner(_neo4j);
    }

    public GraphSnapshot Snapshot => _embedded.Snapshot;

    /// <summary>A slow machine is no difference between the stores, so the deadline is longer than that of a server.</summary>
    private static OperationRunner Runner(IGraphStore store) => new(
        TestGraph.Schema, store, PersistedOperations.None, new ServerOptions { OperationSeconds = 120 }, new TemporaryFolder.StoppedClock(), NullLogger<OperationRunner>.Instance);

    public static async Task<TwoStores> Create()
    {
        var stores = new TwoStores(await StoreDatabase.Empty());
        var seed = SeedReader.Read(TestGraph.Model, SeedFolders.Seed);
        List<ProposedChange> changes = [];
        Graphs.Grow(new Choices(GraphSeed), steps: 3, size: 60, onlyRule: false, (change, _) =>
        {
            var changed = Adapted(change);
            changes.Add(new ProposedChange(changed, _ => changed));
        });
        changes.Add(Seeder.Propose(seed));
        foreach (var store in (IGraphStore[])[stores._embedded, stores._neo4j])
        {
            await store.Open(first: null, waiting: null, default);
            foreach (var change in changes)
                await store.Commit(change, default);
        }
        // Costs depend on the sizes of the graph, which Neo4j's store reads once a minute.
        await stores._neo4j.ReadSizes(default);
        Assert.Equal(((IGraphStore)stores._embedded).Sizes.ToString(), stores._neo4j.Sizes.ToString());
        return stores;
    }

    /// <summary>
    /// Neo4j compares text with a cursor by UTF-16 units, so that a page may begin elsewhere among names that differ first in characters from U+E000
    /// to U+FFFF on one side and beyond on the other (decision 23). Only the latter are kept. The codes of countries differ from those of the seed.
    /// </summary>
    private static ChangeSet Adapted(ChangeSet changes)
    {
        static Dictionary<string, object> Replace(IReadOnlyDictionary<string, object> properties) => properties.ToDictionary(
            p => p.Key, p => p.Value is string text ? string.Concat(text.Select(c => Replaced(p.Key, c))) : p.Value);
        // The code of Barbados is BB.
        static char Replaced(string property, char c) => c is >= '\uE000' and <= '\uFFFF' ? 'A' : c == 'b' && property is ("iso2" or "iso3") ? '9' : c;
        return changes with
        {
            RemovedRelationships = [.. changes.RemovedRelationships.Select(r => r with { Properties = Replace(r.Properties) })],
            Nodes = [.. changes.Nodes.Select(n => n with { Properties = Replace(n.Properties) })],
            Relationships = [.. changes.Relationships.Select(r => r with { Properties = Replace(r.Properties) })],
        };
    }

    public async Task<(Response Embedded, Response Neo4j)> Ask(byte[] body) => (await Ask(_embeddedRunner, body), await Ask(_neo4jRunner, body));

    private static async Task<Response> Ask(OperationRunner runner, byte[] body)
    {
        using var answer = new ResponseBuffer();
        var start = Stopwatch.GetTimestamp();
        Response Of(int status, ReadOnlySpan<byte> body) => new(status, Encoding.UTF8.GetString(body), Stopwatch.GetElapsedTime(start));
        try
        {
            await runner.Run(RequestReader.Read(body, runner.MaxListSize), answer, CancellationToken.None);
            return Of(200, answer.Written.Span);
        }
        catch (GraphErrorException e)
        {
            return Of(400, ErrorWriter.Write(e.Errors).Span);
        }
        catch (RequestRefusedException e)
        {
            return Of(RefusalStatus.Of(e.Code), ErrorWriter.Write([new GraphError(e.Message, e.Code)]).Span);
        }
        catch (Exception e)
        {
            return Of(500, Encoding.UTF8.GetBytes(e.ToString()));
        }
    }

    public void Dispose()
    {
        _embeddedRunner.Dispose();
        _neo4jRunner.Dispose();
        _neo4j.Dispose();
        _embedded.Dispose();
        _folder.Dispose();
    }
}
