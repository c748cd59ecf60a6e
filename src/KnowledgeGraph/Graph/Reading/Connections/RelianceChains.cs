using System.Runtime.InteropServices;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>The step of the rule that an instrument does not meet, the nearest miss first.</summary>
internal enum ExclusionReason
{
    None = -1,
    NotInEffect,
    BelowStrength,
    OtherObjective,
    Denied,
}

/// <summary>An instrument between two countries. It makes one rely on the other, or there is a reason why not.</summary>
internal readonly record struct RelianceChain(NodeRef Country, NodeRef Instrument, int Acts, int Benefits, int Strength, ExclusionReason Reason);

/// <summary>A country on which another relies, or one that is excluded: a range of chains, those that hold first.</summary>
/// <param name="Instruments">The number of instruments that make the reliance; 0 for an excluded country.</param>
internal readonly record struct Partner(NodeRef Country, int First, int Count, int Instruments, int Strength, ExclusionReason Reason);

/// <summary>Applies the rule of reliance to one country and one objective. Fields nest, so that each has an object of its own while it is written.</summary>
internal sealed class RelianceChains(ReadContext context, Visibility visibility, StandingReader standings, EvidenceReader evidence)
{
    private readonly List<RelianceChain> _chains = [];
    private readonly List<Partner> _partners = [];
    private readonly List<Partner> _excluded = [];
    private readonly HashSet<NodeRef> _objectives = [];
    private readonly Queue<(NodeRef Objective, int Steps)> _open = [];
    private readonly List<NodeRef> _instruments = [];
    private readonly HashSet<int> _claims = [];
    private RelianceRule _rule = null!;
    private int _minStrength;

    /// <summary>The countries of the response: EXPLICIT first, then more instruments, then the default order.</summary>
    public List<Partner> Partners => _partners;
    /// <summary>The countries that are left out, in the default order.</summary>
    public List<Partner> Excluded => _excluded;

    /// <param name="minStrength">The position of the weakest strength that counts.</param>
    /// <param name="isInverse">Whether the countries that rely on this one are sought.</param>
    public void Find(RelianceRule rule, bool isInverse, int minStrength, NodeRef objective, NodeRef country)
    {
        (_rule, _minStrength) = (rule, minStrength);
        _chains.Clear();
        _partners.Clear();
        _excluded.Clear();
        FindObjectives(objective);
        FindChains(country, isInverse);
        GroupByCountry();
    }

    /// <summary>Finds the objective and all that serve it within the number of steps of the rule.</summary>
    private void FindObjectives(NodeRef objective)
    {
        _objectives.Clear();
        _open.Clear();
        _objectives.Add(objective);
        _open.Enqueue((objective, 0));
        while (_open.TryDequeue(out var next))
        {
            if (next.Steps == _rule.MaxSteps)
                continue;
            foreach (var link in context.Links(next.Objective, _rule.Serves.In))
                if (visibility.IsVisible(_rule.Serves, link.Relationship) && _objectives.Add(link.Node))
                    _open.Enqueue((link.Node, next.Steps + 1));
        }
    }

    private void FindChains(NodeRef country, bool isInverse)
    {
        var (near, far) = isInverse ? (_rule.Acts.Out, _rule.Benefits.Out) : (_rule.Benefits.In, _rule.Acts.In);
        foreach (var own in context.Links(country, near))
            foreach (var other in context.Links(own.Node, far))
                if (other.Node != country && visibility.IsSupported(own.Node) && IsSupported(isInverse, own, other))
                {
                    context.ThrowIfCancelled();
                    var (acts, benefits) = isInverse ? (own.Relationship, other.Relationship) : (other.Relationship, own.Relationship);
                    var (strength, reason) = Judge(own.Node, acts, benefits);
                    _chains.Add(new RelianceChain(other.Node, own.Node, acts, benefits, strength, reason));
                }
    }

    /// <summary>Whether the evidence that counts supports both relationships. Without that, it is as if they were not there.</summary>
    private bool IsSupported(bool isInverse, Link own, Link other) =>
        visibility.IsSupported(isInverse ? _rule.Acts : _rule.Benefits, own.Relationship)
        && visibility.IsSupported(isInverse ? _rule.Benefits : _rule.Acts, other.Relationship);

    private (int Strength, ExclusionReason Reason) Judge(NodeRef instrument, int acts, int benefits)
    {
        var (isPursued, strongest, inEffect) = (false, int.MaxValue, int.MaxValue);
        foreach (var pursuit in context.Links(instrument, _rule.Pursues.Out))
        {
            if (!_objectives.Contains(pursuit.Node) || !visibility.IsSupported(_rule.Pursues, pursuit.Relationship))
                continue;
            isPursued = true;
            var strength = StrengthOf(pursuit.Relationship);
            strongest = Math.Min(strongest, strength);
            if (visibility.IsVisible(_rule.Pursues, pursuit.Relationship))
                inEffect = Math.Min(inEffect, strength);
        }
        var isInEffect = inEffect <= _minStrength && standings.TookEffect(instrument) && visibility.IsVisible(instrument)
            && visibility.IsVisible(_rule.Acts, acts) && visibility.IsVisible(_rule.Benefits, benefits);
        return !isPursued ? (0, ExclusionReason.OtherObjective)
            : strongest > _minStrength ? (0, ExclusionReason.BelowStrength)
            : !isInEffect ? (0, ExclusionReason.NotInEffect)
            : evidence.IsDenied(ClaimsOf(_rule.Acts, acts)) ? (0, ExclusionReason.Denied)
            : (inEffect, ExclusionReason.None);
    }

    private int StrengthOf(int pursuit) => context.Snapshot.Relationships[_rule.Pursues.Index].Properties.Position(_rule.Strength.Ordinal, pursuit);

    private void GroupByCountry()
    {
        CollectionsMarshal.AsSpan(_chains).Sort(CompareChains);
        var chains = CollectionsMarshal.AsSpan(_chains);
        for (var first = 0; first < chains.Length;)
        {
            var end = first;
            var (instruments, nearest) = (0, ExclusionReason.Denied);
            for (; end < chains.Length && chains[end].Country == chains[first].Country; end++)
            {
                if (chains[end].Reason == ExclusionReason.None && (end == first || chains[end].Instrument != chains[end - 1].Instrument))
                    instruments++;
                if (chains[end].Reason < nearest)
                    nearest = chains[end].Reason;
            }
            var partner = new Partner(chains[first].Country, first, end - first, instruments, chains[first].Strength, nearest);
            (instruments > 0 ? _partners : _excluded).Add(partner);
            first = end;
        }
        _partners.Sort(ComparePartners);
        _excluded.Sort((left, right) => context.Snapshot.Order.Compare(left.Country, right.Country));
    }

    /// <summary>Compares by country; then those that hold first, by strength, start of the instrument (none last), id.</summary>
    private int CompareChains(RelianceChain left, RelianceChain right)
    {
        var order = left.Country.Value.CompareTo(right.Country.Value);
        if (order == 0)
            order = (left.Reason != ExclusionReason.None).CompareTo(right.Reason != ExclusionReason.None);
        if (order == 0)
            order = left.Strength.CompareTo(right.Strength);
        return order != 0 ? order : CompareByStart(left.Instrument, right.Instrument);
    }

    private int CompareByStart(NodeRef left, NodeRef right)
    {
        var leftStart = standings.StartOf(left);
        var rightStart = standings.StartOf(right);
        var order = leftStart.IsEmpty || rightStart.IsEmpty
            ? leftStart.IsEmpty.CompareTo(rightStart.IsEmpty) : leftStart.SequenceCompareTo(rightStart);
        return order != 0 ? order : context.IdOf(left).SequenceCompareTo(context.IdOf(right));
    }

    private int ComparePartners(Partner left, Partner right)
    {
        var order = left.Strength.CompareTo(right.Strength);
        if (order == 0)
            order = right.Instruments.CompareTo(left.Instruments);
        return order != 0 ? order : context.Snapshot.Order.Compare(left.Country, right.Country);
    }

    /// <summary>The chains that make the reliance; all chains of an excluded country.</summary>
    private ReadOnlySpan<RelianceChain> ChainsOf(Partner partner)
    {
        var chains = CollectionsMarshal.AsSpan(_chains).Slice(partner.First, partner.Count);
        if (partner.Instruments == 0)
            return chains;
        var count = 0;
        while (count < chains.Length && chains[count].Reason == ExclusionReason.None)
            count++;
        return chains[..count];
    }

    /// <summary>The instruments between the countries by start (none last), then id.</summary>
    public NodeRef[] InstrumentsOf(Partner partner)
    {
        _instruments.Clear();
        foreach (var chain in ChainsOf(partner))
            if (!_instruments.Contains(chain.Instrument))
                _instruments.Add(chain.Instrument);
        if (partner.Instruments == 0)
            _instruments.Sort(CompareByStart);
        return [.. _instruments];
    }

    /// <summary>The date on which the first of the instruments started; empty if none has one.</summary>
    public ReadOnlySpan<byte> EarliestStart(Partner partner)
    {
        ReadOnlySpan<byte> earliest = default;
        foreach (var chain in ChainsOf(partner))
            if (standings.StartOf(chain.Instrument) is { IsEmpty: false } start && (earliest.IsEmpty || start.SequenceCompareTo(earliest) < 0))
                earliest = start;
        return earliest;
    }

    /// <summary>The date on which the first of the instruments started that pursue the objective explicitly; empty if none has one.</summary>
    public ReadOnlySpan<byte> EarliestExplicitStart(Partner partner)
    {
        ReadOnlySpan<byte> earliest = default;
        foreach (var chain in ChainsOf(partner))
            if (chain.Strength == 0 && standings.StartOf(chain.Instrument) is { IsEmpty: false } start && (earliest.IsEmpty || start.SequenceCompareTo(earliest) < 0))
                earliest = start;
        return earliest;
    }

    /// <summary>The best standing among the instruments.</summary>
    public Standing BestStanding(Partner partner, ReadOnlySpan<byte> date)
    {
        var best = Standing.Never;
        foreach (var chain in ChainsOf(partner))
            if (standings.Of(chain.Instrument, date) is var standing && standing < best)
                best = standing;
        return best;
    }

    /// <summary>Whether one of the relationships that make the reliance is contested.</summary>
    public bool IsContested(Partner partner)
    {
        foreach (var chain in ChainsOf(partner))
        {
            if (evidence.IsContested(ClaimsOf(_rule.Acts, chain.Acts)) || evidence.IsContested(ClaimsOf(_rule.Benefits, chain.Benefits)))
                return true;
            foreach (var pursuit in context.Links(chain.Instrument, _rule.Pursues.Out))
                if (IsUsed(pursuit) && evidence.IsContested(ClaimsOf(_rule.Pursues, pursuit.Relationship)))
                    return true;
        }
        return false;
    }

    /// <summary>A value as JSON; empty if there is none.</summary>
    public ReadOnlySpan<byte> Json(RelianceOperand operand, Partner partner) => operand switch
    {
        RelianceContestedOperand => IsContested(partner) ? "true"u8 : "false"u8,
        RelianceSinceOperand => EarliestStart(partner) is { IsEmpty: false } start ? Quoted(start) : default(ReadOnlySpan<byte>),
        RelianceCorroborationOperand { What: Leaf.FirstReportedOn } => evidence.PublishedOn(evidence.Corroborate(ClaimsOf(partner)).FirstReported),
        _ => throw new System.Diagnostics.UnreachableException($"{operand} has no JSON."),
    };

    private static byte[] Quoted(ReadOnlySpan<byte> text) => [(byte)'"', .. text, (byte)'"'];

    /// <summary>A value that is a number, or stands for a value of an enum.</summary>
    public long Number(RelianceOperand operand, Partner partner) => operand switch
    {
        RelianceStrengthOperand => partner.Strength,
        RelianceStandingOperand => (long)BestStanding(partner, standings.DateOf(Slot<byte[]?>.None)),
        ThroughCountOperand => partner.Instruments,
        RelianceCorroborationOperand corroboration => ValueReader.NumberOf(corroboration.What, evidence.Corroborate(ClaimsOf(partner))),
        _ => throw new System.Diagnostics.UnreachableException($"{operand} is not computed."),
    };

    /// <summary>Whether the relationship from an instrument to an objective makes the reliance.</summary>
    private bool IsUsed(Link pursuit) => _objectives.Contains(pursuit.Node) && visibility.IsVisible(_rule.Pursues, pursuit.Relationship)
        && StrengthOf(pursuit.Relationship) <= _minStrength;

    /// <summary>The date on which the last of the instruments ended; empty if one has no end.</summary>
    public ReadOnlySpan<byte> LatestEnd(Partner partner)
    {
        ReadOnlySpan<byte> latest = default;
        foreach (var chain in ChainsOf(partner))
        {
            var end = standings.EndOf(chain.Instrument);
            if (end.IsEmpty)
                return default;
            if (latest.IsEmpty || PartialDate.CompareLastDay(end, latest) > 0)
                latest = end;
        }
        return latest;
    }

    /// <summary>The distinct claims of the relationships that make the reliance.</summary>
    public int[] ClaimsOf(Partner partner)
    {
        _claims.Clear();
        foreach (var chain in ChainsOf(partner))
        {
            AddClaims(_rule.Acts, chain.Acts);
            AddClaims(_rule.Benefits, chain.Benefits);
            foreach (var pursuit in context.Links(chain.Instrument, _rule.Pursues.Out))
                if (IsUsed(pursuit))
                    AddClaims(_rule.Pursues, pursuit.Relationship);
        }
        return [.. _claims];
    }

    private void AddClaims(RelationshipType type, int row)
    {
        foreach (var claim in ClaimsOf(type, row))
            _claims.Add(claim);
    }

    private ReadOnlySpan<int> ClaimsOf(RelationshipType type, int row) => visibility.ClaimsOf(context.Snapshot.Relationships[type.Index], row);
}
