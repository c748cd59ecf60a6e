using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>A partner. Its row is a list: node, reason for its exclusion, strength, instruments, since, until, claims, since of what is explicit, relationships.</summary>
internal sealed record Partner(Variable Row, Variable Node, Variable Strength, Variable Count)
{
    /// <summary>A position in <see cref="PartnerSearch.Reasons"/>; -1 if the partner is not excluded.</summary>
    public CypherText Reason => $"{Row}[1]";
    public CypherText Instruments => $"{Row}[3]";
    public CypherText Since => $"{Row}[4]";
    public CypherText Until => $"{Row}[5]";
    public CypherText Claims => $"{Row}[6]";
    /// <summary>Null unless it is selected.</summary>
    public CypherText ExplicitSince => $"{Row}[7]";
    /// <summary>The relationships that make the reliance; null unless they are needed.</summary>
    public CypherText Relationships => $"{Row}[8]";
}

/// <summary>Finds all partners of a country by the model's rule, excluded ones too.</summary>
internal sealed class PartnerSearch(CompileContext context, Visibility visibility, EvidenceCompiler evidence, RelianceField reliance)
{
    /// <summary>Reasons why an instrument does not count, from the nearest to counting to the furthest from it; a partner has the nearest of its instruments.</summary>
    public static readonly CypherText Reasons = $"['NOT_IN_EFFECT', 'BELOW_STRENGTH', 'OTHER_OBJECTIVE', 'DENIED']";

    private const int NotInEffect = 0;
    private const int BelowStrength = 1;
    private const int OtherObjective = 2;
    private const int Denied = 3;

    private readonly RelianceRule _rule = reliance.Rule;
    private readonly bool _needsExplicitSince = Selects(reliance, Leaf.ExplicitSince);
    private readonly bool _needsRelationships = Selects(reliance, Leaf.Contested) || reliance.Choice != Choice.All;

    private static bool Selects(RelianceField reliance, Leaf leaf) =>
        reliance.Selection.Fields.OfType<EdgesField>().Any(e => e.Fields.Any(f => f is LeafField { What: var what } && what == leaf));

    /// <summary>Writes the subquery that finds the objective and all that serve it within the rule's number of steps.</summary>
    /// <returns>The list of their nodes; empty for an unknown objective.</returns>
    public Variable FindObjectives(Block block)
    {
        // MATCH (n1:Entity {id: $p0})<-[c2:SERVES_OBJECTIVE*0..4]-(n3)
        // WHERE n1:Objective
        // RETURN collect(DISTINCT n3) AS c4
        var inner = new Block();
        var (objective, steps, serving, result) = (context.NewNode(), context.NewValue(), context.NewNode(), context.NewValue());
        inner.Add($"MATCH ({objective}:{GraphLayout.Entity} {{id: {context.Parameters.Text(reliance.Objective)}}})<-[{steps}:{Name.Of(_rule.Serves)}*0..{_rule.MaxSteps}]-({serving})");
        var step = context.NewRelationship();
        inner.Where(
        [
            Patterns.HasType(objective, _rule.Objective),
            .. visibility.OfAlone(step, _rule.Serves) is { Count: > 0 } visible ? (CypherText[])[$"all({step} IN {steps} WHERE {CypherText.Join(" AND ", visible)})"] : [],
        ]);
        inner.Add($"RETURN collect(DISTINCT {serving}) AS {result}");
        block.Call(inner);
        return result;
    }

    /// <summary>Writes the subquery that finds all countries on the other side of an instrument.</summary>
    /// <returns>The list of their rows: see <see cref="Partner"/>.</returns>
    public Variable FindPartners(Variable country, Variable objectives, Block block)
    {
        var inner = new Block();
        var (acts, benefits) = (context.NewRelationship(), context.NewRelationship());
        var (instrument, partner) = (context.NewNode(), context.NewNode());
        // MATCH (n0)<-[r2:BENEFITS]-(n3)<-[r1:ACTS_UNDER]-(n4)
        // WHERE n4 <> n0
        inner.Add(reliance.IsInverse
            ? $"MATCH ({country})-[{acts}:{Name.Of(_rule.Acts)}]->({instrument})-[{benefits}:{Name.Of(_rule.Benefits)}]->({partner})"
            : (CypherText)$"MATCH ({country})<-[{benefits}:{Name.Of(_rule.Benefits)}]-({instrument})<-[{acts}:{Name.Of(_rule.Acts)}]-({partner})");
        inner.Where([$"{partner} <> {country}", .. Supported([acts, benefits], instrument)]);
        var pursuits = MatchPursuits(instrument, objectives, inner);
        var strength = pursuits.Strength;

        // WITH n3, n4, r1, r2, c8, c9, CASE … END AS c10
        var (reason, minStrength) = (context.NewValue(), MinStrength());
        List<CypherText> inEffect = [$"coalesce({strength} <= {minStrength}, false)", visibility.OfInstrument(instrument, _rule.Instrument.Members[0])];
        inEffect.AddRange([.. visibility.OfAlone(acts, _rule.Acts), .. visibility.OfAlone(benefits, _rule.Benefits)]);
        inner.Add(_needsRelationships
            ? $"WITH {instrument}, {partner}, {acts}, {benefits}, {strength}, {pursuits.Claims}, {pursuits.Used}, CASE"
            : (CypherText)$"WITH {instrument}, {partner}, {acts}, {benefits}, {strength}, {pursuits.Claims}, CASE");
        inner.Add($"  WHEN {pursuits.Count} = 0 THEN {OtherObjective}");
        inner.Add($"  WHEN {pursuits.Strongest} > {minStrength} THEN {BelowStrength}");
        inner.Add($"  WHEN NOT ({CypherText.Join(" AND ", inEffect)}) THEN {NotInEffect}");
        inner.Add($"  WHEN {evidence.IsDenied(visibility.ClaimsOf(acts))} THEN {Denied}");
        inner.Add($"  ELSE -1 END AS {reason}");

        // Chains of one instrument: WITH n4, n3, min(c10) AS c11, …
        var (nearest, chained, used) = (context.NewValue(), context.NewValue(), context.NewValue());
        inner.Add($"WITH {partner}, {instrument}, {strength}, min({reason}) AS {nearest},");
        inner.Add($"  collect(CASE WHEN {reason} < 0 THEN {visibility.ClaimsOf(acts)} + {visibility.ClaimsOf(benefits)} + {pursuits.Claims} END) AS {chained}{(_needsRelationships ? $", collect(CASE WHEN {reason} < 0 THEN [{acts}, {benefits}] + {pursuits.Used} END) AS {used}" : (CypherText)$"")}");
        inner.Add($"ORDER BY CASE WHEN {nearest} < 0 THEN {strength} END, {instrument}.{GraphLayout.Start}, {instrument}.{GraphLayout.Id}");

        // Instruments of one partner: the claims of all that count, and their start and end
        var (row, all, one) = (context.NewValue(), context.NewValue(), context.NewValue());
        CypherText IfCounted(CypherText value) => $"CASE WHEN {nearest} < 0 THEN {value} END";
        CypherText instruments = $"CASE WHEN min({nearest}) < 0 THEN collect({IfCounted($"{instrument}")}) ELSE collect({instrument}) END";
        inner.Add($"WITH [{partner}, min({nearest}), min({IfCounted($"{strength}")}), {instruments}, min({IfCounted($"{instrument}.{GraphLayout.Start}")}),");
        // 2025 ends later than 2025-07-18, since ~ comes after -; null if an instrument has no end
        CypherText end = $"{instrument}.{GraphLayout.End} + '~'";
        inner.Add($"  CASE WHEN count(CASE WHEN {nearest} < 0 AND {instrument}.{GraphLayout.End} IS NULL THEN 1 END) = 0 THEN trim(TRAILING '~' FROM max({IfCounted(end)})) END,");
        inner.Add($"  reduce({all} = [], {one} IN collect({IfCounted($"reduce({all} = [], {one} IN {chained} | {all} + {one})")}) | {all} + {one}){More()}] AS {row}, {partner}");
        var result = context.NewValue();
        inner.Add($"RETURN collect({row}) AS {result}");
        block.Call(inner, country, objectives);
        return result;

        CypherText More()
        {
            if (!_needsExplicitSince && !_needsRelationships)
                return (CypherText)$"";
            CypherText since = _needsExplicitSince ? $"min(CASE WHEN {nearest} < 0 AND {strength} = 0 THEN {instrument}.{GraphLayout.Start} END)" : (CypherText)$"null";
            return _needsRelationships
                ? $", {since}, reduce({all} = [], {one} IN collect({IfCounted($"reduce({all} = [], {one} IN {used} | {all} + {one})")}) | {all} + {one})" : (CypherText)$", {since}";
        }
    }

    /// <summary>Conditions for the evidence that counts to support relationships and an instrument. Without that, it is as if they were not there.</summary>
    private IEnumerable<CypherText> Supported(IEnumerable<Variable> relationships, Variable? instrument = null) =>
        !context.Shape.HasEvidence ? [] : [.. relationships.Select(visibility.IsSupportedRelationship), .. instrument is { } node ? (CypherText[])[visibility.IsSupported(node)] : []];

    private ParameterName MinStrength() => context.Parameters.Number(reliance.MinStrength);

    /// <summary>The objectives that an instrument pursues: their number, the strongest pursuit, the strongest one in effect, and the claims of those that count, and these themselves.</summary>
    private readonly record struct Pursuits(Variable Count, Variable Strongest, Variable Strength, Variable Claims, Variable Used);

    private Pursuits MatchPursuits(Variable instrument, Variable objectives, Block block)
    {
        // CALL (n3, c1) {
        //   OPTIONAL MATCH (n3)-[r4:PURSUES]->(n5) WHERE n5 IN c1
        //   RETURN count(r4) AS c6, min(CASE r4.strength WHEN 'EXPLICIT' THEN 0 … END) AS c7, …
        // }
        var inner = new Block();
        var (pursuit, objective, position) = (context.NewRelationship(), context.NewNode(), context.NewValue());
        var found = new Pursuits(context.NewValue(), context.NewValue(), context.NewValue(), context.NewValue(), context.NewValue());
        var (all, one) = (context.NewValue(), context.NewValue());
        inner.Add($"OPTIONAL MATCH ({instrument})-[{pursuit}:{Name.Of(_rule.Pursues)}]->({objective})");
        inner.Where([$"{objective} IN {objectives}", .. Supported([pursuit])]);
        var positions = _rule.Strength.Enum!.Values.Select((v, i) => (CypherText)$"WHEN '{Name.Of(v)}' THEN {i}");
        inner.Add($"WITH {pursuit}, CASE {pursuit}.{Name.Of(_rule.Strength)} {CypherText.Join(" ", positions)} END AS {position}");
        var visible = visibility.OfAlone(pursuit, _rule.Pursues) is { Count: > 0 } conditions ? CypherText.Join(" AND ", conditions) : $"true";
        inner.Add($"RETURN count({pursuit}) AS {found.Count}, min({position}) AS {found.Strongest}, min(CASE WHEN {visible} THEN {position} END) AS {found.Strength},");
        inner.Add($"  reduce({all} = [], {one} IN collect(CASE WHEN {visible} AND {position} <= {MinStrength()} THEN {visibility.ClaimsOf(pursuit)} END) | {all} + {one}) AS {found.Claims}{Used()}");
        block.Call(inner, instrument, objectives);
        return found;

        CypherText Used() => _needsRelationships ? $", collect(CASE WHEN {visible} AND {position} <= {MinStrength()} THEN {pursuit} END) AS {found.Used}" : (CypherText)$"";
    }
}
