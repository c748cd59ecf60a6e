using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// How two nodes are connected. The shortest length is found by Neo4j's own search from both ends; then ways are found length by length,
/// and no longer ones once there are enough.
/// </summary>
internal sealed partial class Compilation
{
    private Selected Connected(PlanField.Connected connected, Block block)
    {
        var ends = MatchEnds(connected.From, connected.To, block);
        return new($"{Distance(ends, _shape.Types(connected.Types), _shape.Number(connected.MaxLength), block)}", s_scalar);
    }

    /// <summary>The two nodes; null where one is unknown.</summary>
    private (Variable From, Variable To) MatchEnds(int from, int to, Block block)
    {
        // CALL () { MATCH (n1:Entity {id: $p0}) RETURN head(collect(n1)) AS n0 }
        Variable End(int id)
        {
            var (node, end, inner) = (NewNode(), NewNode(), new Block());
            inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {Text(id)}}})");
            inner.Where(Visible(node, _model.NodeTypes));
            inner.Add($"RETURN head(collect({node})) AS {end}");
            block.Call(inner);
            return end;
        }
        return (End(from), End(to));
    }

    /// <summary>The length of the shortest way; null for none.</summary>
    private Variable Distance((Variable From, Variable To) ends, RelationshipType[]? types, int maxLength, Block block)
    {
        var (from, to) = ends;
        var (result, inner) = (NewValue(), new Block());
        // WITH n0, n1 WHERE n0 = n1 RETURN 0 AS c2
        inner.Add($"WITH {from}, {to}");
        inner.Where([$"{from} = {to}"]);
        inner.Add($"RETURN 0 AS {result}");
        if (maxLength > 0 && types is not [])
        {
            // UNION ALL
            // WITH n0, n1 WHERE n0 <> n1
            // MATCH c3 = SHORTEST 1 (n0)((n4)-[r5:PARTY_TO]-(n6) WHERE …){1,4}(n1)
            // RETURN length(c3) AS c2
            var (path, before, relationship, after) = (NewValue(), NewNode(), NewRelationship(), NewNode());
            List<CypherText> walked = [.. Walked(before, types), .. Walked(after, types), .. Shown(relationship, after)];
            var where = walked.Count == 0 ? Piece($"") : Piece($" WHERE {CypherText.Join(" AND ", walked)}");
            inner.Add($"UNION ALL");
            inner.Add($"WITH {from}, {to}");
            inner.Where([$"{from} <> {to}"]);
            inner.Add($"MATCH {path} = SHORTEST 1 ({from})({Step(before, relationship, types, after)}{where}){{1,{maxLength}}}({to})");
            inner.Add($"RETURN length({path}) AS {result}");
        }
        var outer = new Block();
        outer.Call(inner, from, to);
        var found = NewValue();
        outer.Add($"RETURN min({result}) AS {found}");
        block.Call(outer, from, to);
        return found;
    }

    /// <summary>Without types nothing leads over reports and claims, over which nearly everything is near.</summary>
    private List<CypherText> Walked(Variable node, RelationshipType[]? types) => types is null ? [$"NOT {Is(node, [Roles.Report, Roles.Claim])}"] : [];

    private Selected Paths(PlanField.Paths paths, Block block)
    {
        var (types, maxLength) = (_shape.Types(paths.Types), _shape.Number(paths.MaxLength));
        var ends = MatchEnds(paths.From, paths.To, block);
        var distance = Distance(ends, types, maxLength, block);
        // CASE WHEN c2 = 0 THEN [[[n0], [], null]] ELSE [] END AS c3
        var first = _parameters.Add(NameOf(_same[paths.First]), (writer, bound, _) => writer.WriteNumberValue((int)bound.Values[paths.First]!));
        List<CypherText> found = [$"CASE WHEN {distance} = 0 THEN [[[{ends.From}], [], null]] ELSE [] END"];
        var lists = new List<Variable>();
        for (var length = 1; length <= maxLength && types is not []; length++)
        {
            var list = PathsOf(length, ends, distance, types, first, lists, block);
            lists.Add(list);
            found.Add($"{list}");
        }
        // UNWIND (… + c4 + c5)[..$p3] AS c6
        var (path, inner) = (NewValue(), new Block());
        inner.Add($"UNWIND ({CypherText.Join(" + ", found)})[..{first}] AS {path}");
        var selected = Object(paths.Fields, field => PathField(field, path, inner));
        return Result($"collect({selected.Value})", new Reading.List(selected.Reading), inner, block, [ends.From, distance, .. lists]);
    }

    /// <summary>The first ways of a length, each a list of its nodes, its relationships and its weakest step's origins; none where shorter ones suffice.</summary>
    private Variable PathsOf(
        int length, (Variable From, Variable To) ends, Variable distance, RelationshipType[]? types, ParameterName first, List<Variable> shorter, Block block)
    {
        // WITH n0, n1 WHERE c2 > 0 AND c2 <= 2 AND size(c3) < $p3
        // MATCH (n0)-[r4]-(n5)-[r6]-(n1)
        // WHERE n5 <> n0 AND n5 <> n1
        var (inner, nodes, relationships, conditions) = (new Block(), new List<Variable> { ends.From }, new List<Variable>(), new List<CypherText>());
        inner.Add($"WITH {ends.From}, {ends.To}");
        inner.Where([$"{distance} > 0", $"{distance} <= {length}", .. shorter.Count == 0 ? (CypherText[])[] : [$"{CypherText.Join(" + ", shorter.Select(s => (CypherText)$"size({s})"))} < {first}"]]);
        conditions.AddRange([.. Walked(ends.From, types), .. Walked(ends.To, types)]);
        CypherText pattern = $"({ends.From})";
        for (var i = 1; i <= length; i++)
        {
            var (relationship, node) = (NewRelationship(), i == length ? ends.To : NewNode());
            pattern = $"{pattern}-[{relationship}{Typed(types)}]-({node})";
            if (i < length)
                conditions.AddRange([.. nodes.Append(ends.To).Select(n => (CypherText)$"{node} <> {n}"), .. Walked(node, types)]);
            conditions.AddRange(Shown(relationship, node));
            nodes.Add(node);
            relationships.Add(relationship);
        }
        inner.Add($"MATCH {pattern}");
        inner.Where(conditions);

        // WITH [n0, n5, n1] AS c7, [r4, r6] AS c8, [[CASE WHEN startNode(r4) = n0 THEN 0 ELSE 1 END, r4._tie], …] AS c9
        var (path, steps, parallel, origins) = (NewValue(), NewValue(), NewValue(), NewValue());
        var ties = relationships.Select((r, i) => (CypherText)$"[CASE WHEN startNode({r}) = {nodes[i]} THEN 0 ELSE 1 END, {r}.{GraphLayout.Tie}]");
        inner.Add($"WITH {ListOf(nodes.Select(n => (CypherText)$"{n}"))} AS {path}, {ListOf(relationships.Select(r => (CypherText)$"{r}"))} AS {steps},");
        inner.Add($"  {ListOf(ties)} AS {parallel}");
        inner.Call(WeakestOf(steps, origins), steps);
        var each = NewValue();
        inner.Add($"WITH {path}, {steps}, {parallel}, {origins}");
        inner.Add($"ORDER BY {origins} DESC, [{each} IN {path} | {each}.{GraphLayout.Id}], [{each} IN {steps} | type({each})], {parallel}");
        inner.Add($"LIMIT {first}");
        var result = NewValue();
        inner.Add($"RETURN collect([{path}, {steps}, {origins}]) AS {result}");
        block.Call(inner, [ends.From, ends.To, distance, .. shorter]);
        return result;
    }

    /// <summary>How many independent origins the weakest of some relationships has.</summary>
    private Block WeakestOf(Variable relationships, Variable result)
    {
        // UNWIND c8 AS r10
        // CALL (r10) { UNWIND r10.claims AS c11 … RETURN count(DISTINCT …) AS c12 }
        // RETURN min(c12) AS c9
        var (block, inner) = (new Block(), new Block());
        var (relationship, report, root, count) = (NewRelationship(), NewNode(), NewNode(), NewValue());
        block.Add($"UNWIND {relationships} AS {relationship}");
        MatchOrigins(inner, $"{relationship}.{GraphLayout.Claims}", report, root);
        inner.Add($"RETURN {Origins(root)} AS {count}");
        block.Call(inner, relationship);
        block.Add($"RETURN min({count}) AS {result}");
        return block;
    }

    private Selected PathField(PlanField field, Variable path, Block block)
    {
        switch (field)
        {
            case PlanField.Length: return new($"size({path}[1])", s_scalar);
            case PlanField.IndependentOrigins: return new($"{path}[2]", s_scalar);
            case PlanField.Nodes nodes:
                // UNWIND c6[0] AS n7 RETURN collect([n7.id]) AS c8
                var (node, each) = (NewNode(), new Block());
                each.Add($"UNWIND {path}[0] AS {node}");
                var one = Node(nodes.Selection, node, each);
                return Result($"collect({one.Value})", new Reading.List(one.Reading), each, block, path);
            case PlanField.Steps steps:
                // UNWIND range(0, size(c6[1]) - 1) AS c7
                // WITH c6[1][c7] AS r8, c6[0][c7] AS n9, c6[0][c7 + 1] AS n10
                var (at, relationship, from, to, inner) = (NewValue(), NewRelationship(), NewNode(), NewNode(), new Block());
                inner.Add($"UNWIND range(0, size({path}[1]) - 1) AS {at}");
                inner.Add($"WITH {path}[1][{at}] AS {relationship}, {path}[0][{at}] AS {from}, {path}[0][{at} + 1] AS {to}");
                var step = Object(steps.Fields, f => StepField(f, from, relationship, to, inner));
                return Result($"collect({step.Value})", new Reading.List(step.Reading), inner, block, path);
            default: throw new UnreachableException();
        }
    }

    private Selected StepField(PlanField field, Variable from, Variable relationship, Variable to, Block block) => field switch
    {
        PlanField.StartNode start => Node(start.Selection, from, block),
        PlanField.EndNode end => Node(end.Selection, to, block),
        PlanField.Forward => new($"startNode({relationship}) = {from}", s_scalar),
        PlanField.Relationship asked => Relationship(asked.Fields, relationship, block),
        _ => throw new UnreachableException(),
    };
}
