using System.Text.Json.Nodes;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Staging;

/// <summary>Stores that write every change in small parts, and what Neo4j then holds.</summary>
internal static class StagedDatabase
{
    /// <summary>Every commit is in parts. Reads always ask, so that no writer has to wait for them.</summary>
    public static readonly StagingLimits InParts = new()
    {
        MaxRecords = 0,
        PageRows = 3,
        Lease = TimeSpan.Zero,
        Notice = TimeSpan.Zero,
        Patience = TimeSpan.FromHours(1),
    };

    public static async Task<Neo4jStore> Open(Neo4jAddress address, StagingLimits? limits = null, INeo4jClient? client = null, Action<string>? log = null)
    {
        var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock(), log, limits ?? InParts, client);
        await store.Open(first: null, waiting: null, default);
        return store;
    }

    /// <summary>A change of each kind after <see cref="StoredGraph.Small"/>: unique values are exchanged, and a node with edges gets another name.</summary>
    public static ProposedChange Large { get; } = ProposedChange.Of(new()
    {
        RemovedRelationships = [.. StoredGraph.Small.Relationships.Where(r => r.Claims is ["claim:2"])],
        RemovedNodes = ["claim:2", "place:darien"],
        Nodes =
        [
            StoredGraph.Country("PAN", "US", "Zone"),
            StoredGraph.Country("USA", "PA", "America"),
            .. Enumerable.Range(0, 12).Select(i => Node("Claim", $"claim:new{i}", ("statement", $"new {i}"))),
        ],
        Relationships = [.. Enumerable.Range(0, 12).Select(i => Link("CLAIMS_ABOUT", $"claim:new{i}", "instrument:mou"))],
    });

    /// <summary>All that Neo4j holds, as lines in order, without the ids of commits, the parts of large changes and how far they are.</summary>
    public static async Task<string> Dump(Neo4jAddress address)
    {
        // A page that is being removed has no label any more.
        var nodes = await StoreDatabase.Ask(address, "MATCH (n) WHERE size(labels(n)) > 0 AND NOT n:_Store AND NOT n:_Staged RETURN collect([labels(n), properties(n)]) AS data");
        var relationships = await StoreDatabase.Ask(address, "MATCH (a)-[r]->(b) RETURN collect([type(r), a.id, b.id, properties(r)]) AS data");
        var version = await StoreDatabase.Ask(address, "MATCH (s:_Store) RETURN [s.version, s.committedAt] AS data");
        var lines = JsonNode.Parse(nodes)!.AsArray().Concat(JsonNode.Parse(relationships)!.AsArray()).Select(Sorted).Order(StringComparer.Ordinal);
        return $"{version}\n{string.Join('\n', lines)}";
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.Where(p => p.Key != "commit").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Sorted(p.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    public static Task<string> Pages(Neo4jAddress address) => StoreDatabase.Ask(address, "MATCH (p:_Staged) RETURN count(p) AS data");

    public static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
