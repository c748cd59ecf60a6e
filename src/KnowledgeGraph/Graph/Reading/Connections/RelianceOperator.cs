using System.Buffers.Text;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Which countries rely on which, by the rule of the model.</summary>
internal sealed class RelianceOperator(
    ReadContext context, ResponseWriter writer, Visibility visibility, StandingReader standings, EvidenceReader evidence, FilterEvaluator filters, ItemOrder order,
    ConnectionWriter connections,
    NodeWriter nodes, RelationshipWriter relationships)
{
    /// <summary>By <see cref="ExclusionReason"/>.</summary>
    private static readonly byte[][] s_reasons =
        ["\"NOT_IN_EFFECT\""u8.ToArray(), "\"BELOW_STRENGTH\""u8.ToArray(), "\"OTHER_OBJECTIVE\""u8.ToArray(), "\"DENIED\""u8.ToArray()];

    private readonly Stack<RelianceChains> _pool = [];

    public void Write(RelianceField field, NodeRef country)
    {
        if (visibility.Find(context.Value(field.Objective)) is not { } objective || objective.Type != field.Rule.Objective.Index)
        {
            writer.Raw("null"u8);
            return;
        }
        var chains = _pool.Count > 0 ? _pool.Pop() : new RelianceChains(context, visibility, standings, evidence);
        chains.Find(field.Rule, field.IsInverse, context.Value(field.MinStrength), objective, country);
        Choose(field.Choice, chains);
        var (from, to) = PageOf(field, chains);
        var source = new Source(this, field, chains, chains.Partners, from, to);
        connections.Write(field, ref source);
        _pool.Push(chains);
    }

    /// <summary>Removes the partners that do not match, and sorts the others.</summary>
    private void Choose(Choice choice, RelianceChains chains)
    {
        if (!choice.Filter.IsEverything)
            chains.Partners.RemoveAll(p => !filters.Holds(choice.Filter, new Subject(chains, p)));
        if (!choice.Order.IsEmpty)
            chains.Partners.Sort((left, right) =>
            {
                foreach (var term in choice.Order)
                    if (order.Compare(term, new Subject(chains, left), new Subject(chains, right)) is not 0 and var byTerm)
                        return byTerm;
                return context.IdOf(left.Country).SequenceCompareTo(context.IdOf(right.Country));
            });
    }

    private (int From, int To) PageOf(RelianceField field, RelianceChains chains)
    {
        var partners = chains.Partners;
        var page = context.Value(field.Page);
        var (from, to) = (0, partners.Count);
        if (page.After is { } after)
            from = partners.FindIndex(p => Compare(p, after, field.Choice, chains) > 0) is >= 0 and var index ? index : to;
        if (page.Before is { } before)
            to = partners.FindIndex(p => Compare(p, before, field.Choice, chains) >= 0) is >= 0 and var index ? Math.Max(index, from) : to;
        return page.FromEnd ? (Math.Max(from, to - page.Size), to) : (from, Math.Min(to, from + page.Size));
    }

    private int Compare(Partner partner, Cursor cursor, Choice choice, RelianceChains chains)
    {
        for (var i = 0; i < choice.Order.Length; i++)
            if (order.Compare(choice.Order[i], new Subject(chains, partner), cursor.Values[i]) is not 0 and var byTerm)
                return byTerm;
        return choice.Order.IsEmpty ? Compare(partner, cursor) : JsonText.Unquote(context.IdOf(partner.Country)).SequenceCompareTo(cursor.Values[choice.Order.Length]);
    }

    private int Compare(Partner partner, Cursor cursor)
    {
        static int Parse(byte[] value) => Utf8Parser.TryParse(value, out int number, out _) ? number : 0;

        var side = partner.Strength.CompareTo(Parse(cursor.Values[0]));
        if (side == 0)
            side = Parse(cursor.Values[1]).CompareTo(partner.Instruments);
        return side != 0 ? side : order.Compare(partner.Country, new CursorPlace(cursor, name: 2));
    }

    /// <summary>A range of partners, or of excluded countries.</summary>
    private readonly struct Source(RelianceOperator owner, RelianceField reliance, RelianceChains chains, List<Partner> partners, int from, int to)
        : IItemSource
    {
        public int Count => to - from;
        public int Total => partners.Count;
        public PageEnds Take(ConnectionSelection selection) => new(HasNext: to < partners.Count, HasPrevious: from > 0);
        public NodeRef NodeOf(int item) => partners[from + item].Country;

        public void AppendTo(CursorBuilder cursor, int item)
        {
            owner.AppendTo(cursor, reliance.Choice, chains, partners[from + item]);
        }

        public bool TryWriteEdges(EdgesField edges) => false;
        public void WriteItemField(PlanField field, int item) => owner.WriteItemField(field, reliance, chains, partners[from + item]);

        public void WriteField(PlanField field)
        {
            if (field is not ExcludedField excluded)
                throw new UnreachableException($"{field}");
            owner.WriteExcluded(excluded, reliance, chains);
        }

        public void Release() { }
    }

    private void AppendTo(CursorBuilder cursor, Choice choice, RelianceChains chains, Partner partner)
    {
        foreach (var term in choice.Order)
            order.AppendTo(cursor, new Subject(chains, partner), term);
        if (!choice.Order.IsEmpty)
        {
            cursor.Append(JsonText.Unquote(context.IdOf(partner.Country)));
            return;
        }
        cursor.Append(partner.Strength);
        cursor.Append(partner.Instruments);
        order.AppendTo(cursor, partner.Country);
    }

    private void WriteExcluded(ExcludedField field, RelianceField reliance, RelianceChains chains)
    {
        writer.Key(field.Key);
        var source = new Source(this, reliance, chains, chains.Excluded, 0, chains.Excluded.Count);
        connections.WriteItems(field.Fields, reliance.Ordering, ref source);
    }

    private void WriteItemField(PlanField field, RelianceField reliance, RelianceChains chains, Partner partner)
    {
        switch (field)
        {
            case LeafField { What: Leaf.Strength }: writer.Value(field.Key, reliance.Rule.Strength.Enum!.Values[partner.Strength].Json.Span); break;
            case LeafField { What: Leaf.Since }: writer.Text(field.Key, chains.EarliestStart(partner)); break;
            case LeafField { What: Leaf.Until }: writer.Text(field.Key, chains.LatestEnd(partner)); break;
            case LeafField { What: Leaf.ExplicitSince }: writer.Text(field.Key, chains.EarliestExplicitStart(partner)); break;
            case LeafField { What: Leaf.Contested }: writer.Boolean(field.Key, chains.IsContested(partner)); break;
            case StandingField standing: writer.Standing(field.Key, chains.BestStanding(partner, standings.DateOf(standing.On))); break;
            case LeafField { What: Leaf.Reason }: writer.Value(field.Key, s_reasons[(int)partner.Reason]); break;
            case ThroughField through:
                writer.Key(field.Key);
                nodes.WriteList(through.Selection, chains.InstrumentsOf(partner));
                break;
            default: relationships.WriteEvidenceField(field, chains.ClaimsOf(partner)); break;
        }
    }
}
