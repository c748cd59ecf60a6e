using System.Collections.Immutable;
using KnowledgeGraph.History;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Proposals;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Operations;

/// <summary>Reads the proposals that a query asks for. They are not part of the graph, so they are read before it.</summary>
internal static class ProposalReader
{
    /// <summary>The plan with the JSON of its proposals.</summary>
    public static async ValueTask<BoundPlan> Read(BoundPlan plan, IGraphStore store, CancellationToken stop)
    {
        if (plan.Plan.Proposals.IsEmpty)
            return plan;
        var values = (object?[])plan.Values.Clone();
        foreach (var field in plan.Plan.Proposals)
            values[((IJsonField)field).Json.Index] = field switch
            {
                ProposalsField list => ProposalWriter.Write(list, await Read(list, plan, store, stop)),
                ProposalField one => ProposalWriter.Write(one, await Find(one, plan, store, stop)),
                _ => throw new System.Diagnostics.UnreachableException($"{field}"),
            };
        return plan with { Values = values };
    }

    private static async ValueTask<ListedProposal?> Find(ProposalField field, BoundPlan plan, IGraphStore store, CancellationToken stop) =>
        Proposal.NumberOf(plan.Value(field.Id)) is { } number ? (await store.Proposals([number], ProposalPlanner.AsksForConflicts(field), stop) is [var found] ? found : null) : null;

    private static async ValueTask<ProposalPage> Read(ProposalsField field, BoundPlan plan, IGraphStore store, CancellationToken stop)
    {
        var numbers = await store.ProposalNumbers(StatusesOf(field, plan), stop);
        var (kept, hasNext, hasPrevious) = ProposalPage.Cut(numbers, plan.Value(field.Page));
        return new(await store.Proposals(kept, ProposalPlanner.AsksForConflicts(field), stop), numbers.Count, hasNext, hasPrevious);
    }

    private static ImmutableArray<ProposalStatus> StatusesOf(ProposalsField field, BoundPlan plan)
    {
        ImmutableArray<ProposalStatus> all = [.. Enum.GetValues<ProposalStatus>()];
        if (field.Where.IsNone || plan.Value(field.Where)?.GetValueOrDefault("status") is not IReadOnlyDictionary<string, object?> status)
            return all;
        static string NameOf(object? value) => $"{value}";
        if (status.GetValueOrDefault("eq") is { } one)
            all = [.. all.Where(s => NameOf(one).Equals(s.ToString(), StringComparison.OrdinalIgnoreCase))];
        if (status.GetValueOrDefault("in") is { } several)
        {
            var names = several is System.Collections.IEnumerable list and not string ? list.Cast<object?>().Select(NameOf).ToList() : [NameOf(several)];
            all = [.. all.Where(s => names.Contains(s.ToString(), StringComparer.OrdinalIgnoreCase))];
        }
        return all;
    }
}
