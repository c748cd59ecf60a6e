using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;
using KnowledgeGraph.Tests.Generators;
using static KnowledgeGraph.Tests.Stores.Neo4j.Staging.StagedDatabase;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Staging;

/// <summary>Changes that are too large for one transaction: what they do, and what is left of them when their writer is killed.</summary>
[Collection(StoreDatabase.Name)]
public sealed class StagedCommitTests
{
    /// <summary>Over HTTP too, where each part has another transaction than the lock.</summary>
    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task A_change_in_parts_gives_what_one_transaction_gives(Protocol protocol)
    {
        var address = await StoreDatabase.Empty(protocol);
        var (whole, committed) = await Written(StagingLimits.Default);
        var (inParts, staged) = await Written(InParts);
        Assert.Equal(whole, inParts);
        Assert.Equal((committed.Version, committed.Id, committed.Entries.Length), (staged.Version, staged.Id, staged.Entries.Length));
        Assert.Equal("0", await Pages(address));

        async Task<(string, CommittedChange)> Written(StagingLimits limits)
        {
            await StoreDatabase.Empty(address);
            using var store = await Open(address, limits);
            await store.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
            var change = await store.Commit(Large, null, default);
            return (await Dump(address), change);
        }
    }

    [SkippableFact]
    public void Random_changes_in_parts_give_what_one_transaction_gives()
    {
        var address = StoreDatabase.Empty().GetAwaiter().GetResult();
        RevisionProperties.Sample(2, (steps, _) => Assert.Equal(Written(steps, StagingLimits.Default), Written(steps, InParts)), threads: 1);

        string Written(IReadOnlyList<ChangeSet> steps, StagingLimits limits)
        {
            StoreDatabase.Empty(address).GetAwaiter().GetResult();
            using var store = Open(address, limits).GetAwaiter().GetResult();
            foreach (var change in HistoryQuestions.Proposed(steps))
                store.Commit(change, null, default).AsTask().GetAwaiter().GetResult();
            return Dump(address).GetAwaiter().GetResult();
        }
    }

    [SkippableFact]
    public async Task Random_runs_of_a_seed_in_parts_do_what_they_do_in_memory()
    {
        var address = await StoreDatabase.Empty();
        SeedRuns.CheckRandom(1, () =>
        {
            StoreDatabase.Empty(address).GetAwaiter().GetResult();
            return Open(address).GetAwaiter().GetResult();
        });
    }

    [SkippableFact]
    public async Task A_change_in_parts_is_whole_or_absent_wherever_its_writer_is_killed()
    {
        var address = await StoreDatabase.Empty();
        var limits = InParts with { PageRows = 12 };
        var (before, after, versions) = ("", "", new List<long>());
        for (var (write, isAlive) = (1, false); !isAlive; write++)
        {
            await StoreDatabase.Empty(address);
            var client = new MortalClient(address);
            using var killed = await Open(address, limits, client);
            using (var store = await Open(address, StagingLimits.Default))
                await store.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
            before = before.Length > 0 ? before : await Dump(address);
            client.DieBefore(write);
            try
            {
                await killed.Commit(Large, null, default);
                isAlive = true;
            }
            catch (MortalClient.KilledException)
            {
                Assert.InRange(write, 1, 100);
            }
            using var other = await Open(address, limits);
            versions.Add((await other.State(default)).Version);
            var found = await Dump(address);
            await Until(async () => await Pages(address) == "0");
            await other.Commit(Large with { Decide = graph => graph.FindNode("claim:new1") is null ? Large.Touched : ChangeSet.Empty }, null, default);
            after = after.Length > 0 ? after : await Dump(address);
            Assert.Equal(versions[^1] == 1 ? before : after, found);
            Assert.Equal(after, await Dump(address));
        }
        // It was killed before and after the decision several times.
        Assert.Equal(versions.Order(), versions);
        Assert.True(versions.Count(v => v == 1) > 4 && versions.Count(v => v == 2) > 4, string.Join(' ', versions));
    }

    [SkippableFact]
    public async Task While_a_change_is_written_requests_are_refused_and_another_server_completes_it_if_its_writer_is_gone()
    {
        var address = await StoreDatabase.Empty();
        var client = new MortalClient(address);
        using var killed = await Open(address, client: client);
        using var reader = await Open(address, InParts with { Poll = TimeSpan.FromMilliseconds(50) });
        await killed.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
        // The pages, the decision, and two pages.
        var pages = await PagesOfLarge(address);
        client.DieBefore(pages + 1 + 2 + 1);
        await Assert.ThrowsAsync<MortalClient.KilledException>(() => killed.Commit(Large, null, default).AsTask());

        await AssertClosed(() => reader.Ask("{ claims { totalCount } }"));
        await AssertClosed(() => reader.ReadSnapshot(default).AsTask());
        await AssertClosed(() => reader.Proposals([1], withConflicts: true, default).AsTask());
        await AssertClosed(() => reader.Commit(ProposedChange.Of(ChangeSet.Empty), Response(), default).AsTask());
        await Until(async () => (await reader.State(default)).Reason == $"A large change is being written: 2 of {pages} parts are done.");

        var check = new Neo4jCheck(address, TestGraph.Model, TimeProvider.System);
        Assert.StartsWith("A large change is being written", (await Assert.ThrowsAsync<StoreException>(() => check.Run(default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => check.Repair(default));

        var log = new List<string>();
        using var server = new Neo4jStore(address, TestGraph.Model, TimeProvider.System, log.Add, InParts with { Patience = TimeSpan.FromMilliseconds(200), Poll = TimeSpan.FromMilliseconds(50) });
        Assert.False(await server.Open(first: null, waiting: null, default));
        await Until(async () => (await reader.State(default)).Reason is null);
        Assert.Equal("""{"data":{"claims":{"totalCount":13}}}""", await reader.Ask("{ claims { totalCount } }"));
        Assert.Equal(
            [
                $"{address}: A large change is not complete: 2 of {pages} parts are written. It is continued. Requests are refused until it is complete.",
                $"{address}: The large change is complete: version 2.",
            ],
            log);
    }

    /// <summary>A server that is open continues the change by itself.</summary>
    [SkippableFact]
    public async Task An_open_server_completes_a_change_whose_writer_is_gone()
    {
        var address = await StoreDatabase.Empty();
        var client = new MortalClient(address);
        using var killed = await Open(address, client: client);
        using var server = await Open(address, InParts with { Patience = TimeSpan.FromMilliseconds(200), Poll = TimeSpan.FromMilliseconds(50) });
        await killed.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
        client.DieBefore(await PagesOfLarge(address) + 1 + 1);
        await Assert.ThrowsAsync<MortalClient.KilledException>(() => killed.Commit(Large, null, default).AsTask());
        await Until(async () => (await server.State(default)) is { Reason: null, Version: 2 });
        await Until(async () => await Pages(address) == "0");
    }

    [SkippableFact]
    public async Task Servers_that_start_together_load_a_large_seed_once()
    {
        var address = await StoreDatabase.Empty();
        var stores = Enumerable.Range(0, 3).Select(_ => new Neo4jStore(address, TestGraph.Model, TimeProvider.System, limits: InParts)).ToList();
        var seeded = await Task.WhenAll(stores.Select(s => s.Open(() => ProposedChange.Of(StoredGraph.Small), null, default).AsTask()));
        Assert.Single(seeded, s => s);
        foreach (var store in stores)
        {
            Assert.Equal(new StoreState(1, StoredGraph.Small.Nodes.Length, StoredGraph.Small.Relationships.Length), await store.State(default));
            store.Dispose();
        }
    }

    [SkippableFact]
    public async Task A_change_that_is_refused_is_not_prepared()
    {
        var address = await StoreDatabase.Empty();
        using var store = await Open(address);
        await store.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
        var before = await Dump(address);
        var log = new List<string>();
        using var other = await Open(address, log: log.Add);
        await Assert.ThrowsAsync<ChangeRefusedException>(() => other.Commit(ProposedChange.Of(new() { Nodes = [StoredGraph.Country("MEX", "PA", "Mexico")] }), null, default).AsTask());

        // Another program's node has what this change wants.
        await StoreDatabase.Ask(address, "CREATE (n:Country {_iso2: 'mx'}) RETURN 1 AS data");
        var failed = await Assert.ThrowsAsync<StoreException>(() => other.Commit(ProposedChange.Of(new() { Nodes = [StoredGraph.Country("MEX", "MX", "Mexico")] }), null, default).AsTask());
        Assert.Equal("`iso2` of each Country must be unique, but a node of another program in the database also has \"mx\". Remove that node, or its label Country.", failed.Message);
        await StoreDatabase.Ask(address, "MATCH (n:Country {_iso2: 'mx'}) DELETE n RETURN 1 AS data");
        Assert.Equal(before, await Dump(address));
        Assert.Empty(log);
        Assert.Equal("0", await Pages(address));
    }

    private static async Task<int> PagesOfLarge(Neo4jAddress address)
    {
        using var store = await Open(address);
        var graph = await store.ReadSnapshot(default);
        var prepared = PreparedChange.Of(Large, Large.Touched, graph, graph.Version + 1, RecordedAt);
        return StagedChange.Of(TestGraph.Model, prepared, StagedChange.Moved(prepared, graph), null, null).Pages(InParts.PageRows, InParts.PageBytes).Count();
    }

    private static CommitResponse Response() => new(
        _ => Operation.Parse(TestGraph.Schema, "{ claims { totalCount } }", null).Bind(new Dictionary<string, object?>()), Today, new ResponseBuffer(), IsDryRun: false);

    private static async Task AssertClosed(Func<Task> act) => Assert.Equal("A large change is being written. Try again.", (await Assert.ThrowsAsync<StoreUnavailableException>(act)).Message);
}
