using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>Proposals as stores keep them. The cases of mutations show what they do.</summary>
public sealed class ProposalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ProposedChange Propose(string title) => ProposedChange.Of(new() { Nodes = [StoredGraph.Country("MEX", "MX", "Mexico")] }) with
    {
        By = "ana",
        Proposal = new NewProposal(title),
    };

    private static async Task<IReadOnlyList<ListedProposal>> All(IGraphStore store) =>
        await store.Proposals(await store.ProposalNumbers([.. Enum.GetValues<ProposalStatus>()], default), withConflicts: true, default);

    [Fact]
    public async Task A_proposal_survives_a_restart_and_makes_no_version()
    {
        using (var store = _folder.Open())
        {
            store.Commit(StoredGraph.Small);
            await ((IGraphStore)store).Commit(Propose("Mexico"), default);
            Assert.Equal(1, store.Snapshot.Version);
        }
        using (var store = _folder.Open())
        {
            Assert.Null(store.Snapshot.FindNode("country:MEX"));
            var found = Assert.Single(await All(store));
            Assert.Equal(("proposal:1", "Mexico", "ana", ProposalStatus.Open), (found.Proposal.Id, found.Proposal.Title, found.Proposal.By, found.Proposal.Status));
            Assert.Equal("country:MEX", Assert.Single(found.Proposal.Entries).Subject);
        }
        Assert.Empty(StoreCheck.Run(_folder.Path, TestGraph.Model));
    }

    [Fact]
    public async Task A_damaged_proposal_is_found()
    {
        using (var store = _folder.Open())
        {
            store.Commit(StoredGraph.Small);
            await ((IGraphStore)store).Commit(Propose("Mexico"), default);
        }
        _folder.Tamper("UPDATE proposals SET author = 'ben'");
        Assert.Equal(["proposals: number 1: The row does not match its checksum."], StoreCheck.Run(_folder.Path, TestGraph.Model));
        using var opened = _folder.Open();
        await Assert.ThrowsAsync<StoreException>(() => All(opened));
    }

    /// <summary>A full disk: the file refuses the proposal, and the store goes on.</summary>
    [Fact]
    public async Task A_proposal_that_cannot_be_written_is_refused()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
        using (var limit = store.Database.Connection.CreateCommand())
        {
            limit.CommandText = "CREATE TEMP TRIGGER full BEFORE INSERT ON proposals BEGIN SELECT raise(ABORT, 'disk full'); END";
            limit.ExecuteNonQuery();
        }
        await Assert.ThrowsAsync<StoreException>(async () => await ((IGraphStore)store).Commit(Propose("Mexico"), default));
        Assert.Empty(await All(store));
        await ((IGraphStore)store).Commit(Propose("Again"), default);
        Assert.Equal("Again", Assert.Single(await All(store)).Proposal.Title);
    }

    [Fact]
    public async Task Proposals_at_the_same_time_have_their_own_numbers()
    {
        using var store = _folder.Open();
        await ProposeAtOnce(store);
    }

    internal static async Task ProposeAtOnce(IGraphStore store)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await store.Commit(Propose($"{i}"), default))));
        var all = await All(store);
        Assert.Equal(["8", "7", "6", "5", "4", "3", "2", "1"], all.Select(p => p.Proposal.Id["proposal:".Length..]));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], all.Select(p => p.Proposal.Title!).Order(StringComparer.Ordinal));
    }
}

/// <summary>The same on Neo4j, where a proposal is stored by a transaction of its own.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ProposalsInNeo4jTests
{
    [SkippableFact]
    public async Task Proposals_at_the_same_time_have_their_own_numbers()
    {
        using var store = new Server.Stores.Neo4j.Neo4jStore(await StoreDatabase.Empty(), TestGraph.Model, new TemporaryFolder.StoppedClock());
        await store.Open(first: null, waiting: null, default);
        await ProposalTests.ProposeAtOnce(store);
        Assert.Equal(0, (await store.State(default)).Version);
    }
}
