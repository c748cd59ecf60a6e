namespace KnowledgeGraph.Server.Http;

/// <summary>The origins that may read answers, as configured.</summary>
internal static class CorsOrigins
{
    public static string[] Split(string? configured) =>
        (configured ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
