using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Graph;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What the Neo4j store records of its commits.</summary>
[Collection(StoreDatabase.Name)]
public sealed class RecordedChangesInNeo4jTests
{
    [SkippableFact]
    public async Task A_commit_is_recorded_with_its_entries_and_no_read_of_the_graph_finds_them()
    {
        var address = await StoreDatabase.Empty();
        using var store = await Opened(address);
        await store.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
        var committed = await store.Commit(
            ProposedChange.Of(new() { Nodes = [StoredGraph.Country("PAN", "PA", "Panama")], RemovedRelationships = [Link("LIES_IN", "place:darien", "country:PAN")] }) with
            {
                Kind = CommitKind.Mutation,
                By = "ana",
                Note = "It was spelt wrong.",
            },
            null, default);
        Assert.Equal("change:2", committed.Id);
        Assert.Equal(
            $"""[[1,{RecordedAt.ToUnixTimeMilliseconds()},"IMPORT",null,null,null,13],[2,{RecordedAt.ToUnixTimeMilliseconds()},"MUTATION","ana",null,"It was spelt wrong.",2]]""",
            await StoreDatabase.Ask(address, "MATCH (c:_Change) WITH c ORDER BY c.version RETURN collect([c.version, c.at.epochMillis, c.kind, c.by, c.acceptedBy, c.note, c.entries]) AS data"));
        Assert.Equal(
            """
            [[0,"CHANGED","country:PAN","Country",null,null,["name"],["\"Panamá\""],["\"Panama\""]],[1,"REMOVED","LIES_IN place:darien country:PAN","LIES_IN","place:darien","country:PAN",["evidence"],["[\"claim:2\"]"],[""]]]
            """,
            await StoreDatabase.Ask(address, "MATCH (e:_Entry {version: 2}) WITH e ORDER BY e.position RETURN collect([e.position, e.kind, e.subject, e.type, e.from, e.to, e.names, e.before, e.after]) AS data"));
        Assert.Equal(new StoreState(2, 7, 5), await store.State(default));
        Assert.Equal("{\"data\":{\"graph\":{\"nodes\":7,\"relationships\":5}}}", await store.Ask("{ graph { nodes relationships } }"));
    }

    [SkippableFact]
    public void The_revision_of_a_record_is_that_of_its_last_entry()
    {
        var address = StoreDatabase.Empty().GetAwaiter().GetResult();
        RevisionProperties.Sample(5, (steps, graphs) =>
        {
            StoreDatabase.Empty(address).GetAwaiter().GetResult();
            using var store = Opened(address).GetAwaiter().GetResult();
            foreach (var step in steps)
                store.Commit(ProposedChange.Of(step), null, default).AsTask().GetAwaiter().GetResult();
            string Ask(string text) => StoreDatabase.Ask(address, text).GetAwaiter().GetResult();
            Assert.Equal("[]", Ask("""
                MATCH (n:Entity) OPTIONAL MATCH (e:_Entry {subject: n.id}) WITH n, max(e.version) AS last WHERE last IS NULL OR last <> n._revision
                RETURN collect([n.id, n._revision, last]) AS data
                """));
            Assert.Equal("[]", Ask("""
                MATCH (a:Entity)-[r]->(b:Entity) WITH r, type(r) + ' ' + a.id + ' ' + b.id + CASE r._key WHEN '' THEN '' ELSE ' ' + r._key END AS key
                OPTIONAL MATCH (e:_Entry {subject: key}) WITH r, key, max(e.version) AS last WHERE last IS NULL OR last <> r._revision
                RETURN collect([key, r._revision, last]) AS data
                """));
            Assert.Equal($"{graphs.Snapshot.NodeCount}", Ask("MATCH (n:Entity) RETURN count(*) AS data"));
        }, threads: 1);
    }

    [SkippableFact]
    public void Each_version_is_restored_from_the_history()
    {
        var address = StoreDatabase.Empty().GetAwaiter().GetResult();
        RevisionProperties.Sample(3, (steps, _) =>
        {
            StoreDatabase.Empty(address).GetAwaiter().GetResult();
            using var store = Opened(address).GetAwaiter().GetResult();
            GraphSnapshot Read() => store.ReadSnapshot(default).AsTask().GetAwaiter().GetResult();
            var exports = new List<string>();
            foreach (var change in HistoryQuestions.Proposed(steps))
            {
                store.Commit(change, null, default).AsTask().GetAwaiter().GetResult();
                if (Read() is var snapshot && snapshot.Version > exports.Count)
                    exports.Add(EarlierVersionTests.Export(snapshot));
            }
            var latest = store.ReadHistory(Read(), default).AsTask().GetAwaiter().GetResult();
            for (var version = 1; version <= exports.Count; version++)
                Assert.Equal(exports[version - 1], EarlierVersionTests.Export(EarlierVersion.Of(latest, version, default)));
        }, threads: 1);
    }

    private static async Task<Neo4jStore> Opened(Neo4jAddress address)
    {
        var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        Assert.False(await store.Open(first: null, waiting: null, default));
        return store;
    }
}
