using System.ComponentModel.DataAnnotations;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server;

/// <summary>
/// What the program can be told: the section KnowledgeGraph of appsettings.json, environment variables such as KNOWLEDGEGRAPH__DATA,
/// and the options of the command line, the later over the earlier.
/// </summary>
internal sealed class ServerOptions
{
    public const string Section = "KnowledgeGraph";

    /// <summary>Where to listen; several separated by semicolons.</summary>
    public string Urls { get; set; } = "http://localhost:5000";

    /// <summary>
    /// Hosts for which requests are answered, separated by semicolons: names, *.example.com, addresses, or * for every host. Null means the hosts of
    /// <see cref="Urls"/> and the names of loopback, or every host if a URL is on all interfaces.
    /// </summary>
    public string? AllowedHosts { get; set; }

    /// <summary>Addresses or networks of proxies whose X-Forwarded-For names the client, separated by semicolons. Empty means none.</summary>
    public string? TrustedProxies { get; set; } = "127.0.0.0/8;::1";

    /// <summary>The folder of the store.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>embedded or neo4j.</summary>
    public string Store { get; set; } = "embedded";

    /// <summary>Neo4j's address: bolt, bolt+s for TLS, or http and https for its Query API.</summary>
    public string Neo4jUrl { get; set; } = "bolt://localhost:7687";

    public string Neo4jUser { get; set; } = "neo4j";
    public string Neo4jDatabase { get; set; } = "neo4j";

    /// <summary>Also NEO4J_PASSWORD of the environment; never an option of the command line, where others would see it.</summary>
    public string? Neo4jPassword { get; set; }

    /// <summary>The folder of the seed; the one beside the program where it is left out.</summary>
    public string Seed { get; set; } = Path.Combine(AppContext.BaseDirectory, "seed");

    /// <summary>The one folder of the seed to load; all where it is left out.</summary>
    public string? Only { get; set; }

    /// <summary>How an answer is printed: json or table.</summary>
    public string Format { get; set; } = "json";

    public string? Variables { get; set; }
    public string? Operation { get; set; }

    /// <summary>How much one operation may ask.</summary>
    public OperationLimits Limits { get; set; } = new();

    /// <summary>A request's body, and a WebSocket's message.</summary>
    [Range(1, 1 << 30)]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>How many operations are kept planned.</summary>
    [Range(2, 1_000_000)]
    public int MaxOperations { get; set; } = 1_000;

    /// <summary>How many bytes of memory all kept operations may retain together, with their plans and statements.</summary>
    [Range(2, 1L << 40)]
    public long MaxPlanBytes { get; set; } = 128 << 20;

    /// <summary>How many operations are planned at a time. By default one processor is left for those that are known.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentPlans { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How many operations wait to be planned, of one client and of all together.</summary>
    [Range(0, 1_000_000)]
    public int MaxQueuedPlans { get; set; } = 512;

    /// <summary>How long one operation may take, from its request to its answer.</summary>
    [Range(1, 86_400)]
    public int OperationSeconds { get; set; } = 30;

    /// <summary>How many operations run at a time; others wait in a queue, and those beyond it are refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentOperations { get; set; } = 64;

    [Range(0, 1_000_000)]
    public int MaxQueuedOperations { get; set; } = 512;

    /// <summary>What one client, by its address, may send each second; 0: whatever it likes. This machine itself is not counted.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>What it may send at once, after a while of silence.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 1_000;

    /// <summary>Requests in one body; 0: no batches.</summary>
    [Range(0, 1_000)]
    public int MaxBatch { get; set; }

    [Range(0, 1_000_000)]
    public int MaxWebSockets { get; set; } = 1_000;

    /// <summary>Operations at a time on one WebSocket.</summary>
    [Range(1, 1_000)]
    public int MaxWebSocketOperations { get; set; } = 20;

    /// <summary>How long a WebSocket may wait with connection_init.</summary>
    [Range(1, 3600)]
    public int WebSocketInitSeconds { get; set; } = 10;

    /// <summary>The origins whose pages may read answers, separated by semicolons, or *; none unless told.</summary>
    public string? CorsOrigins { get; set; }

    /// <summary>A folder of persisted operations.</summary>
    public string? Persisted { get; set; }

    /// <summary>Whether only persisted operations are answered.</summary>
    public bool PersistedOnly { get; set; }

    /// <summary>How long a shutdown waits for the requests that run.</summary>
    [Range(0, 3600)]
    public int ShutdownSeconds { get; set; } = 30;
}
