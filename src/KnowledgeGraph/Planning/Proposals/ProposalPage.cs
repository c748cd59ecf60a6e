using System.Buffers.Text;
using KnowledgeGraph.History;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Proposals;

/// <summary>A page of proposals.</summary>
public sealed record ProposalPage(IReadOnlyList<ListedProposal> Proposals, int TotalCount, bool HasNext, bool HasPrevious)
{
    /// <summary>The numbers on a page, and whether there are others after and before it.</summary>
    /// <param name="numbers">All numbers, newest first.</param>
    public static (IReadOnlyList<long> Numbers, bool HasNext, bool HasPrevious) Cut(IReadOnlyList<long> numbers, Page page)
    {
        var (after, before) = (NumberOf(page.After), NumberOf(page.Before));
        var within = numbers.Where(n => (after is null || n < after) && (before is null || n > before)).ToList();
        var kept = page.FromEnd ? within.TakeLast(page.Size).ToList() : [.. within.Take(page.Size)];
        if (kept.Count == 0)
            return (kept, within.Count > 0 && !page.FromEnd, within.Count > 0 && page.FromEnd);
        return (kept, numbers[^1] < kept[^1], numbers[0] > kept[0]);
    }

    private static long? NumberOf(Cursor? cursor) => cursor is not null && Utf8Parser.TryParse(cursor.Values[0], out long number, out _) ? number : null;
}
