using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Who relies on whom, by the model's rule. All partners of a country are found first, those left out too: they are few. Then a
/// page is laid over them.
/// </summary>
internal sealed partial class Compilation
{
    /// <summary>What instruments miss, by the number that the statement gives it: the nearest miss first; -1 for none.</summary>
    private static readonly CypherText s_misses = $"['NOT_IN_EFFECT', 'BELOW_STRENGTH', 'OTHER_OBJECTIVE', 'DENIED']";

    private const int NotInEffect = 0;
    private const int BelowStrength = 1;
    private const int OtherObjective = 2;
    private const int Denied = 3;

    /// <summary>One partner, as a list: its node, its nearest miss, the strength, its instruments, since, until, the claims.</summary>
    private sealed record Partner(Variable Row, Variable Node, Variable Strength, Variable Count)
    {
        public CypherText Miss => $"{Row}[1]";
        public CypherText Instruments => $"{Row}[3]";
        public CypherText Since => $"{Row}[4]";
        public CypherText Until => $"{Row}[5]";
        public CypherText Claims => $"{Row}[6]";
    }

    private Selected Reliance(PlanField.Reliance reliance, Variable country, Block block)
    {
        var objectives = MatchObjectives(reliance, block);
        var partners = FindPartners(reliance, country, objectives, block);
        Partner? partner = null;
        NodeType[] countries = [CountryOf(reliance.Rule)];
        Item Write(Block inner, Func<Item, IEnumerable<CypherText>>? conditions)
        {
            partner = Unwind(partners, inner);
            Item item = new(partner.Node, null,
                [
                    new($"{partner.Strength}", false, false, 0, CursorValueKind.Number), new($"{partner.Count}", true, false, 1, CursorValueKind.Number),
                    NodeKey(partner.Node, 2),
                ],
                ListOf([$"{partner.Strength}", $"{partner.Count}", NameOf(partner.Node, countries), $"{partner.Node}.{GraphLayout.Id}"]))
            {
                Computed = [partner.Row, partner.Strength, partner.Count],
            };
            inner.Where([$"{partner.Miss} < 0", .. conditions?.Invoke(item) ?? []]);
            return item;
        }
        Selected Edge(PlanField field, Item item, Block inner) =>
            field is PlanField.Cursor ? CursorOf(item, reliance.Ordering) : PartnerField(field, reliance.Rule, partner!, inner);

        var page = WritePage(reliance.Selection, reliance.Page, reliance.Ordering, Write, Edge, [partners], block);
        var selected = Object(reliance.Selection.Fields, field => field switch
        {
            PlanField.TotalCount => new(Size(partners), s_scalar),
            PlanField.Excluded excluded => Excluded(excluded, reliance.Rule, partners, block),
            _ => page[field],
        });
        // An unknown objective: null
        return selected with { Value = $"CASE WHEN size({objectives}) > 0 THEN {selected.Value} END" };
    }

    private CypherText Size(Variable partners)
    {
        // size([c5 IN c4 WHERE c5[1] < 0])
        var each = NewValue();
        return $"size([{each} IN {partners} WHERE {each}[1] < 0])";
    }

    private static NodeType CountryOf(RelianceRule rule) => rule.Acts.Pairs.First().From;

    /// <summary>The objective and all that serve it within the rule's number of steps; none for an unknown one.</summary>
    private Variable MatchObjectives(PlanField.Reliance reliance, Block block)
    {
        // MATCH (n1:Entity {id: $p0})<-[c2:SERVES_OBJECTIVE*0..4]-(n3)
        // WHERE n1:Objective
        // RETURN collect(DISTINCT n3) AS c4
        var (rule, inner) = (reliance.Rule, new Block());
        var (objective, steps, serving, result) = (NewNode(), NewValue(), NewNode(), NewValue());
        inner.Add($"MATCH ({objective}:{GraphLayout.Entity} {{id: {Text(reliance.Objective)}}})<-[{steps}:{Name.Of(rule.Serves)}*0..{rule.MaxSteps}]-({serving})");
        var step = NewRelationship();
        inner.Where([
            Is(objective, [rule.Objective]),
            .. HoldsNow(step, rule.Serves) is { } holds ? (CypherText[])[$"all({step} IN {steps} WHERE {holds})"] : []]);
        inner.Add($"RETURN collect(DISTINCT {serving}) AS {result}");
        block.Call(inner);
        return result;
    }

    /// <summary>Whether a relationship is in effect under @asOf; null where there is no @asOf.</summary>
    private CypherText? HoldsNow(Variable relationship, RelationshipType type) =>
        _shape.HasAsOf ? InEffect(relationship, type, _parameters.Add("asOf", s_asOf)) : null;

    /// <summary>Writes the subquery that finds all countries on the other side of an instrument; see <see cref="Partner"/>.</summary>
    private Variable FindPartners(PlanField.Reliance reliance, Variable country, Variable objectives, Block block)
    {
        var (rule, inner) = (reliance.Rule, new Block());
        var (acts, benefits, instrument, partner) = (NewRelationship(), NewRelationship(), NewNode(), NewNode());
        // MATCH (n0)<-[r2:BENEFITS]-(n3)<-[r1:ACTS_UNDER]-(n4)
        // WHERE n4 <> n0
        inner.Add(reliance.IsInverse
            ? Piece($"MATCH ({country})-[{acts}:{Name.Of(rule.Acts)}]->({instrument})-[{benefits}:{Name.Of(rule.Benefits)}]->({partner})")
            : Piece($"MATCH ({country})<-[{benefits}:{Name.Of(rule.Benefits)}]-({instrument})<-[{acts}:{Name.Of(rule.Acts)}]-({partner})"));
        inner.Where([$"{partner} <> {country}"]);
        var (pursued, strongest, strength, used) = MatchPursuits(reliance, instrument, objectives, inner);

        // WITH n3, n4, r1, r2, c8, c9, CASE … END AS c10
        var (miss, weakest) = (NewValue(), Weakest(reliance));
        List<CypherText> inEffect = [$"coalesce({strength} <= {weakest}, false)", TookEffect(instrument, rule)];
        foreach (var holds in (CypherText?[])[HoldsNow(acts, rule.Acts), HoldsNow(benefits, rule.Benefits)])
            if (holds is not null)
                inEffect.Add(holds);
        inner.Add($"WITH {VariableList([instrument, partner, acts, benefits, strength, used])}, CASE");
        inner.Add($"  WHEN {pursued} = 0 THEN {OtherObjective}");
        inner.Add($"  WHEN {strongest} > {weakest} THEN {BelowStrength}");
        inner.Add($"  WHEN NOT ({CypherText.Join(" AND ", inEffect)}) THEN {NotInEffect}");
        inner.Add($"  WHEN {IsDenied(acts)} THEN {Denied}");
        inner.Add($"  ELSE -1 END AS {miss}");

        // Chains of one instrument: WITH n4, n3, min(c10) AS c11, …
        var (least, chained) = (NewValue(), NewValue());
        inner.Add($"WITH {partner}, {instrument}, {strength}, min({miss}) AS {least},");
        inner.Add($"  collect(CASE WHEN {miss} < 0 THEN {acts}.{GraphLayout.Claims} + {benefits}.{GraphLayout.Claims} + {used} END) AS {chained}");
        inner.Add($"ORDER BY CASE WHEN {least} < 0 THEN {strength} END, {instrument}.{GraphLayout.Start}, {instrument}.{GraphLayout.Id}");

        // Instruments of one partner: the claims of all that hold, and since when until when
        var (row, all, one) = (NewValue(), NewValue(), NewValue());
        CypherText Held(CypherText value) => $"CASE WHEN {least} < 0 THEN {value} END";
        CypherText instruments = $"CASE WHEN min({least}) < 0 THEN collect({Held($"{instrument}")}) ELSE collect({instrument}) END";
        inner.Add($"WITH [{partner}, min({least}), min({Held($"{strength}")}), {instruments}, min({Held($"{instrument}.{GraphLayout.Start}")}),");
        // 2025 ends later than 2025-07-18, since ~ comes after -; none where one is open
        CypherText end = $"{instrument}.{GraphLayout.End} + '~'";
        inner.Add($"  CASE WHEN count(CASE WHEN {least} < 0 AND {instrument}.{GraphLayout.End} IS NULL THEN 1 END) = 0 THEN trim(TRAILING '~' FROM max({Held(end)})) END,");
        inner.Add($"  reduce({all} = [], {one} IN collect({Held($"reduce({all} = [], {one} IN {chained} | {all} + {one})")}) | {all} + {one})] AS {row}, {partner}");
        var result = NewValue();
        inner.Add($"RETURN collect({row}) AS {result}");
        block.Call(inner, country, objectives);
        return result;
    }

    private ParameterName Weakest(PlanField.Reliance reliance) =>
        _parameters.Add(NameOf(_same[reliance.MinStrength]), (writer, bound, _) => writer.WriteNumberValue((int)bound.Values[reliance.MinStrength]!));

    /// <summary>How many objectives the instrument pursues, the strongest of these, the strongest in effect, and the claims of those that count.</summary>
    private (Variable Pursued, Variable Strongest, Variable Strength, Variable Claims) MatchPursuits(
        PlanField.Reliance reliance, Variable instrument, Variable objectives, Block block)
    {
        // CALL (n3, c1) {
        //   OPTIONAL MATCH (n3)-[r4:PURSUES]->(n5) WHERE n5 IN c1
        //   RETURN count(r4) AS c6, min(CASE r4.strength WHEN 'EXPLICIT' THEN 0 … END) AS c7, …
        // }
        var (rule, inner) = (reliance.Rule, new Block());
        var (pursuit, objective, position) = (NewRelationship(), NewNode(), NewValue());
        var (pursued, strongest, strength, claims, all, one) = (NewValue(), NewValue(), NewValue(), NewValue(), NewValue(), NewValue());
        inner.Add($"OPTIONAL MATCH ({instrument})-[{pursuit}:{Name.Of(rule.Pursues)}]->({objective})");
        inner.Where([$"{objective} IN {objectives}"]);
        var positions = rule.Strength.Enum!.Values.Select((v, i) => (CypherText)$"WHEN '{Name.Of(v)}' THEN {i}");
        inner.Add($"WITH {pursuit}, CASE {pursuit}.{Name.Of(rule.Strength)} {CypherText.Join(" ", positions)} END AS {position}");
        CypherText holds = HoldsNow(pursuit, rule.Pursues) ?? Piece($"true");
        inner.Add($"RETURN count({pursuit}) AS {pursued}, min({position}) AS {strongest}, min(CASE WHEN {holds} THEN {position} END) AS {strength},");
        inner.Add($"  reduce({all} = [], {one} IN collect(CASE WHEN {holds} AND {position} <= {Weakest(reliance)} THEN {pursuit}.{GraphLayout.Claims} END) | {all} + {one}) AS {claims}");
        block.Call(inner, instrument, objectives);
        return (pursued, strongest, strength, claims);
    }

    /// <summary>Whether the instrument took effect, and under @asOf is in effect.</summary>
    private CypherText TookEffect(Variable instrument, RelianceRule rule)
    {
        var type = rule.Instrument.Members[0];
        return _shape.HasAsOf ? InEffect(instrument, type, _parameters.Add("asOf", s_asOf)) : TakesEffect(instrument, type);
    }

    private CypherText IsDenied(Variable acts)
    {
        // size(r1.claims) > 0 AND NOT EXISTS { UNWIND r1.claims AS c2 MATCH (n3:Entity {id: c2}) WHERE n3.stance = 'ASSERTS' }
        var (id, claim) = (NewValue(), NewNode());
        return $"size({acts}.{GraphLayout.Claims}) > 0 AND NOT EXISTS {{ UNWIND {acts}.{GraphLayout.Claims} AS {id} MATCH ({claim}:{GraphLayout.Entity} {{id: {id}}}) WHERE {claim}.{Name.Of(Roles.Stance)} = {Stance(Roles, Roles.Asserts)} RETURN {claim} }}";
    }

    private Partner Unwind(Variable partners, Block block)
    {
        // UNWIND c4 AS c5 WITH c5, c5[0] AS n6, c5[2] AS c7, size(c5[3]) AS c8
        var partner = new Partner(NewValue(), NewNode(), NewValue(), NewValue());
        block.Add($"UNWIND {partners} AS {partner.Row}");
        block.Add($"WITH {partner.Row}, {partner.Row}[0] AS {partner.Node}, {partner.Row}[2] AS {partner.Strength}, size({partner.Instruments}) AS {partner.Count}");
        return partner;
    }

    private Selected PartnerField(PlanField field, RelianceRule rule, Partner partner, Block block) => field switch
    {
        PlanField.EdgeNode node => Node(node.Selection, partner.Node, block),
        // ['EXPLICIT', 'IMPLIED'][c7]
        PlanField.Strength => new($"{ListOf(rule.Strength.Enum!.Values.Select(v => (CypherText)$"'{Name.Of(v)}'"))}[{partner.Strength}]", s_scalar),
        PlanField.Since => new(partner.Since, s_date),
        PlanField.Until => new(partner.Until, s_date),
        PlanField.Reason => new($"{s_misses}[{partner.Miss}]", s_scalar),
        PlanField.Through through => Through(through.Selection, partner, block),
        PlanField.Evidence evidence => Evidence(evidence.Selection, partner.Claims, block, partner.Row),
        PlanField.Corroboration corroboration => Corroboration(corroboration.Fields, partner.Claims, block, partner.Row),
        _ => throw new UnreachableException(),
    };

    private Selected Through(NodeSelection selection, Partner partner, Block block)
    {
        // UNWIND c5[3] AS n6 RETURN collect([n6.id]) AS c7
        var (instrument, inner) = (NewNode(), new Block());
        inner.Add($"UNWIND {partner.Instruments} AS {instrument}");
        var node = Node(selection, instrument, inner);
        return Result($"collect({node.Value})", new Reading.List(node.Reading), inner, block, partner.Row);
    }

    /// <summary>Countries that are linked by an instrument, and none that holds: by name, then id.</summary>
    private Selected Excluded(PlanField.Excluded excluded, RelianceRule rule, Variable partners, Block block)
    {
        var inner = new Block();
        var partner = Unwind(partners, inner);
        inner.Where([$"{partner.Miss} >= 0"]);
        inner.Add($"WITH {partner.Row}, {partner.Node}");
        inner.Add(OrderBy([NodeKey(partner.Node)], fromEnd: false));
        var selected = Object(excluded.Fields, field => PartnerField(field, rule, partner, inner));
        return Result($"collect({selected.Value})", new Reading.List(selected.Reading), inner, block, partners);
    }
}
