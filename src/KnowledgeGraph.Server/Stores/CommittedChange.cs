using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores;

/// <summary>What a commit did.</summary>
/// <param name="Changes">The committed changes. If they are empty, nothing was written.</param>
/// <param name="Version">The version of the graph with these changes.</param>
/// <param name="Bookmark">A read with this bookmark, on any server of the same store, sees this commit. Null if every read sees it.</param>
internal sealed record CommittedChange(ChangeSet Changes, long Version, string? Bookmark);
