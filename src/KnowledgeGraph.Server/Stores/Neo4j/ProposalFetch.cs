using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Reads proposals.</summary>
internal sealed class ProposalFetch(INeo4jClient client, GraphModel model)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>The numbers of the proposals with one of the statuses, newest first.</summary>
    public async ValueTask<IReadOnlyList<long>> Numbers(ImmutableArray<ProposalStatus> statuses, string[] bookmarks, CancellationToken stop)
    {
        IReadOnlyList<long> numbers = [];
        await client.Read(
            ProposalStatements.Numbers, Rows.Of(statuses.Select(ProposalStatements.NameOf)), bookmarks,
            (ref Utf8JsonReader value) => numbers = [.. ListReader.Read(ref value).Select(n => n.GetInt64())], stop);
        return numbers;
    }

    /// <summary>The proposals with these numbers, with or without what is in the way of them.</summary>
    public async ValueTask<IReadOnlyList<ListedProposal>> Read(IReadOnlyList<long> numbers, bool withConflicts, string[] bookmarks, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, bookmarks, stop);
        return await new RecordFetch(model, transaction, stop).Decide<IReadOnlyList<ListedProposal>>(
            ChangeSet.Empty, graph => [.. numbers.Select(graph.FindProposal).OfType<Proposal>().Select(p => new ListedProposal(p, withConflicts ? ProposalConflicts.Of(p, model, graph) : []))]);
    }
}
