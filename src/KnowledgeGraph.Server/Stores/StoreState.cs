namespace KnowledgeGraph.Server.Stores;

/// <summary>Whether a store can answer now, and how large its graph is.</summary>
/// <param name="Reason">Why it cannot, in words for anybody; null when it can.</param>
internal readonly record struct StoreState(long Version, long Nodes, long Relationships, string? Reason = null)
{
    public static StoreState NotReady(string reason) => new(0, 0, 0, reason);
}
