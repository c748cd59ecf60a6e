using System.Collections;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Evidence;

/// <summary>
/// What the evidence that counts supports: the reports and claims that count, the instruments and relationships that rest on them, and the last
/// date that the evidence for each reaches. Immutable; positions are those of the <see cref="EvidenceGraph"/>.
/// </summary>
public sealed class EvidenceView
{
    private readonly EvidenceGraph _graph;
    private readonly EvidenceLens? _lens;
    private readonly byte[]? _publishedBy;
    private readonly BitArray _reports;
    private readonly BitArray _claims;
    private readonly BitArray _instruments;
    private readonly BitArray _statistics;
    private readonly BitArray _relationships;
    /// <summary>The claims that count and assert.</summary>
    private readonly BitArray _supporting;
    private readonly int _claimsThatCount;
    /// <summary>Few operations ask for it.</summary>
    private readonly Lazy<(byte[]?[] Instruments, byte[]?[] Relationships)> _knownUntil;

    /// <param name="lens">Null if all evidence counts.</param>
    internal EvidenceView(EvidenceGraph graph, EvidenceLens? lens)
    {
        (_graph, _lens) = (graph, lens);
        _publishedBy = lens?.PublishedBy is { } date ? System.Text.Encoding.UTF8.GetBytes(date) : null;
        _reports = new BitArray(graph.Reports.Length, true);
        _claims = new BitArray(graph.Claims.Length, true);
        _supporting = new BitArray(graph.Claims.Length);
        _instruments = new BitArray(graph.Instruments.Length, true);
        _statistics = new BitArray(graph.Statistics.Length, true);
        _relationships = new BitArray(graph.Relationships.Length, true);
        if (lens is not null)
            FindSources(lens);
        for (var i = 0; i < _claims.Length; i++)
            _supporting[i] = _claims[i] && graph.Claims[i].Asserts;
        if (lens is not null)
            FindRelationships();
        _claimsThatCount = CountOf(_claims);
        RelationshipsLeftOut = _relationships.Length - CountOf(_relationships);
        _knownUntil = new(FindKnownUntil);
    }

    /// <summary>Whether the report counts.</summary>
    public bool HasReport(int report) => _reports[report];
    /// <summary>Whether the claim counts.</summary>
    public bool HasClaim(int claim) => _claims[claim];
    public bool HasInstrument(int instrument) => _instruments[instrument];
    public bool HasRelationship(int relationship) => _relationships[relationship];

    /// <summary>The last date that the evidence for an instrument reaches; null if there is no dated evidence.</summary>
    public byte[]? InstrumentKnownUntil(int instrument) => _knownUntil.Value.Instruments[instrument];
    /// <summary>The last date that the evidence for a relationship reaches; null if there is no dated evidence.</summary>
    public byte[]? RelationshipKnownUntil(int relationship) => _knownUntil.Value.Relationships[relationship];

    /// <summary>The number of claims that count, and of those that do not.</summary>
    public EvidenceCount Count => new(_claimsThatCount, _graph.ClaimCount - _claimsThatCount);
    public int RelationshipsLeftOut { get; }

    /// <summary>Finds the reports, claims, statistics and instruments.</summary>
    private void FindSources(EvidenceLens lens)
    {
        var without = lens.Without.ToHashSet();
        for (var i = 0; i < _reports.Length; i++)
            _reports[i] = IsInTime(_graph.Reports[i]) && !IsExcluded(i, without);
        for (var i = 0; i < _claims.Length; i++)
            _claims[i] = HasAny(_reports, _graph.Claims[i].Reports);
        // A statistic without a report has nothing to follow.
        for (var i = 0; i < _statistics.Length; i++)
            _statistics[i] = _graph.Statistics[i].Length == 0 || HasAny(_reports, _graph.Statistics[i]);
        for (var i = 0; i < _instruments.Length; i++)
            _instruments[i] = HasAny(_claims, _graph.Instruments[i].About);
        foreach (var relationship in _graph.Relationships)
            if (relationship.IsOfInstrument && HasAny(_claims, relationship.Claims))
            {
                ShowInstrument(relationship.From);
                ShowInstrument(relationship.To);
            }
    }

    private void ShowInstrument((EvidenceEnd Kind, int Position) end)
    {
        if (end.Kind == EvidenceEnd.Instrument)
            _instruments[end.Position] = true;
    }

    private void FindRelationships()
    {
        for (var i = 0; i < _relationships.Length; i++)
            _relationships[i] = IsSupported(_graph.Relationships[i]);
    }

    private static bool HasAny(BitArray bits, int[] positions)
    {
        foreach (var position in positions)
            if (bits[position])
                return true;
        return false;
    }

    private static int CountOf(BitArray bits)
    {
        var count = 0;
        foreach (bool bit in bits)
            count += bit ? 1 : 0;
        return count;
    }

    /// <summary>Whether the last day of its date is not after that of `publishedBy`.</summary>
    private bool IsInTime(EvidenceReport report) => _publishedBy is null || (report.PublishedOn is { } date && !PartialDate.EndsAfter(date, _publishedBy));

    /// <summary>Whether the report, or a report that it copies, is one that does not count.</summary>
    private bool IsExcluded(int report, HashSet<string> without)
    {
        if (without.Count == 0)
            return false;
        for (var steps = 0; report >= 0 && steps <= EvidenceRoles.MostCopies; steps++)
        {
            var at = _graph.Reports[report];
            if (without.Contains(at.Id) || (at.Outlet is not null && without.Contains(at.Outlet))
                || (at.Originator is not null && without.Contains(at.Originator)) || at.Journalists.Any(without.Contains))
                return true;
            report = at.Original;
        }
        return false;
    }

    private bool IsSupported(EvidenceRelationship relationship)
    {
        if (!IsShown(relationship.From) || !IsShown(relationship.To))
            return false;
        if (relationship.Claims.Length == 0 && !relationship.NeedsClaim)
            return true;
        return HasAny(_supporting, relationship.Claims)
            && (!relationship.IsOfInstrument || _lens!.MinOrigins <= 1 || CountOrigins(relationship.Claims) >= _lens.MinOrigins);
    }

    /// <summary>A statistic itself is always shown, but its relationships follow its reports.</summary>
    private bool IsShown((EvidenceEnd Kind, int Position) end) => end.Kind switch
    {
        EvidenceEnd.Other => true,
        EvidenceEnd.Report => _reports[end.Position],
        EvidenceEnd.Claim => _claims[end.Position],
        EvidenceEnd.Instrument => _instruments[end.Position],
        EvidenceEnd.Statistic => _statistics[end.Position],
        _ => throw new System.Diagnostics.UnreachableException($"{end.Kind}"),
    };

    /// <summary>The number of independent origins of the claims that count and assert, as `corroboration` counts them.</summary>
    private int CountOrigins(int[] claims)
    {
        var origins = new HashSet<string>();
        foreach (var claim in claims)
            if (_supporting[claim])
                foreach (var report in _graph.Claims[claim].Reports)
                    if (_reports[report] && _graph.Reports[RootOf(report)] is var root)
                        origins.Add(root.Originator ?? root.Outlet ?? root.Id);
        return origins.Count;
    }

    /// <summary>The report at the start of the chain of copies; the report itself if the chain is too long or a circle.</summary>
    private int RootOf(int report)
    {
        var root = report;
        for (var i = 0; i <= EvidenceRoles.MostCopies; i++)
        {
            if (_graph.Reports[root].Original is not (>= 0 and var original))
                return root;
            root = original;
        }
        return report;
    }

    private (byte[]?[] Instruments, byte[]?[] Relationships) FindKnownUntil()
    {
        var byClaim = new byte[]?[_claims.Length];
        for (var i = 0; i < byClaim.Length; i++)
            if (_supporting[i])
                foreach (var report in _graph.Claims[i].Reports)
                    if (_reports[report])
                        byClaim[i] = Later(byClaim[i], _graph.Reports[RootOf(report)].PublishedOn);
        var relationships = new byte[]?[_relationships.Length];
        var instruments = new byte[]?[_instruments.Length];
        byte[]? LatestOf(int[] claims)
        {
            byte[]? latest = null;
            foreach (var claim in claims)
                latest = Later(latest, byClaim[claim]);
            return latest;
        }
        void Reach((EvidenceEnd Kind, int Position) end, byte[]? date)
        {
            if (end.Kind == EvidenceEnd.Instrument)
                instruments[end.Position] = Later(instruments[end.Position], date);
        }
        for (var i = 0; i < instruments.Length; i++)
            instruments[i] = LatestOf(_graph.Instruments[i].About);
        for (var i = 0; i < relationships.Length; i++)
        {
            var relationship = _graph.Relationships[i];
            var latest = LatestOf(relationship.Claims);
            Reach(relationship.From, latest);
            Reach(relationship.To, latest);
            relationships[i] = NotAfterPublishedBy(Later(latest, relationship.LastSeen));
        }
        for (var i = 0; i < instruments.Length; i++)
            instruments[i] = NotAfterPublishedBy(_graph.Instruments[i].KnownOn ?? instruments[i]);
        return (instruments, relationships);
    }

    private static byte[]? Later(byte[]? one, byte[]? other) =>
        one is null ? other : other is null || PartialDate.CompareLastDay(one, other) >= 0 ? one : other;

    private byte[]? NotAfterPublishedBy(byte[]? date) =>
        date is not null && _publishedBy is not null && PartialDate.EndsAfter(date, _publishedBy) ? _publishedBy : date;
}
