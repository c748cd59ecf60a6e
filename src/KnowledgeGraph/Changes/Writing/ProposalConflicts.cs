using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Finds what has changed in the graph so that a proposal cannot be accepted.</summary>
public static class ProposalConflicts
{
    /// <returns>What is in the way, for people. Empty for a proposal that is no longer open.</returns>
    public static IReadOnlyList<string> Of(Proposal proposal, GraphModel model, IStoredGraph graph)
    {
        if (proposal.Status != ProposalStatus.Open)
            return [];
        var context = new WriteContext(model, graph, new Author(proposal.By, IsAdmin: false));
        new PatchEditor(context, new JsonLocation([])).Apply([.. proposal.Entries.Select(e => Patch.Of(e, model))]);
        return [.. context.Errors.Select(e => e.Message)];
    }
}
