using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Paths;

/// <summary>
/// Compiles how two nodes are connected. Neo4j's own search from both ends finds the shortest length. Then paths are found length by
/// length, and no longer ones once there are enough.
/// </summary>
internal sealed class PathCompiler(
    CompileContext context, Visibility visibility, NodeCompiler nodes, RelationshipCompiler relationships, EvidenceCompiler evidence)
{
    public Selected Connected(ConnectedField connected, Block block)
    {
        var ends = MatchEnds(connected.From, connected.To, block);
        return new($"{Distance(ends, context.Shape.Types(connected.Types), context.Shape.Number(connected.MaxLength), block)}", Formats.Scalar);
    }

    public Selected Paths(PathsField paths, Block block)
    {
        var (types, maxLength) = (context.Shape.Types(paths.Types), context.Shape.Number(paths.MaxLength));
        var ends = MatchEnds(paths.From, paths.To, block);
        var distance = Distance(ends, types, maxLength, block);
        // CASE WHEN c2 = 0 THEN [[[n0], [], null]] ELSE [] END AS c3
        var first = context.Parameters.Number(paths.First);
        List<CypherText> found = [$"CASE WHEN {distance} = 0 THEN [[[{ends.From}], [], null]] ELSE [] END"];
        var lists = new List<Variable>();
        for (var length = 1; length <= maxLength && types is not []; length++)
        {
            var list = PathsOf(length, ends, distance, types, first, lists, block);
            lists.Add(list);
            found.Add($"{list}");
        }
        // UNWIND (… + c4 + c5)[..$p3] AS c6
        var (path, inner) = (context.NewValue(), new Block());
        inner.Add($"UNWIND ({CypherText.Join(" + ", found)})[..{first}] AS {path}");
        var selected = Selected.Object(paths.Fields, field => PathField(field, path, inner));
        return context.ReturnAll(selected, inner, block);
    }

    /// <summary>The two nodes; null for an unknown one.</summary>
    private (Variable From, Variable To) MatchEnds(Slot<string?> from, Slot<string?> to, Block block)
    {
        // CALL () { MATCH (n1:Entity {id: $p0}) RETURN head(collect(n1)) AS n0 }
        Variable End(Slot<string?> id)
        {
            var (node, end, inner) = (context.NewNode(), context.NewNode(), new Block());
            inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {context.Parameters.Text(id)}}})");
            inner.Where(visibility.Of(node, context.Model.NodeTypes));
            inner.Add($"RETURN head(collect({node})) AS {end}");
            block.Call(inner);
            return end;
        }
        return (End(from), End(to));
    }

    /// <summary>The length of the shortest path; null if there is none.</summary>
    private Variable Distance((Variable From, Variable To) ends, RelationshipType[]? types, int maxLength, Block block)
    {
        var (from, to) = ends;
        var (result, inner) = (context.NewValue(), new Block());
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
            var (path, before, relationship, after) = (context.NewValue(), context.NewNode(), context.NewRelationship(), context.NewNode());
            List<CypherText> conditions = [.. MayBePassed(before, types), .. MayBePassed(after, types), .. visibility.OfAny(relationship, after)];
            var where = conditions.Count == 0 ? $"" : (CypherText)$" WHERE {CypherText.Join(" AND ", conditions)}";
            inner.Add($"UNION ALL");
            inner.Add($"WITH {from}, {to}");
            inner.Where([$"{from} <> {to}"]);
            inner.Add($"MATCH {path} = SHORTEST 1 ({from})({Patterns.OfAny(before, relationship, types, after)}{where}){{1,{maxLength}}}({to})");
            inner.Add($"RETURN length({path}) AS {result}");
        }
        var outer = new Block();
        outer.Call(inner, from, to);
        var found = context.NewValue();
        outer.Add($"RETURN min({result}) AS {found}");
        block.Call(outer, from, to);
        return found;
    }

    /// <summary>If no types are given, no path leads through reports and claims, because nearly everything is near through them.</summary>
    private List<CypherText> MayBePassed(Variable node, RelationshipType[]? types) =>
        types is null ? [$"NOT {Patterns.HasType(node, [context.Model.Evidence.Report, context.Model.Evidence.Claim])}"] : [];

    /// <summary>
    /// The first paths of a length. Each is a list of its nodes, its relationships, and the number of origins of its weakest relationship.
    /// Empty if there are enough shorter paths.
    /// </summary>
    private Variable PathsOf(
        int length, (Variable From, Variable To) ends, Variable distance, RelationshipType[]? types, ParameterName first, List<Variable> shorter, Block block)
    {
        // WITH n0, n1 WHERE c2 > 0 AND c2 <= 2 AND size(c3) < $p3
        // MATCH (n0)-[r4]-(n5)-[r6]-(n1)
        // WHERE n5 <> n0 AND n5 <> n1
        var (inner, passed, walked, conditions) = (new Block(), new List<Variable> { ends.From }, new List<Variable>(), new List<CypherText>());
        inner.Add($"WITH {ends.From}, {ends.To}");
        CypherText[] tooFew = shorter.Count == 0 ? [] : [$"{CypherText.Join(" + ", shorter.Select(s => (CypherText)$"size({s})"))} < {first}"];
        inner.Where([$"{distance} > 0", $"{distance} <= {length}", .. tooFew]);
        conditions.AddRange([.. MayBePassed(ends.From, types), .. MayBePassed(ends.To, types)]);
        CypherText pattern = $"({ends.From})";
        for (var i = 1; i <= length; i++)
        {
            var (relationship, node) = (context.NewRelationship(), i == length ? ends.To : context.NewNode());
            pattern = $"{pattern}-[{relationship}{Patterns.Types(types)}]-({node})";
            if (i < length)
                conditions.AddRange([.. passed.Append(ends.To).Select(n => (CypherText)$"{node} <> {n}"), .. MayBePassed(node, types)]);
            conditions.AddRange(visibility.OfAny(relationship, node));
            passed.Add(node);
            walked.Add(relationship);
        }
        inner.Add($"MATCH {pattern}");
        inner.Where(conditions);

        // WITH [n0, n5, n1] AS c7, [r4, r6] AS c8, [[CASE WHEN startNode(r4) = n0 THEN 0 ELSE 1 END, r4._tie], …] AS c9
        var (path, steps, ties, origins) = (context.NewValue(), context.NewValue(), context.NewValue(), context.NewValue());
        var eachTie = walked.Select((r, i) => (CypherText)$"[CASE WHEN startNode({r}) = {passed[i]} THEN 0 ELSE 1 END, {r}.{GraphLayout.Tie}]");
        inner.Add($"WITH {CypherText.List(passed.Select(n => (CypherText)$"{n}"))} AS {path}, {CypherText.List(walked.Select(r => (CypherText)$"{r}"))} AS {steps},");
        inner.Add($"  {CypherText.List(eachTie)} AS {ties}");
        inner.Call(WeakestOriginCount(steps, origins), steps);
        var each = context.NewValue();
        inner.Add($"WITH {path}, {steps}, {ties}, {origins}");
        inner.Add($"ORDER BY {origins} DESC, [{each} IN {path} | {each}.{GraphLayout.Id}], [{each} IN {steps} | type({each})], {ties}");
        inner.Add($"LIMIT {first}");
        var result = context.NewValue();
        inner.Add($"RETURN collect([{path}, {steps}, {origins}]) AS {result}");
        block.Call(inner, [ends.From, ends.To, distance, .. shorter]);
        return result;
    }

    /// <summary>A subquery that returns the number of independent origins of the weakest relationship.</summary>
    private Block WeakestOriginCount(Variable walked, Variable result)
    {
        // UNWIND c8 AS r10
        // CALL (r10) { UNWIND r10.claims AS c11 … RETURN count(DISTINCT …) AS c12 }
        // RETURN min(c12) AS c9
        var block = new Block();
        var relationship = context.NewRelationship();
        block.Add($"UNWIND {walked} AS {relationship}");
        var (inner, count) = evidence.OriginCountOf(visibility.ClaimsOf(relationship));
        block.Call(inner, relationship);
        block.Add($"RETURN min({count}) AS {result}");
        return block;
    }

    private Selected PathField(PlanField field, Variable path, Block block) => field switch
    {
        LeafField { What: Leaf.Length } => new($"size({path}[1])", Formats.Scalar),
        LeafField { What: Leaf.IndependentOrigins } => new($"{path}[2]", Formats.Scalar),
        NodesField asked => PathNodes(asked, path, block),
        StepsField steps => Steps(steps, path, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected PathNodes(NodesField asked, Variable path, Block block)
    {
        // UNWIND c6[0] AS n7 RETURN [n7.id]
        var (node, inner) = (context.NewNode(), new Block());
        inner.Add($"UNWIND {path}[0] AS {node}");
        return context.ReturnAll(nodes.Compile(asked.Selection, node, inner), inner, block);
    }

    private Selected Steps(StepsField steps, Variable path, Block block)
    {
        // UNWIND range(0, size(c6[1]) - 1) AS c7
        // WITH c6[1][c7] AS r8, c6[0][c7] AS n9, c6[0][c7 + 1] AS n10
        var (at, relationship, from, to, inner) = (context.NewValue(), context.NewRelationship(), context.NewNode(), context.NewNode(), new Block());
        inner.Add($"UNWIND range(0, size({path}[1]) - 1) AS {at}");
        inner.Add($"WITH {path}[1][{at}] AS {relationship}, {path}[0][{at}] AS {from}, {path}[0][{at} + 1] AS {to}");
        var step = Selected.Object(steps.Fields, f => StepField(f, from, relationship, to, inner));
        return context.ReturnAll(step, inner, block);
    }

    private Selected StepField(PlanField field, Variable from, Variable relationship, Variable to, Block block) => field switch
    {
        StartNodeField start => nodes.Compile(start.Selection, from, block),
        EndNodeField end => nodes.Compile(end.Selection, to, block),
        LeafField { What: Leaf.Forward } => new($"startNode({relationship}) = {from}", Formats.Scalar),
        AnyRelationshipField asked => relationships.AnyObject(asked.Fields, relationship, block),
        _ => throw new UnreachableException($"{field}"),
    };
}
