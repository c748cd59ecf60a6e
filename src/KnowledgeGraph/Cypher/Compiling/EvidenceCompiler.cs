using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles claims: in their order, whether they contradict each other, and how many independent origins they have.</summary>
internal sealed class EvidenceCompiler(CompileContext context, Visibility visibility, NodeCompiler nodes)
{
    private EvidenceRoles Roles => context.Model.Evidence;

    /// <summary>The nodes of claims, by the date of their report (none last), then by id.</summary>
    /// <param name="claims">A list of ids, which may repeat.</param>
    public Selected Evidence(NodeSelection selection, CypherText claims, Block block)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // OPTIONAL MATCH (n2)-[:STATED_IN]->(n3)
        // WITH DISTINCT n2, n3 ORDER BY n3.publishedOn, n2.id
        // RETURN [n2.id]
        var (inner, claim, report) = (new Block(), context.NewNode(), context.NewNode());
        MatchClaims(inner, claims, claim);
        inner.Add($"OPTIONAL MATCH ({claim})-[:{Name.Of(Roles.StatedIn)}]->({report})");
        inner.Add($"WITH DISTINCT {claim}, {report}");
        inner.Add($"ORDER BY {report}.{Name.Of(Roles.PublishedOn)}, {claim}.{GraphLayout.Id}");
        return context.ReturnAll(nodes.Compile(selection, claim, inner), inner, block);
    }

    private void MatchClaims(Block block, CypherText claims, Variable claim)
    {
        var id = context.NewValue();
        block.Add($"UNWIND {claims} AS {id}");
        block.Add($"MATCH ({claim}:{GraphLayout.Entity} {{id: {id}}})");
    }

    private CypherText Stance(int position) => $"'{Name.Of(Roles.Stance.Enum!.Values[position])}'";

    /// <summary>Whether some claims assert and others deny.</summary>
    public Selected Contested(CypherText claims, Block block, params IEnumerable<Variable> scope)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // WITH collect(n2.stance) AS c3
        // RETURN 'ASSERTS' IN c3 AND 'DENIES' IN c3 AS c4
        var (inner, claim, stances) = (new Block(), context.NewNode(), context.NewValue());
        MatchClaims(inner, claims, claim);
        inner.Add($"WITH collect({claim}.{Name.Of(Roles.Stance)}) AS {stances}");
        return context.Return($"{Stance(Roles.Asserts)} IN {stances} AND {Stance(Roles.Denies)} IN {stances}", Formats.Scalar, inner, block, scope);
    }

    /// <summary>The braces of a subquery with the claims for which a condition holds.</summary>
    public CypherText ClaimsThat(CypherText claims, Func<Variable, CypherText> holds)
    {
        // { UNWIND r1.claims AS c2 MATCH (n3:Entity {id: c2}) WHERE n3.stance = 'ASSERTS' RETURN n3 }
        var (id, claim) = (context.NewValue(), context.NewNode());
        return $"{{ UNWIND {claims} AS {id} MATCH ({claim}:{GraphLayout.Entity} {{id: {id}}}) WHERE {holds(claim)} RETURN {claim} }}";
    }

    /// <summary>Whether some claims assert and others deny, as an expression.</summary>
    public CypherText IsContested(CypherText claims, CypherText sameClaims)
    {
        CypherText HasStance(CypherText these, int stance) => $"EXISTS {ClaimsThat(these, claim => $"{claim}.{Name.Of(Roles.Stance)} = {Stance(stance)}")}";
        return $"({HasStance(claims, Roles.Asserts)} AND {HasStance(sameClaims, Roles.Denies)})";
    }

    /// <summary>A number or the date of the corroboration, as an expression.</summary>
    public CypherText Corroboration(Leaf what, CypherText claims)
    {
        // COUNT { UNWIND r1.claims AS c2 … RETURN DISTINCT n5 AS c6 }
        var (inner, report, root, value) = (new Block(), context.NewNode(), context.NewNode(), context.NewValue());
        MatchOrigins(inner, claims, report, root);
        switch (what)
        {
            case Leaf.IndependentOrigins: inner.Add($"RETURN DISTINCT {Origin(root)} AS {value}"); break;
            case Leaf.Reports: inner.Add($"RETURN {report} AS {value}"); break;
            case Leaf.Outlets: inner.Add($"MATCH ({report})-[:{Name.Of(Roles.PublishedBy)}]->({value}) RETURN DISTINCT {value}"); break;
            case Leaf.FirstReportedOn:
                inner.Add($"RETURN {EarliestDate(report, root)} AS {value}");
                return $"head(COLLECT {{ {inner.OnOneLine} }})";
            default: throw new UnreachableException($"{what}");
        }
        return $"COUNT {{ {inner.OnOneLine} }}";
    }

    /// <summary>Whether there are claims, and none of them asserts.</summary>
    public CypherText IsDenied(CypherText claims)
    {
        // size(r1.claims) > 0 AND NOT EXISTS { UNWIND r1.claims AS c2 MATCH (n3:Entity {id: c2}) WHERE n3.stance = 'ASSERTS' }
        var (id, claim) = (context.NewValue(), context.NewNode());
        return $"size({claims}) > 0 AND NOT EXISTS {{ UNWIND {claims} AS {id} MATCH ({claim}:{GraphLayout.Entity} {{id: {id}}}) WHERE {claim}.{Name.Of(Roles.Stance)} = {Stance(Roles.Asserts)} RETURN {claim} }}";
    }

    /// <summary>Number of origins, outlets and reports of the claims that assert, and their earliest date.</summary>
    public Selected Corroboration(ImmutableArray<PlanField> fields, CypherText claims, Block block, params IEnumerable<Variable> scope)
    {
        var (inner, report, root) = (new Block(), context.NewNode(), context.NewNode());
        MatchOrigins(inner, claims, report, root);
        var returned = new List<CypherText>();
        var selected = Selected.Object(fields, field =>
        {
            var result = context.NewValue();
            CypherText value = field switch
            {
                LeafField { What: Leaf.IndependentOrigins } => OriginCount(root),
                // count { … } of the outlets
                LeafField { What: Leaf.Outlets } => $"count(DISTINCT head([({report})-[:{Name.Of(Roles.PublishedBy)}]->({result}) | {result}]))",
                LeafField { What: Leaf.Reports } => $"count({report})",
                LeafField { What: Leaf.FirstReportedOn } => EarliestDate(report, root),
                _ => throw new UnreachableException($"{field}"),
            };
            returned.Add($"{value} AS {result}");
            return new Selected($"{result}", field is LeafField { What: Leaf.FirstReportedOn } ? Formats.Date : Formats.Scalar);
        });
        if (returned.Count == 0)
            return selected;
        inner.Add($"RETURN {CypherText.Join(", ", returned)}");
        block.Call(inner, scope);
        return selected;
    }

    /// <summary>Matches the reports that state the claims that assert, each once, and for each the report that it is a copy of.</summary>
    private void MatchOrigins(Block block, CypherText claims, Variable report, Variable root)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // MATCH (n2)-[:STATED_IN]->(n3) WHERE n2.stance = 'ASSERTS'
        // WITH DISTINCT n3
        // OPTIONAL MATCH (n3)-[:REPUBLISHES*1..32]->(n4) WHERE NOT EXISTS { (n4)-[:REPUBLISHES]->() }
        // WITH n3, coalesce(n4, n3) AS n5
        var (claim, original) = (context.NewNode(), context.NewNode());
        var republishes = Name.Of(Roles.Republishes);
        MatchClaims(block, claims, claim);
        block.Add($"MATCH ({claim})-[:{Name.Of(Roles.StatedIn)}]->({report})");
        block.Where([
            $"{claim}.{Name.Of(Roles.Stance)} = {Stance(Roles.Asserts)}",
            .. context.Shape.HasEvidence ? (CypherText[])[visibility.IsSupported(report)] : [],
        ]);
        block.Add($"WITH DISTINCT {report}");
        block.Add($"OPTIONAL MATCH ({report})-[:{republishes}*1..{EvidenceRoles.MostCopies}]->({original})");
        block.Add($"WHERE NOT EXISTS {{ ({original})-[:{republishes}]->() }}");
        block.Add($"WITH {report}, coalesce({original}, {report}) AS {root}");
    }

    /// <summary>A subquery that returns the number of independent origins of claims, and the variable that it returns.</summary>
    public (Block Block, Variable Count) OriginCountOf(CypherText claims)
    {
        var (block, report, root, count) = (new Block(), context.NewNode(), context.NewNode(), context.NewValue());
        MatchOrigins(block, claims, report, root);
        block.Add($"RETURN {OriginCount(root)} AS {count}");
        return (block, count);
    }

    private CypherText OriginCount(Variable root) => $"count(DISTINCT {Origin(root)})";

    private CypherText Origin(Variable root)
    {
        // coalesce(head([(n4)-[:ORIGINATED_BY]->(n5) | n5]), head([(n4)-[:PUBLISHED_BY]->(n6) | n6]), n4)
        var (originator, outlet) = (context.NewNode(), context.NewNode());
        return $"coalesce(head([({root})-[:{Name.Of(Roles.OriginatedBy)}]->({originator}) | {originator}]), head([({root})-[:{Name.Of(Roles.PublishedBy)}]->({outlet}) | {outlet}]), {root})";
    }

    private CypherText EarliestDate(Variable report, Variable root)
    {
        // A coarse date counts by its last day, and ~ comes after -:
        // trim(TRAILING '~' FROM min(CASE WHEN n4.publishedOn + '~' < n3.publishedOn + '~' THEN n4.publishedOn ELSE coalesce(n3.publishedOn, n4.publishedOn) END + '~'))
        var on = Name.Of(Roles.PublishedOn);
        return $"trim(TRAILING '~' FROM min(CASE WHEN {root}.{on} + '~' < {report}.{on} + '~' THEN {root}.{on} ELSE coalesce({report}.{on}, {root}.{on}) END + '~'))";
    }
}
