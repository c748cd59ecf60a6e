using KnowledgeGraph.Changes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Values that somebody changed in Neo4j by hand do not reach a client: the response is an error, and the log names the node.</summary>
[Collection(StoreDatabase.Name)]
public sealed class StoredValueTests
{
    private const string Document = """
        {
          nodes(ids: ["country:PAN", "place:darien", "claim:1", "instrument:mou", "official:mayorkas", "report:r"]) {
            id
            ... on Country { name recordedAt }
            ... on Place { latitude }
            ... on Claim { inferred }
            ... on Agreement { kind signed parties { edges { since role recordedAt } } }
            ... on Official { aliases }
            ... on Report { url }
          }
        }
        """;

    private const string Party = "MATCH (:Country {id: 'country:PAN'})-[r:PARTY_TO]->()";
    private const string PartyName = "country:PAN PARTY_TO instrument:mou";

    /// <summary>A change; the path of the field, which Neo4j does not tell where one of its expressions fails; what the log names.</summary>
    private static readonly (string Match, string Change, string Path, string Found)[] s_changes =
    [
        ("MATCH (n {id: 'country:PAN'})", "SET n.name = 7", "nodes/0/name", "country:PAN.name"),
        ("MATCH (n {id: 'country:PAN'})", "SET n.name = ['a']", "nodes/0/name", "country:PAN.name"),
        ("MATCH (n {id: 'country:PAN'})", "REMOVE n.name", "nodes/0/name", "country:PAN.name"),
        ("MATCH (n {id: 'country:PAN'})", "REMOVE n.recordedAt", "nodes/0/recordedAt", "country:PAN.recordedAt"),
        ("MATCH (n {id: 'country:PAN'})", "SET n.recordedAt = 'yesterday'", "", "country:PAN.recordedAt"),
        ("MATCH (n {id: 'country:PAN'})", "SET n.recordedAt = date('2024-07-01')", "", "country:PAN.recordedAt"),
        ("MATCH (n {id: 'country:PAN'})", "SET n.recordedAt = point({x: 1, y: 2})", "", "country:PAN.recordedAt"),
        ("MATCH (n {id: 'country:PAN'})", "SET n.recordedAt = datetime('+12000-01-01T00:00:00Z')", "nodes/0/recordedAt", "country:PAN.recordedAt"),
        ("MATCH (n {id: 'place:darien'})", "SET n.latitude = 'north'", "nodes/1/latitude", "place:darien.latitude"),
        ("MATCH (n {id: 'place:darien'})", "SET n.latitude = 0.0 / 0.0", "nodes/1/latitude", "place:darien.latitude"),
        ("MATCH (n {id: 'claim:1'})", "SET n.inferred = 'yes'", "nodes/2/inferred", "claim:1.inferred"),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.kind = 'TREATISE'", "nodes/3/kind", "instrument:mou.kind"),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.signed = '2024-13'", "nodes/3/signed", "instrument:mou.signed"),
        ("MATCH (n {id: 'instrument:mou'})", "SET n.signed = 2024", "nodes/3/signed", "instrument:mou.signed"),
        (Party, "SET r.since = 2024", "nodes/3/parties/edges/0/since", $"{PartyName}.since"),
        (Party, "SET r.role = 'GUEST'", "nodes/3/parties/edges/0/role", $"{PartyName}.role"),
        (Party, "SET r.recordedAt = 7", "", $"{PartyName}.recordedAt"),
        ("MATCH (n {id: 'official:mayorkas'})", "SET n.aliases = [1, 2]", "nodes/4/aliases", "official:mayorkas.aliases"),
        ("MATCH (n {id: 'official:mayorkas'})", "SET n.aliases = 'Ali'", "nodes/4/aliases", "official:mayorkas.aliases"),
        ("MATCH (n {id: 'report:r'})", "SET n.url = 'javascript:alert(1)'", "nodes/5/url", "report:r.url"),
        ("MATCH (n {id: 'report:r'})", "SET n.url = 'https://'", "nodes/5/url", "report:r.url"),
    ];

    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task A_value_of_another_type_is_an_error_and_the_log_names_its_owner(Protocol protocol)
    {
        var address = await StoreDatabase.Empty(protocol);
        var clock = new HastyClock();
        using var store = new Neo4jStore(address, TestGraph.Model, clock);
        var graph = StoredGraph.Small with
        {
            Nodes = [.. StoredGraph.Small.Nodes, TestGraph.Node("Report", "report:r", ("title", "R"), ("kind", "NEWS"), ("url", "https://example.org/a?b=c"))],
        };
        await store.Open(() => new ProposedChange(graph, _ => graph), waiting: null, default);
        var whole = await store.Ask(Document);
        // The check is the same for both protocols: one change in four shows that the Query API gives it the same values.
        foreach (var (match, change, path, found) in s_changes.Where((_, i) => protocol == Protocol.Bolt || i % 4 == 0))
        {
            var property = change.Split(' ')[1];
            var owner = property.Split('.')[0];
            await StoreDatabase.Ask(address, $"{match} SET {owner}._before = {property} {change} RETURN 1");
            var refused = await Assert.ThrowsAsync<GraphErrorException>(() => store.Ask(Document));
            var error = Assert.Single(refused.Errors);
            Assert.Equal((change, ErrorCodes.StoredValueInvalid, path), (change, error.Code, string.Join('/', error.Path)));
            Assert.EndsWith($"Values of the wrong type in Neo4j: {found}.", refused.LogMessage, StringComparison.Ordinal);
            await StoreDatabase.Ask(address, $"{match} SET {property} = {owner}._before REMOVE {owner}._before RETURN 1");
        }
        Assert.Equal(whole, await store.Ask(Document));

        // Every request may meet it: the log has it once.
        clock.Step = 0;
        await StoreDatabase.Ask(address, "MATCH (n:Place) SET n.latitude = 'north' RETURN 1");
        var messages = new List<string?>();
        for (var i = 0; i < 3; i++)
            messages.Add((await Assert.ThrowsAsync<GraphErrorException>(() => store.Ask(Document))).LogMessage);
        Assert.Equal(
            ["A response was refused because of a stored value at nodes.1.latitude. Values of the wrong type in Neo4j: place:darien.latitude.", null, null],
            messages);
    }

    /// <summary>Between two looks at it there are eleven seconds, or as many as a test sets.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private long _seconds;

        public int Step { get; set; } = 11;
        public override DateTimeOffset GetUtcNow() => TestGraph.RecordedAt;
        public override long GetTimestamp() => Interlocked.Add(ref _seconds, Step) * TimestampFrequency;
    }
}
