using System.Collections.Immutable;
using System.Text.Json;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

/// <summary>Which servers of a cluster do what, as one of them says (https://neo4j.com/docs/bolt/current/bolt/message/#messages-route). Servers are host and port.</summary>
/// <param name="Expires">The timestamp of the clock after which the table must be fetched again.</param>
/// <param name="Database">The name of the database, also if the home database was asked for.</param>
internal sealed record RoutingTable(ImmutableArray<string> Routers, ImmutableArray<string> Readers, ImmutableArray<string> Writers, long Expires, string Database)
{
    /// <summary>How long a table is used at most, also if it is said to be good forever.</summary>
    private const long MaxSeconds = 24 * 60 * 60;

    /// <summary>The servers for a request. The leader can read as well, if no other server is left.</summary>
    public ImmutableArray<string> For(bool isRead) => isRead && !Readers.IsEmpty ? Readers : Writers;

    /// <summary>Whether the table can be used. In an election it has no writer.</summary>
    public bool IsComplete => !Routers.IsEmpty && !(Readers.IsEmpty && Writers.IsEmpty);

    public bool Has(string server) => Routers.Contains(server) || Readers.Contains(server) || Writers.Contains(server);

    /// <summary>Without a server that does not respond.</summary>
    public RoutingTable Without(string server) => this with { Routers = Routers.Remove(server), Readers = Readers.Remove(server), Writers = Writers.Remove(server) };

    /// <summary>Without a server that is not the leader any more.</summary>
    public RoutingTable WithoutWriter(string server) => this with { Writers = Writers.Remove(server) };

    // {"rt": {"ttl": 300, "db": "neo4j", "servers": [{"addresses": ["a:7687"], "role": "WRITE"}, …]}}
    /// <exception cref="QueryException">The response is not a routing table.</exception>
    public static RoutingTable Parse(ReadOnlyMemory<byte> json, string database, TimeProvider clock)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var table = document.RootElement.GetProperty("rt");
            ImmutableArray<string> Servers(string role) =>
            [
                .. table.GetProperty("servers").EnumerateArray().Where(s => s.GetProperty("role").GetString() == role)
                    .SelectMany(s => s.GetProperty("addresses").EnumerateArray()).Select(a => a.GetString()!).Distinct(),
            ];
            var expires = clock.GetTimestamp() + (Math.Min(table.GetProperty("ttl").GetInt64(), MaxSeconds) * clock.TimestampFrequency);
            return new RoutingTable(
                Servers("ROUTE"), Servers("READ"), Servers("WRITE"), expires,
                table.TryGetProperty("db", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : database);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new QueryException("route", "", "The response is not a routing table", null, e);
        }
    }
}
