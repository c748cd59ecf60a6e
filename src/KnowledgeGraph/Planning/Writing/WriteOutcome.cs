using KnowledgeGraph.History;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>What a mutation leaves in the store.</summary>
/// <param name="Version">The version that it makes; null for none.</param>
/// <param name="Proposal">The proposal that it makes or reviews; null for none.</param>
public sealed record WriteOutcome(long? Version, Proposal? Proposal)
{
    public static readonly WriteOutcome Nothing = new(null, null);
}
