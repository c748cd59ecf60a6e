using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>A partner that a country relies on, or that relies on it.</summary>
internal sealed record PartnerItem(Partner Partner, IReadOnlyList<SortKey> Keys, CypherText Cursor) : Item(Partner.Node, Keys, Cursor);

/// <summary>The partners of a country that are not excluded. All partners are found first, since they are few; the page is cut from them.</summary>
/// <param name="partners">The list of <see cref="PartnerSearch"/>.</param>
internal sealed class RelianceSource(
    CompileContext context, Visibility visibility, StandingCompiler standings, NodeCompiler nodes, EvidenceCompiler evidence, PlanField.Reliance reliance,
    Variable partners) : IItemSource<PartnerItem>
{
    public IReadOnlyList<Variable> Scope => [partners];

    public PartnerItem Write(Block block, KeyConditions? conditions)
    {
        var partner = Unwind(block);
        SortKey[] keys =
        [
            SortKey.Ascending($"{partner.Strength}", 0, CursorValueKind.Number),
            SortKey.Ascending($"{partner.Count}", 1, CursorValueKind.Number) with { IsDescending = true },
            SortKey.OfNode(partner.Node, 2),
        ];
        block.Where([$"{partner.Reason} < 0", .. conditions?.Invoke(keys) ?? []]);
        CypherText name = SortKey.NameOf(partner.Node, [reliance.Rule.Acts.Pairs.First().From]);
        return new PartnerItem(partner, keys, CypherText.List([$"{partner.Strength}", $"{partner.Count}", name, $"{partner.Node}.{GraphLayout.Id}"]))
        {
            Others = [partner.Row, partner.Strength, partner.Count],
        };
    }

    public Selected EdgeField(PlanField field, PartnerItem item, Block block) => PartnerField(field, item.Partner, block);

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        PlanField.Leaf { What: Leaf.TotalCount } => new(TotalCount(), Formats.Scalar),
        PlanField.Excluded excluded => Excluded(excluded, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private CypherText TotalCount()
    {
        // size([c5 IN c4 WHERE c5[1] < 0])
        var each = context.NewValue();
        return $"size([{each} IN {partners} WHERE {each}[1] < 0])";
    }

    /// <summary>Countries with an instrument between them and the country, none of which counts: by name, then id.</summary>
    private Selected Excluded(PlanField.Excluded excluded, Block block)
    {
        var inner = new Block();
        var partner = Unwind(inner);
        inner.Where([$"{partner.Reason} >= 0"]);
        inner.Add($"WITH {partner.Row}, {partner.Node}");
        inner.Add(SortKey.OrderBy([SortKey.OfNode(partner.Node)], fromEnd: false));
        return context.ReturnAll(Selected.Object(excluded.Fields, field => PartnerField(field, partner, inner)), inner, block, partners);
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
        PlanField.EdgeNode node => nodes.Compile(node.Selection, partner.Node, block),
        // ['EXPLICIT', 'IMPLIED'][c7]
        PlanField.Leaf { What: Leaf.Strength } => new(
            $"{CypherText.List(reliance.Rule.Strength.Enum!.Values.Select(v => (CypherText)$"'{Name.Of(v)}'"))}[{partner.Strength}]", Formats.Scalar),
        PlanField.Leaf { What: Leaf.Since } => new(partner.Since, Formats.Date),
        PlanField.Leaf { What: Leaf.Until } => new(partner.Until, Formats.Date),
        PlanField.Leaf { What: Leaf.ExplicitSince } => new(partner.ExplicitSince, Formats.Date),
        PlanField.Leaf { What: Leaf.Contested } => Contested(partner, block),
        PlanField.Standing standing => Standing(standing, partner, block),
        PlanField.Leaf { What: Leaf.Reason } => new($"{PartnerSearch.Reasons}[{partner.Reason}]", Formats.Scalar),
        PlanField.Through through => Through(through.Selection, partner, block),
        PlanField.Evidence asked => evidence.Evidence(asked.Selection, partner.Claims, block, partner.Row),
        PlanField.Corroboration corroboration => evidence.Corroboration(corroboration.Fields, partner.Claims, block, partner.Row),
        _ => throw new UnreachableException($"{field}"),
    };

    /// <summary>Whether one of the relationships is contested.</summary>
    private Selected Contested(Partner partner, Block block)
    {
        // UNWIND c5[8] AS r6 CALL (r6) { … } RETURN coalesce(max(CASE WHEN c7 THEN 1 ELSE 0 END) = 1, false) AS c8
        var (relationship, inner) = (context.NewRelationship(), new Block());
        inner.Add($"UNWIND {partner.Relationships} AS {relationship}");
        var one = evidence.Contested(visibility.ClaimsOf(relationship), inner, relationship);
        return context.Return($"coalesce(max(CASE WHEN {one.Value} THEN 1 ELSE 0 END) = 1, false)", Formats.Scalar, inner, block, partner.Row);
    }

    /// <summary>The best standing of the instruments.</summary>
    private Selected Standing(PlanField.Standing field, Partner partner, Block block)
    {
        // UNWIND c5[3] AS n6 RETURN ['IN_EFFECT', …][min(CASE … WHEN 'IN_EFFECT' THEN 0 … END)] AS c7
        var (instrument, inner) = (context.NewNode(), new Block());
        inner.Add($"UNWIND {partner.Instruments} AS {instrument}");
        var names = Standings.Type.Values.Select(v => (CypherText)$"'{Name.Of(v)}'").ToList();
        var positions = CypherText.Join(" ", names.Select((name, i) => (CypherText)$"WHEN {name} THEN {i}"));
        var standing = standings.Of(instrument, reliance.Rule.Instrument.Members[0], standings.DateOf(field.On));
        return context.Return($"{CypherText.List(names)}[min(CASE {standing} {positions} END)]", Formats.Scalar, inner, block, partner.Row);
    }

    private Selected Through(NodeSelection selection, Partner partner, Block block)
    {
        // UNWIND c5[3] AS n6 RETURN collect([n6.id]) AS c7
        var (instrument, inner) = (context.NewNode(), new Block());
        inner.Add($"UNWIND {partner.Instruments} AS {instrument}");
        return context.ReturnAll(nodes.Compile(selection, instrument, inner), inner, block, partner.Row);
    }
}
