using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;

namespace KnowledgeGraph.Tests.Neo4j;

/// <summary>Values that somebody changed in Neo4j by hand do not reach a client: the response is an error that names the field.</summary>
[Collection(StoreDatabase.Name)]
public sealed class StoredValueTests
{
    private const string Document = """
        {
          nodes(ids: ["country:PAN", "place:darien", "claim:1", "instrument:mou", "official:mayorkas"]) {
            id
            ... on Country { name recordedAt }
            ... on Place { latitude }
            ... on Claim { inferred }
            ... on Agreement { kind signed parties { edges { since role } } }
            ... on Official { aliases }
          }
        }
        """;

    private static readonly (string Match, string Change, object[] Path)[] s_changes =
    [
        ("MATCH (n {id: 'country:PAN'})", "SET n.name = 7", ["nodes", 0, "name"]),
        ("MATCH (n {id: 'country:PAN'})", "SET n.name = ['a']", ["nodes", 0, "name"]),
        ("MATCH (n {id: 'country:PAN'})", "REMOVE n.name", ["nodes", 0, "name"]),
        ("MATCH (n {id: 'country:PAN'})", "REMOVE n.recordedAt", ["nodes", 0, "recordedAt"]),
        ("MATCH (n {id: 'place:darien'})", "SET n.latitude = 'north'", ["nodes", 1, "latitude"]),
        ("MATCH (n {id: 'claim:1'})", "SET n.inferred = 'yes'", ["nodes", 2, "inferred"]),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.kind = 'TREATISE'", ["nodes", 3, "kind"]),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.signed = '2024-13'", ["nodes", 3, "signed"]),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.signed = date('2024-07-01')", ["nodes", 3, "signed"]),
        ("MATCH (:Country {id: 'country:PAN'})-[r:PARTY_TO]->()", "SET r.since = 2024", ["nodes", 3, "parties", "edges", 0, "since"]),
        ("MATCH (:Country {id: 'country:PAN'})-[r:PARTY_TO]->()", "SET r.role = 'GUEST'", ["nodes", 3, "parties", "edges", 0, "role"]),
        ("MATCH (n {id: 'official:mayorkas'})", "SET n.aliases = [1, 2]", ["nodes", 4, "aliases"]),
        ("MATCH (n {id: 'official:mayorkas'})", "SET n.aliases = 'Ali'", ["nodes", 4, "aliases"]),
    ];

    [SkippableFact]
    public async Task A_value_of_another_type_is_an_error_with_the_path_of_its_field()
    {
        var address = await StoreDatabase.Empty();
        using var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        await store.Open(() => new ProposedChange(StoredGraph.Small, _ => StoredGraph.Small), waiting: null, default);
        await store.Ask(Document);
        foreach (var (match, change, path) in s_changes)
        {
            var property = change.Split(' ')[1];
            var owner = property.Split('.')[0];
            await StoreDatabase.Ask(address, $"{match} SET {owner}._before = {property} RETURN 1");
            await StoreDatabase.Ask(address, $"{match} {change} RETURN 1");
            var error = Assert.Single((await Assert.ThrowsAsync<GraphErrorException>(() => store.Ask(Document))).Errors);
            Assert.Equal((change, ErrorCodes.StoredValueInvalid, string.Join('/', path)), (change, error.Code, string.Join('/', error.Path)));
            await StoreDatabase.Ask(address, $"{match} SET {property} = {owner}._before REMOVE {owner}._before RETURN 1");
            await store.Ask(Document);
        }
    }
}
