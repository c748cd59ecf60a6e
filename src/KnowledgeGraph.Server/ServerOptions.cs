using System.ComponentModel.DataAnnotations;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server;

/// <summary>
/// The settings of the program. They come from the section KnowledgeGraph of appsettings.json, from environment variables such as
/// KNOWLEDGEGRAPH__DATA, and from the command line. Later sources override earlier ones.
/// </summary>
internal sealed class ServerOptions
{
    public const string Section = "KnowledgeGraph";

    /// <summary>URLs to listen on, separated by semicolons.</summary>
    public string Urls { get; set; } = "http://localhost:5000";

    /// <summary>
    /// Hosts for which requests are accepted, separated by semicolons: names, *.example.com, addresses, or * for every host. Null means the hosts of
    /// <see cref="Urls"/> and the names of loopback, or every host if a URL is on all interfaces.
    /// </summary>
    public string? AllowedHosts { get; set; }

    /// <summary>Addresses or networks of proxies whose X-Forwarded-For names the client, separated by semicolons. Empty means none.</summary>
    public string? TrustedProxies { get; set; } = "127.0.0.0/8;::1";

    /// <summary>The folder of the embedded store.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>The store: embedded or neo4j.</summary>
    public string Store { get; set; } = "embedded";

    /// <summary>The address of Neo4j: bolt, bolt+s for TLS, or http and https for the Query API.</summary>
    public string Neo4jUrl { get; set; } = "bolt://localhost:7687";

    public string Neo4jUser { get; set; } = "neo4j";
    public string Neo4jDatabase { get; set; } = "";

    /// <summary>Can also be set by the environment variable NEO4J_PASSWORD. It is not an option of the command line, where others could see it.</summary>
    public string? Neo4jPassword { get; set; }

    /// <summary>The folder of the seed. The default is the one next to the program.</summary>
    public string Seed { get; set; } = Path.Combine(AppContext.BaseDirectory, "seed");

    /// <summary>The folder of the named questions. Null means the folder `questions` of the seed.</summary>
    public string? Questions { get; set; }

    /// <summary>The only folder of the seed to load. Null means all folders.</summary>
    public string? Only { get; set; }

    /// <summary>The format of a response: json, table or csv.</summary>
    public string Format { get; set; } = "json";

    public string? Variables { get; set; }
    public string? Operation { get; set; }

    /// <summary>Limits for one operation.</summary>
    public OperationLimits Limits { get; set; } = new();

    /// <summary>Maximum size of the body of a request, and of a WebSocket message.</summary>
    [Range(1, 1 << 30)]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Maximum number of plans in the cache.</summary>
    [Range(2, 1_000_000)]
    public int MaxOperations { get; set; } = 1_000;

    /// <summary>Maximum memory of all cached operations, with their plans and statements, in bytes.</summary>
    [Range(2, 1L << 40)]
    public long MaxPlanBytes { get; set; } = 128 << 20;

    /// <summary>Maximum number of operations that are planned at the same time. The default leaves one processor for operations that are already planned.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentPlans { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Maximum number of operations that wait to be planned, for one client and for all clients together.</summary>
    [Range(0, 1_000_000)]
    public int MaxQueuedPlans { get; set; } = 512;

    /// <summary>Maximum time of one operation, from its request to its response.</summary>
    [Range(1, 86_400)]
    public int OperationSeconds { get; set; } = 30;

    /// <summary>Maximum number of operations that run at the same time. Others wait in a queue. If the queue is full, they are refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentOperations { get; set; } = 64;

    [Range(0, 1_000_000)]
    public int MaxQueuedOperations { get; set; } = 512;

    /// <summary>Maximum number of exports over HTTP that run at the same time. Others are refused.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentExports { get; set; } = 2;

    /// <summary>Maximum time of one export over HTTP.</summary>
    [Range(1, 86_400)]
    public int ExportSeconds { get; set; } = 600;

    /// <summary>Maximum requests per second of one client address. 0 means no limit. Requests from this machine do not count.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Maximum number of requests that a client may send at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 1_000;

    /// <summary>Maximum operations that write, per minute and client address. 0 means no limit. Those from this machine do not count.</summary>
    [Range(0, 1_000_000)]
    public int WritesPerMinute { get; set; } = 120;

    /// <summary>How tokens are checked, and what needs one.</summary>
    public AuthOptions Auth { get; set; } = new();

    /// <summary>Maximum number of requests in one batch. 0 means that batches are refused.</summary>
    [Range(0, 1_000)]
    public int MaxBatch { get; set; }

    /// <summary>Maximum number of queries in one batch of the Reconciliation Service API. Each is an operation.</summary>
    [Range(1, 1_000)]
    public int MaxReconciliationBatch { get; set; } = 50;

    [Range(0, 1_000_000)]
    public int MaxWebSockets { get; set; } = 1_000;

    /// <summary>Maximum number of operations that run at the same time on one WebSocket.</summary>
    [Range(1, 1_000)]
    public int MaxWebSocketOperations { get; set; } = 20;

    /// <summary>Maximum time until a WebSocket client sends connection_init.</summary>
    [Range(1, 3600)]
    public int WebSocketInitSeconds { get; set; } = 10;

    /// <summary>Origins whose pages may read responses, separated by semicolons, or * for all. Null means none.</summary>
    public string? CorsOrigins { get; set; }

    /// <summary>Whether agents are served at /mcp.</summary>
    public bool Mcp { get; set; } = true;

    /// <summary>Origins whose pages may show /embed in a frame, separated by semicolons, or * for all. Null means none.</summary>
    public string? FrameAncestors { get; set; }

    /// <summary>A folder of persisted operations.</summary>
    public string? Persisted { get; set; }

    /// <summary>Whether only persisted operations are accepted.</summary>
    public bool PersistedOnly { get; set; }

    /// <summary>Maximum time that a shutdown waits for running requests.</summary>
    [Range(0, 3600)]
    public int ShutdownSeconds { get; set; } = 30;
}
