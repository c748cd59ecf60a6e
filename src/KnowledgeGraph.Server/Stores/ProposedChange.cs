using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A change that is decided during the commit, when nobody else can write to the graph.</summary>
/// <param name="Touched">The records whose stored form Decide and the checks may need.</param>
/// <param name="Decide">Returns the changes to commit, given the graph. If it throws, nothing is committed.</param>
internal sealed record ProposedChange(ChangeSet Touched, Func<IStoredGraph, ChangeSet> Decide);
