using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A change that is decided when the graph is at hand, in the commit itself: nobody else writes in between.</summary>
/// <param name="Touched">The records of which the stored form may matter: what Decide and the checks ask for is among them.</param>
/// <param name="Decide">What is to be committed, given the graph; it may throw, and then nothing is.</param>
internal sealed record ProposedChange(ChangeSet Touched, Func<IStoredGraph, ChangeSet> Decide);
