using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Claims: in their order, whether they contradict each other, and how many origins they have.</summary>
internal sealed partial class Compilation
{
    /// <summary>The nodes of these claims, by their report's date (none last), then id.</summary>
    /// <param name="claims">A list of ids, some perhaps twice.</param>
    private Selected Evidence(NodeSelection selection, CypherText claims, Block block, params IEnumerable<Variable> scope)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // OPTIONAL MATCH (n2)-[:STATED_IN]->(n3)
        // WITH DISTINCT n2, n3 ORDER BY n3.publishedOn, n2.id
        // RETURN collect([n2.id]) AS c4
        var (inner, claim, report) = (new Block(), NewNode(), NewNode());
        MatchClaims(inner, claims, claim);
        inner.Add($"OPTIONAL MATCH ({claim})-[:{Name.Of(Roles.StatedIn)}]->({report})");
        inner.Add($"WITH DISTINCT {claim}, {report}");
        inner.Add($"ORDER BY {report}.{Name.Of(Roles.PublishedOn)}, {claim}.{GraphLayout.Id}");
        var node = Node(selection, claim, inner);
        return Result($"collect({node.Value})", new Reading.List(node.Reading), inner, block, scope);
    }

    private EvidenceRoles Roles => _model.Evidence;

    private void MatchClaims(Block block, CypherText claims, Variable claim)
    {
        var id = NewValue();
        block.Add($"UNWIND {claims} AS {id}");
        block.Add($"MATCH ({claim}:{GraphLayout.Entity} {{id: {id}}})");
    }

    private static CypherText Stance(EvidenceRoles roles, int position) => $"'{Name.Of(roles.Stance.Enum!.Values[position])}'";

    private Selected Contested(CypherText claims, Block block, params IEnumerable<Variable> scope)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // WITH collect(n2.stance) AS c3
        // RETURN 'ASSERTS' IN c3 AND 'DENIES' IN c3 AS c4
        var (inner, claim, stances) = (new Block(), NewNode(), NewValue());
        MatchClaims(inner, claims, claim);
        inner.Add($"WITH collect({claim}.{Name.Of(Roles.Stance)}) AS {stances}");
        return Result($"{Stance(Roles, Roles.Asserts)} IN {stances} AND {Stance(Roles, Roles.Denies)} IN {stances}", s_scalar, inner, block, scope);
    }

    /// <summary>How many origins, outlets and reports the claims that assert have, and their earliest day.</summary>
    private Selected Corroboration(ImmutableArray<PlanField> fields, CypherText claims, Block block, params IEnumerable<Variable> scope)
    {
        var (inner, report, root) = (new Block(), NewNode(), NewNode());
        MatchOrigins(inner, claims, report, root);
        var returned = new List<CypherText>();
        var selected = Object(fields, field =>
        {
            var result = NewValue();
            CypherText value = field switch
            {
                PlanField.IndependentOrigins => Origins(root),
                // count { … } of the outlets
                PlanField.Outlets => Piece($"count(DISTINCT head([({report})-[:{Name.Of(Roles.PublishedBy)}]->({result}) | {result}]))"),
                PlanField.Reports => Piece($"count({report})"),
                PlanField.FirstReportedOn => Earliest(report, root),
                _ => throw new UnreachableException(),
            };
            returned.Add($"{value} AS {result}");
            return new Selected($"{result}", field is PlanField.FirstReportedOn ? s_date : s_scalar);
        });
        if (returned.Count == 0)
            return selected;
        inner.Add($"RETURN {CypherText.Join(", ", returned)}");
        block.Call(inner, scope);
        return selected;
    }

    /// <summary>The reports in which the claims that assert are stated, each once, and the report of which each is a copy in the end.</summary>
    private void MatchOrigins(Block block, CypherText claims, Variable report, Variable root)
    {
        // UNWIND r0.claims AS c1
        // MATCH (n2:Entity {id: c1})
        // MATCH (n2)-[:STATED_IN]->(n3) WHERE n2.stance = 'ASSERTS'
        // WITH DISTINCT n3
        // OPTIONAL MATCH (n3)-[:REPUBLISHES*1..32]->(n4) WHERE NOT EXISTS { (n4)-[:REPUBLISHES]->() }
        // WITH n3, coalesce(n4, n3) AS n5
        var (claim, original) = (NewNode(), NewNode());
        var copies = Name.Of(Roles.Republishes);
        MatchClaims(block, claims, claim);
        block.Add($"MATCH ({claim})-[:{Name.Of(Roles.StatedIn)}]->({report})");
        block.Add($"WHERE {claim}.{Name.Of(Roles.Stance)} = {Stance(Roles, Roles.Asserts)}");
        block.Add($"WITH DISTINCT {report}");
        block.Add($"OPTIONAL MATCH ({report})-[:{copies}*1..{EvidenceRoles.MostCopies}]->({original})");
        block.Add($"WHERE NOT EXISTS {{ ({original})-[:{copies}]->() }}");
        block.Add($"WITH {report}, coalesce({original}, {report}) AS {root}");
    }

    private CypherText Origins(Variable root)
    {
        // count(DISTINCT coalesce(head([(n4)-[:ORIGINATED_BY]->(n5) | n5]), head([(n4)-[:PUBLISHED_BY]->(n6) | n6]), n4))
        var (originator, outlet) = (NewNode(), NewNode());
        return $"count(DISTINCT coalesce(head([({root})-[:{Name.Of(Roles.OriginatedBy)}]->({originator}) | {originator}]), head([({root})-[:{Name.Of(Roles.PublishedBy)}]->({outlet}) | {outlet}]), {root}))";
    }

    private CypherText Earliest(Variable report, Variable root)
    {
        // min(CASE WHEN n4.publishedOn < n3.publishedOn THEN n4.publishedOn ELSE coalesce(n3.publishedOn, n4.publishedOn) END)
        var on = Name.Of(Roles.PublishedOn);
        return $"min(CASE WHEN {root}.{on} < {report}.{on} THEN {root}.{on} ELSE coalesce({report}.{on}, {root}.{on}) END)";
    }
}
