using System.Text.Json;

namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>What the node of the store says about commits.</summary>
/// <param name="Commit">The id of the last commit.</param>
/// <param name="LastStaged">The id of the last large change that was written as a whole; null if there was none.</param>
/// <param name="Staged">The large change that is being written; null if there is none.</param>
internal sealed record StoreMark(long Version, string? Commit, string? LastStaged, StagedCommit? Staged)
{
    /// <param name="stored">What <see cref="Cypher.Layout.StoreNode.Read"/> returned.</param>
    public static StoreMark Of(JsonElement[] stored) => new(
        stored[0].GetInt64(), stored[1].GetString(), stored[4].GetString(),
        stored[5].GetString() is { } id ? new(id, stored[6].GetInt32(), stored[7].GetInt32(), stored[8].GetInt64()) : null);
}

/// <summary>A change that is decided, and written page by page.</summary>
/// <param name="Applied">How many pages are written.</param>
/// <param name="At">The time of the change (Unix milliseconds).</param>
internal sealed record StagedCommit(string Id, int Pages, int Applied, long At)
{
    public string Progress => $"A large change is being written: {Applied} of {Pages} parts are done.";
}
