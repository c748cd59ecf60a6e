namespace KnowledgeGraph.Server.Requests;

/// <summary>The origins whose pages may read responses, as configured.</summary>
internal static class AllowedOrigins
{
    public static string[] Split(string? configured) =>
        (configured ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
