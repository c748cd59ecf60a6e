using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Evidence;

/// <summary>
/// What a graph knows about its evidence: reports, the claims that they state, and what rests on the claims. Both stores make one of each version of
/// the graph, and find by it what <see cref="EvidenceView"/> needs. All integers are positions in these lists; -1 stands for none.
/// </summary>
/// <param name="Statistics">For each statistic, the reports that print it.</param>
public sealed record EvidenceGraph(
    ImmutableArray<EvidenceReport> Reports, ImmutableArray<EvidenceClaim> Claims, ImmutableArray<EvidenceInstrument> Instruments,
    ImmutableArray<int[]> Statistics, ImmutableArray<EvidenceRelationship> Relationships)
{
    /// <summary>The number of claims. The list may have gaps.</summary>
    public required int ClaimCount { get; init; }

    /// <summary>The latest date of a report, by its last day; null if no report has a date.</summary>
    public byte[]? LatestReport { get; } = Reports.Aggregate(
        (byte[]?)null, (latest, report) => report.PublishedOn is { } date && (latest is null || PartialDate.CompareLastDay(date, latest) > 0) ? date : latest);

    /// <summary>So many are kept, since making one takes time in proportion to the graph, and clients with different lenses ask by turns.</summary>
    private const int MaxViews = 8;
    private readonly List<(EvidenceLens Lens, Lazy<EvidenceView> View)> _views = [];
    private Lazy<EvidenceView>? _whole;

    /// <summary>The whole graph, from which nothing is left out.</summary>
    public EvidenceView Whole
    {
        get
        {
            lock (_views)
                _whole ??= new(() => new EvidenceView(this, null));
            return _whole.Value;
        }
    }

    /// <summary>The graph as the evidence that counts supports it. The views that were used last are kept.</summary>
    public EvidenceView Under(EvidenceLens lens)
    {
        Lazy<EvidenceView> view;
        lock (_views)
        {
            var known = _views.FindIndex(v => v.Lens == lens);
            view = known >= 0 ? _views[known].View : new(() => new EvidenceView(this, lens));
            if (known >= 0)
                _views.RemoveAt(known);
            else if (_views.Count == MaxViews)
                _views.RemoveAt(0);
            _views.Add((lens, view));
        }
        return view.Value;
    }
}

/// <param name="PublishedOn">Its date as text in UTF-8; null for none.</param>
/// <param name="Original">The report that it copies.</param>
/// <param name="Outlet">The id of its outlet; null for none.</param>
/// <param name="Originator">The id of its originator; null for none.</param>
public sealed record EvidenceReport(string Id, byte[]? PublishedOn, int Original, string? Outlet, string? Originator, ImmutableArray<string> Journalists);

/// <param name="Reports">The reports that state it.</param>
public readonly record struct EvidenceClaim(bool Asserts, int[] Reports);

/// <param name="KnownOn">The date of a status that says that it is in effect; null for none.</param>
/// <param name="About">The claims about it.</param>
public readonly record struct EvidenceInstrument(byte[]? KnownOn, int[] About);

/// <summary>An end of a relationship, if evidence decides about it.</summary>
public enum EvidenceEnd
{
    Other,
    Report,
    Claim,
    Instrument,
    Statistic,
}

/// <param name="NeedsClaim">Whether the model wants a claim for it.</param>
/// <param name="LastSeen">The last of the days on which it is known to hold; null for none.</param>
public readonly record struct EvidenceRelationship(
    (EvidenceEnd Kind, int Position) From, (EvidenceEnd Kind, int Position) To, int[] Claims, bool NeedsClaim, byte[]? LastSeen)
{
    /// <summary>Whether one of its ends is an instrument.</summary>
    public bool IsOfInstrument => From.Kind == EvidenceEnd.Instrument || To.Kind == EvidenceEnd.Instrument;
}
