using System.Collections.Immutable;

namespace KnowledgeGraph.Matching;

/// <summary>Candidates, best first, and the one that is certainly the node that is sought.</summary>
/// <param name="Match">Null if no candidate is good enough, or if another one is equally near.</param>
public sealed record Ranking(ImmutableArray<(Candidate Candidate, double Score)> Candidates, Candidate? Match)
{
    /// <summary>The score from which a candidate can be a match.</summary>
    public const double MinMatch = 80;

    /// <summary>Candidates whose scores differ by less are equally near: they differ by a letter or less.</summary>
    public const double MinLead = 5;

    /// <param name="candidates">In the order of the search, which decides between equal scores.</param>
    /// <param name="hasName">Whether a name is sought, not only properties.</param>
    public static Ranking Of(IEnumerable<Candidate> candidates, bool hasName)
    {
        var ranked = candidates.Select(c => (Candidate: c, Score: c.ScoreOf(hasName))).Where(c => c.Score > 0)
            .OrderByDescending(c => c.Score).ToImmutableArray();
        if (ranked is not [var best, ..] || best.Score < MinMatch || best.Candidate.Agreements.Contains(0))
            return new Ranking(ranked, null);
        return new Ranking(ranked, ranked.Skip(1).Any(other => IsRival(best, other)) ? null : best.Candidate);
    }

    /// <summary>Whether the other candidate may as well be meant. A name or alias that is equal outdoes any that is only near.</summary>
    private static bool IsRival((Candidate Candidate, double Score) best, (Candidate Candidate, double Score) other) =>
        best.Candidate.IsExact && best.Candidate.HasType && best.Candidate.Agreement is null or 1
            ? other.Candidate.IsExact && other.Candidate.HasType && other.Candidate.Agreement == best.Candidate.Agreement
            : best.Score - other.Score < MinLead;
}
