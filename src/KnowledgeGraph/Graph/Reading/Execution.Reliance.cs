using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Who relies on whom, by the model's rule.</summary>
internal sealed partial class Execution
{
    /// <summary>The step of the rule that an instrument fails, the nearest miss first.</summary>
    private enum Miss
    {
        None = -1,
        NotInEffect,
        BelowStrength,
        OtherObjective,
        Denied,
    }

    private static readonly byte[][] s_misses =
        ["\"NOT_IN_EFFECT\""u8.ToArray(), "\"BELOW_STRENGTH\""u8.ToArray(), "\"OTHER_OBJECTIVE\""u8.ToArray(), "\"DENIED\""u8.ToArray()];

    /// <summary>One instrument between the two countries: it makes the one rely on the other, or misses.</summary>
    private readonly record struct Chain(NodeRef Country, NodeRef Instrument, int Acts, int Benefits, int Strength, Miss Miss);

    /// <summary>A country of the answer, or one left out: a run of chains, those that hold first.</summary>
    private readonly record struct Partner(NodeRef Country, int First, int Count, int Instruments, int Strength, Miss Miss);

    /// <summary>What one reliance field needs while it is written; taken from a pool, since they nest.</summary>
    private sealed class RelianceScratch
    {
        public readonly List<Chain> Chains = [];
        public readonly List<Partner> Partners = [];
        public readonly List<Partner> Excluded = [];
        public readonly HashSet<NodeRef> Objectives = [];
        public readonly List<NodeRef> Instruments = [];
        public readonly HashSet<int> Claims = [];
    }

    private readonly Stack<RelianceScratch> _relianceScratch = [];

    private void WriteReliance(PlanField.Reliance field, NodeRef country)
    {
        if (Find((string?)_values[field.Objective]) is not { } objective || objective.Type != field.Rule.Objective.Index)
        {
            Raw("null"u8);
            return;
        }
        var scratch = _relianceScratch.Count > 0 ? _relianceScratch.Pop() : new RelianceScratch();
        scratch.Chains.Clear();
        scratch.Partners.Clear();
        scratch.Excluded.Clear();
        FindServing(objective, field.Rule, scratch.Objectives);
        FindChains(field, country, scratch);
        GroupChains(scratch);
        WriteReliance(field, scratch);
        _relianceScratch.Push(scratch);
    }

    /// <summary>The objective and all that serve it within the rule's number of steps.</summary>
    private void FindServing(NodeRef objective, RelianceRule rule, HashSet<NodeRef> found)
    {
        found.Clear();
        found.Add(objective);
        var below = _linkCount;
        Push(new Link(objective, -1));
        var from = below;
        for (var step = 0; step < rule.MaxSteps && from < _linkCount; step++)
        {
            for (var end = _linkCount; from < end; from++)
                foreach (var link in _snapshot.Nodes[objective.Type].Adjacency[rule.Serves.Index * 2 + 1][_links[from].Node.Row])
                    if (HoldsNow(rule.Serves, link.Relationship) && found.Add(link.Node))
                        Push(link);
        }
        _linkCount = below;
    }

    private bool HoldsNow(RelationshipType type, int row) => _asOf is null || IsInEffect(_snapshot.Relationships[type.Index], row, _asOf);

    private void FindChains(PlanField.Reliance field, NodeRef country, RelianceScratch scratch)
    {
        var (near, far) = field.IsInverse ? (field.Rule.Acts.Index * 2, field.Rule.Benefits.Index * 2) : (field.Rule.Benefits.Index * 2 + 1, field.Rule.Acts.Index * 2 + 1);
        foreach (var step in _snapshot.Nodes[country.Type].Adjacency[near][country.Row])
            foreach (var other in _snapshot.Nodes[step.Node.Type].Adjacency[far][step.Node.Row])
                if (other.Node != country)
                {
                    var (acts, benefits) = field.IsInverse ? (step.Relationship, other.Relationship) : (other.Relationship, step.Relationship);
                    var (strength, miss) = Judge(field, step.Node, acts, benefits, scratch.Objectives);
                    scratch.Chains.Add(new Chain(other.Node, step.Node, acts, benefits, strength, miss));
                }
    }

    private (int Strength, Miss Miss) Judge(PlanField.Reliance field, NodeRef instrument, int acts, int benefits, HashSet<NodeRef> objectives)
    {
        var (rule, weakest) = (field.Rule, (int)_values[field.MinStrength]!);
        var pursuits = _snapshot.Nodes[instrument.Type].Adjacency[rule.Pursues.Index * 2][instrument.Row];
        var (pursued, strongest, inEffect) = (false, int.MaxValue, int.MaxValue);
        foreach (var pursuit in pursuits)
        {
            if (!objectives.Contains(pursuit.Node))
                continue;
            pursued = true;
            var strength = StrengthOf(rule, pursuit.Relationship);
            strongest = Math.Min(strongest, strength);
            if (HoldsNow(rule.Pursues, pursuit.Relationship))
                inEffect = Math.Min(inEffect, strength);
        }
        var table = _snapshot.Nodes[instrument.Type];
        var tookEffect = !HasStatus(table, table.Type.Lifespan!, instrument.Row, v => v.IsNever);
        return !pursued ? (0, Miss.OtherObjective)
            : strongest > weakest ? (0, Miss.BelowStrength)
            : inEffect > weakest || !tookEffect || !IsVisible(instrument) || !HoldsNow(rule.Acts, acts) || !HoldsNow(rule.Benefits, benefits) ? (0, Miss.NotInEffect)
            : IsDenied(_snapshot.Relationships[rule.Acts.Index].Claims[acts]) ? (0, Miss.Denied)
            : (inEffect, Miss.None);
    }

    private int StrengthOf(RelianceRule rule, int pursuit) =>
        _snapshot.Relationships[rule.Pursues.Index].Properties.Position(rule.Strength.Ordinal, pursuit);

    private bool IsDenied(ReadOnlySpan<int> claims)
    {
        foreach (var claim in claims)
            if (Asserts(claim))
                return false;
        return !claims.IsEmpty;
    }

    private void GroupChains(RelianceScratch scratch)
    {
        CollectionsMarshal.AsSpan(scratch.Chains).Sort(CompareChains);
        var chains = CollectionsMarshal.AsSpan(scratch.Chains);
        for (var first = 0; first < chains.Length;)
        {
            var end = first;
            var (instruments, nearest) = (0, Miss.Denied);
            for (; end < chains.Length && chains[end].Country == chains[first].Country; end++)
            {
                if (chains[end].Miss == Miss.None && (end == first || chains[end].Instrument != chains[end - 1].Instrument))
                    instruments++;
                if (chains[end].Miss < nearest)
                    nearest = chains[end].Miss;
            }
            var partner = new Partner(chains[first].Country, first, end - first, instruments, chains[first].Strength, nearest);
            (instruments > 0 ? scratch.Partners : scratch.Excluded).Add(partner);
            first = end;
        }
        CollectionsMarshal.AsSpan(scratch.Partners).Sort(ComparePartners);
        CollectionsMarshal.AsSpan(scratch.Excluded).Sort((left, right) => _snapshot.Order.Compare(left.Country, right.Country));
    }

    /// <summary>Country by country; first those that hold, by strength, start (none last), id.</summary>
    private int CompareChains(Chain left, Chain right)
    {
        var order = left.Country.Value.CompareTo(right.Country.Value);
        if (order == 0)
            order = (left.Miss != Miss.None).CompareTo(right.Miss != Miss.None);
        if (order == 0)
            order = left.Strength.CompareTo(right.Strength);
        return order != 0 ? order : CompareByStart(left.Instrument, right.Instrument);
    }

    private int CompareByStart(NodeRef left, NodeRef right)
    {
        var (leftTable, rightTable) = (_snapshot.Nodes[left.Type], _snapshot.Nodes[right.Type]);
        var leftStart = StartOf(leftTable, left.Row);
        var rightStart = StartOf(rightTable, right.Row);
        var order = leftStart.IsEmpty || rightStart.IsEmpty
            ? leftStart.IsEmpty.CompareTo(rightStart.IsEmpty) : leftStart.SequenceCompareTo(rightStart);
        return order != 0 ? order : leftTable.Ids[left.Row].SequenceCompareTo(rightTable.Ids[right.Row]);
    }

    /// <summary>EXPLICIT first, then more instruments, then name, then id.</summary>
    private int ComparePartners(Partner left, Partner right)
    {
        var order = left.Strength.CompareTo(right.Strength);
        if (order == 0)
            order = right.Instruments.CompareTo(left.Instruments);
        return order != 0 ? order : _snapshot.Order.Compare(left.Country, right.Country);
    }

    private void WriteReliance(PlanField.Reliance reliance, RelianceScratch scratch)
    {
        var page = (Page)_values[reliance.Page]!;
        var (from, to) = (0, scratch.Partners.Count);
        if (page.After is { } after)
            from = scratch.Partners.FindIndex(p => Compare(p, after) > 0) is >= 0 and var index ? index : to;
        if (page.Before is { } before)
            to = scratch.Partners.FindIndex(p => Compare(p, before) >= 0) is >= 0 and var index ? Math.Max(index, from) : to;
        (from, to) = page.FromEnd ? (Math.Max(from, to - page.Size), to) : (from, Math.Min(to, from + page.Size));
        foreach (var field in reliance.Selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WritePartners(reliance, edges.Fields, scratch, scratch.Partners, from, to);
                    break;
                case PlanField.Excluded excluded:
                    Start(field);
                    WritePartners(reliance, excluded.Fields, scratch, scratch.Excluded, 0, scratch.Excluded.Count);
                    break;
                case PlanField.Nodes nodes:
                    Start(field);
                    for (var i = from; i < to; i++)
                    {
                        Raw(i == from ? "["u8 : ","u8);
                        WriteNode(nodes.Selection, scratch.Partners[i].Country);
                    }
                    Raw(from == to ? "[]"u8 : "]"u8);
                    break;
                case PlanField.TotalCount: Number(field, scratch.Partners.Count); break;
                case PlanField.PageInfo info:
                    Start(field);
                    WritePageInfo(info.Fields, reliance.Ordering, scratch.Partners, from, to);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(reliance.Selection.Fields);
    }

    private void WritePageInfo(ImmutableArray<PlanField> fields, Ordering ordering, List<Partner> partners, int from, int to)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(to < partners.Count)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(from > 0)); break;
                case PlanField.StartCursor or PlanField.EndCursor when from < to:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? partners[from] : partners[to - 1], ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.StartCursor or PlanField.EndCursor: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WritePartners(
        PlanField.Reliance reliance, ImmutableArray<PlanField> fields, RelianceScratch scratch, List<Partner> partners, int from, int to)
    {
        Byte((byte)'[');
        for (var i = from; i < to; i++)
        {
            if (i > from)
                Byte((byte)',');
            WritePartner(reliance, fields.AsSpan(), scratch, partners[i]);
        }
        Byte((byte)']');
    }

    private void WritePartner(PlanField.Reliance reliance, ReadOnlySpan<PlanField> fields, RelianceScratch scratch, Partner partner)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.EdgeNode node:
                    Start(field);
                    WriteNode(node.Selection, partner.Country);
                    break;
                case PlanField.Cursor:
                    Start(field);
                    BuildCursor(partner, reliance.Ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.Strength: Value(field, Fragment(reliance.Rule.Strength.Enum!, partner.Strength)); break;
                case PlanField.Since: Date(field, EarliestStart(scratch, partner)); break;
                case PlanField.Until: Date(field, LatestEnd(scratch, partner)); break;
                case PlanField.Through through:
                    Start(field);
                    WriteInstruments(through.Selection, scratch, partner);
                    break;
                case PlanField.Reason: Value(field, s_misses[(int)partner.Miss]); break;
                case PlanField.Evidence evidence:
                    Start(field);
                    WriteEvidence(evidence.Selection, ClaimsOf(reliance, scratch, partner));
                    break;
                case PlanField.Corroboration corroboration:
                    Start(field);
                    WriteCorroboration(corroboration.Fields, ClaimsOf(reliance, scratch, partner));
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    /// <summary>The chains that make a partner of the answer, or all of one left out.</summary>
    private static Span<Chain> ChainsOf(RelianceScratch scratch, Partner partner)
    {
        var chains = CollectionsMarshal.AsSpan(scratch.Chains).Slice(partner.First, partner.Count);
        if (partner.Instruments == 0)
            return chains;
        var count = 0;
        while (count < chains.Length && chains[count].Miss == Miss.None)
            count++;
        return chains[..count];
    }

    private void WriteInstruments(NodeSelection selection, RelianceScratch scratch, Partner partner)
    {
        var below = scratch.Instruments.Count;
        foreach (var chain in ChainsOf(scratch, partner))
            if (scratch.Instruments.IndexOf(chain.Instrument, below) < 0)
                scratch.Instruments.Add(chain.Instrument);
        if (partner.Instruments == 0)
            scratch.Instruments.Sort(below, scratch.Instruments.Count - below, Comparer<NodeRef>.Create(CompareByStart));
        Byte((byte)'[');
        var end = scratch.Instruments.Count;
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteNode(selection, scratch.Instruments[i]);
        }
        Byte((byte)']');
        scratch.Instruments.RemoveRange(below, end - below);
    }

    private ReadOnlySpan<byte> EarliestStart(RelianceScratch scratch, Partner partner)
    {
        ReadOnlySpan<byte> earliest = default;
        foreach (var chain in ChainsOf(scratch, partner))
            if (StartOf(_snapshot.Nodes[chain.Instrument.Type], chain.Instrument.Row) is { IsEmpty: false } start
                && (earliest.IsEmpty || start.SequenceCompareTo(earliest) < 0))
                earliest = start;
        return earliest;
    }

    private ReadOnlySpan<byte> LatestEnd(RelianceScratch scratch, Partner partner)
    {
        ReadOnlySpan<byte> latest = default;
        foreach (var chain in ChainsOf(scratch, partner))
        {
            var end = EndOf(_snapshot.Nodes[chain.Instrument.Type], chain.Instrument.Row);
            if (end.IsEmpty)
                return default;
            if (latest.IsEmpty || PartialDate.CompareLastDay(end, latest) > 0)
                latest = end;
        }
        return latest;
    }

    /// <summary>The distinct claims of the relationships that make the reliance.</summary>
    private ReadOnlySpan<int> ClaimsOf(PlanField.Reliance reliance, RelianceScratch scratch, Partner partner)
    {
        var rule = reliance.Rule;
        scratch.Claims.Clear();
        void Add(RelationshipType type, int row)
        {
            foreach (var claim in _snapshot.Relationships[type.Index].Claims[row])
                scratch.Claims.Add(claim);
        }
        foreach (var chain in ChainsOf(scratch, partner))
        {
            Add(rule.Acts, chain.Acts);
            Add(rule.Benefits, chain.Benefits);
            foreach (var pursuit in _snapshot.Nodes[chain.Instrument.Type].Adjacency[rule.Pursues.Index * 2][chain.Instrument.Row])
                if (scratch.Objectives.Contains(pursuit.Node) && HoldsNow(rule.Pursues, pursuit.Relationship)
                    && StrengthOf(rule, pursuit.Relationship) <= (int)_values[reliance.MinStrength]!)
                    Add(rule.Pursues, pursuit.Relationship);
        }
        return scratch.Claims.ToArray();
    }

    private void BuildCursor(Partner partner, Ordering ordering)
    {
        Span<byte> number = stackalloc byte[11];
        Cursor.Start(_cursor, ordering.Tag);
        Utf8Formatter.TryFormat(partner.Strength, number, out var length);
        Cursor.Append(_cursor, number[..length]);
        Utf8Formatter.TryFormat(partner.Instruments, number, out length);
        Cursor.Append(_cursor, number[..length]);
        Cursor.Append(_cursor, JsonText.Unquote(NameOf(partner.Country)));
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[partner.Country.Type].Ids[partner.Country.Row]));
    }

    private int Compare(Partner partner, Cursor cursor)
    {
        static int Parse(byte[] value) => Utf8Parser.TryParse(value, out int number, out _) ? number : 0;

        var order = partner.Strength.CompareTo(Parse(cursor.Values[0]));
        if (order == 0)
            order = Parse(cursor.Values[1]).CompareTo(partner.Instruments);
        return order != 0 ? order : Compare(partner.Country, new CursorPlace(cursor, name: 2));
    }
}
