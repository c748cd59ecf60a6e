using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>A partner that a country relies on, or that relies on it.</summary>
internal sealed record PartnerItem(Partner Partner, IReadOnlyList<SortKey> Keys, CypherText Cursor) : Item(Partner.Node, Keys, Cursor);

/// <summary>The partners of a country that are not excluded. All partners are found first, since they are few; the page is cut from them.</summary>
/// <param name="partners">The list of <see cref="PartnerSearch"/>.</param>
internal sealed class RelianceSource(
    CompileContext context, Visibility visibility, StandingCompiler standings, FilterCompiler filters, ItemOrder order, NodeCompiler nodes, EvidenceCompiler evidence, ConnectionCompiler connections,
    RelianceField reliance, Variable partners) : IItemSource<PartnerItem>
{
    public IReadOnlyList<Variable> Scope => [partners];

    public PartnerItem Write(Block block, KeyConditions? conditions)
    {
        var partner = Unwind(block);
        if (reliance.Choice != Choice.All)
            return WriteChosen(partner, block, conditions);
        return Ordered(partner, block, [$"{partner.Reason} < 0"], conditions);
    }

    /// <summary>The default order.</summary>
    private PartnerItem Ordered(Partner partner, Block block, List<CypherText> all, KeyConditions? conditions)
    {
        SortKey[] keys =
        [
            SortKey.Ascending($"{partner.Strength}", 0, CursorValueKind.Number),
            SortKey.Ascending($"{partner.Count}", 1, CursorValueKind.Number) with { IsDescending = true },
            SortKey.OfNode(partner.Node, 2),
        ];
        block.Where([.. all, .. conditions?.Invoke(keys) ?? []]);
        CypherText name = SortKey.NameOf(partner.Node, [reliance.Rule.Acts.Pairs.First().From]);
        return new PartnerItem(partner, keys, CypherText.List([$"{partner.Strength}", $"{partner.Count}", name, $"{partner.Node}.{GraphLayout.Id}"]))
        {
            Others = [partner.Row, partner.Strength, partner.Count],
        };
    }

    /// <summary>Writes the filter and the order of the field.</summary>
    private PartnerItem WriteChosen(Partner partner, Block block, KeyConditions? conditions)
    {
        List<CypherText> all = [$"{partner.Reason} < 0"];
        if (!reliance.Choice.Filter.IsEverything)
            all.Add(filters.Compile(reliance.Choice.Filter, new Subject(partner.Node, null, Reliance: operand => Value(operand, partner))));
        Variable[] kept = [partner.Row, partner.Strength, partner.Count];
        if (reliance.Choice.Order.IsEmpty || conditions is null)
            return Ordered(partner, block, all, conditions);
        var country = reliance.Rule.Acts.Pairs.First().From;
        var items = new UnorderedItems(partner.Node, null, [country], reliance.Choice.Order, null, SortKey.OfNode(partner.Node))
        {
            Others = kept,
            Reliance = operand => operand is RelianceStrengthOperand ? $"{partner.Strength}"
                : operand is RelianceStandingOperand ? StandingCompiler.PositionOf(Value(operand, partner)) : Value(operand, partner),
        };
        var keys = order.Write(items, all, block, conditions);
        return new PartnerItem(partner, keys.Keys, keys.Cursor) { Others = [.. kept, .. keys.Variables] };
    }

    /// <summary>A value of a reliance as a filter compares it.</summary>
    private CypherText Value(RelianceOperand operand, Partner partner) => operand switch
    {
        RelianceStrengthOperand => StrengthOf(partner),
        RelianceStandingOperand => BestStanding(partner, standings.DateOf(Slot<byte[]?>.None)),
        RelianceContestedOperand => IsContested(partner),
        RelianceSinceOperand => partner.Since,
        RelianceCorroborationOperand corroboration => evidence.Corroboration(corroboration.What, partner.Claims),
        ThroughCountOperand => $"{partner.Count}",
        _ => throw new UnreachableException($"{operand}"),
    };

    // ['EXPLICIT', 'IMPLIED'][c7]
    private CypherText StrengthOf(Partner partner) =>
        $"{CypherText.List(reliance.Rule.Strength.Enum!.Values.Select(v => (CypherText)$"'{Name.Of(v)}'"))}[{partner.Strength}]";

    private CypherText BestStanding(Partner partner, ParameterName on)
    {
        // Neo4j allows no min() here, because the expression may be within collect(): ['IN_EFFECT', …][head(COLLECT { UNWIND c5[3] AS n6 RETURN CASE … END AS c7 ORDER BY c7 LIMIT 1 })]
        var (instrument, best) = (context.NewNode(), context.NewValue());
        var position = StandingCompiler.PositionOf(standings.Of(instrument, reliance.Rule.Instrument.Members[0], on));
        return $"{CypherText.List(StandingCompiler.Names)}[head(COLLECT {{ UNWIND {partner.Instruments} AS {instrument} RETURN {position} AS {best} ORDER BY {best} LIMIT 1 }})]";
    }

    private CypherText IsContested(Partner partner)
    {
        // EXISTS { UNWIND c5[8] AS r6 WITH r6 WHERE … RETURN r6 }
        var relationship = context.NewRelationship();
        return $"EXISTS {{ UNWIND {partner.Relationships} AS {relationship} WITH {relationship} WHERE {evidence.IsContested(visibility.ClaimsOf(relationship), visibility.ClaimsOf(relationship))} RETURN {relationship} }}";
    }

    public Selected EdgeField(PlanField field, PartnerItem item, Block block) => PartnerField(field, item.Partner, block);

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } when reliance.Choice.Filter.IsEverything => new(TotalCount(), Formats.Scalar),
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        ExcludedField excluded => Excluded(excluded, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private CypherText TotalCount()
    {
        // size([c5 IN c4 WHERE c5[1] < 0])
        var each = context.NewValue();
        return $"size([{each} IN {partners} WHERE {each}[1] < 0])";
    }

    /// <summary>Countries with an instrument between them and the country, none of which counts: by name, then id.</summary>
    private Selected Excluded(ExcludedField excluded, Block block)
    {
        var inner = new Block();
        var partner = Unwind(inner);
        inner.Where([$"{partner.Reason} >= 0"]);
        inner.Add($"WITH {partner.Row}, {partner.Node}");
        inner.Add(SortKey.OrderBy([SortKey.OfNode(partner.Node)], fromEnd: false));
        return context.ReturnAll(Selected.Object(excluded.Fields, field => PartnerField(field, partner, inner)), inner, block);
    }

    private Partner Unwind(Block block)
    {
        // UNWIND c4 AS c5 WITH c5, c5[0] AS n6, c5[2] AS c7, size(c5[3]) AS c8
        var partner = new Partner(context.NewValue(), context.NewNode(), context.NewValue(), context.NewValue());
        block.Add($"UNWIND {partners} AS {partner.Row}");
        block.Add($"WITH {partner.Row}, {partner.Row}[0] AS {partner.Node}, {partner.Row}[2] AS {partner.Strength}, size({partner.Instruments}) AS {partner.Count}");
        return partner;
    }

    private Selected PartnerField(PlanField field, Partner partner, Block block) => field switch
    {
        EdgeNodeField node => nodes.Compile(node.Selection, partner.Node, block),
        LeafField { What: Leaf.Strength } => new(StrengthOf(partner), Formats.Scalar),
        LeafField { What: Leaf.Since } => new(partner.Since, Formats.Date),
        LeafField { What: Leaf.Until } => new(partner.Until, Formats.Date),
        LeafField { What: Leaf.ExplicitSince } => new(partner.ExplicitSince, Formats.Date),
        LeafField { What: Leaf.Contested } => new(IsContested(partner), Formats.Scalar),
        StandingField standing => new(BestStanding(partner, standings.DateOf(standing.On)), Formats.Scalar),
        LeafField { What: Leaf.Reason } => new($"{PartnerSearch.Reasons}[{partner.Reason}]", Formats.Scalar),
        ThroughField through => Through(through.Selection, partner, block),
        EvidenceField asked => evidence.Evidence(asked.Selection, partner.Claims, block),
        CorroborationField corroboration => evidence.Corroboration(corroboration.Fields, partner.Claims, block, partner.Row),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected Through(NodeSelection selection, Partner partner, Block block)
    {
        // UNWIND c5[3] AS n6 RETURN [n6.id]
        var (instrument, inner) = (context.NewNode(), new Block());
        inner.Add($"UNWIND {partner.Instruments} AS {instrument}");
        return context.ReturnAll(nodes.Compile(selection, instrument, inner), inner, block);
    }
}
