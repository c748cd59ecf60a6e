namespace KnowledgeGraph.Server.Stores;

/// <summary>Whether a store is ready, and how large its graph is.</summary>
/// <param name="Reason">Why the store is not ready, in words that everybody may read; null if it is ready.</param>
internal readonly record struct StoreState(long Version, long Nodes, long Relationships, string? Reason = null)
{
    public static StoreState NotReady(string reason) => new(0, 0, 0, reason);
}
