using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores;

/// <summary>What a commit did.</summary>
/// <param name="Changes">What was decided; nothing was written where it is empty.</param>
/// <param name="Version">The version that has it.</param>
/// <param name="Bookmark">Sent with a read, to any server of the same store, makes it see this commit; null where every read does.</param>
internal sealed record CommittedChange(ChangeSet Changes, long Version, string? Bookmark);
