using System.ComponentModel.DataAnnotations;

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

    /// <summary>The folder of the store.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>embedded or neo4j.</summary>
    public string Store { get; set; } = "embedded";

    /// <summary>Neo4j's HTTP or HTTPS address.</summary>
    public string Neo4jUrl { get; set; } = "http://localhost:7474";

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

    [Range(1, 1 << 30)]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>How many operations are kept planned, and how many bytes of their documents.</summary>
    [Range(2, 1_000_000)]
    public int MaxOperations { get; set; } = 1_000;

    [Range(2, 1 << 30)]
    public long MaxOperationBytes { get; set; } = 16 << 20;

    /// <summary>How long a shutdown waits for the requests that run.</summary>
    [Range(0, 3600)]
    public int ShutdownSeconds { get; set; } = 30;
}
