using System.Diagnostics;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Aggregates;

/// <summary>Compiles aggregates: counts, extremes, sums and groups.</summary>
internal sealed class AggregateCompiler(CompileContext context, RelationshipCount counts, Visibility visibility, NodeCompiler nodes)
{
    /// <param name="match">Writes what matches the rows, and returns the node of each, with the relationship to it.</param>
    public Selected Compile(AggregateField aggregate, Variable? owner, Func<Block, Subject> match, Block block)
    {
        if (aggregate is { Source: ConnectionSource.Relationship { Field: var field }, Choice.Filter.IsEverything: true } && context.ShowsAll
            && aggregate.Fields.All(f => f is LeafField { What: Leaf.Count } or ConstantField))
            return Selected.Object(aggregate.Fields, _ => new(counts.Of(field, owner!.Value), Formats.Scalar));
        Variable[] scope = owner is { } node ? [node] : [];
        // MATCH … WITH count(*) AS c1, min(n0.signed) AS c2 RETURN c1 AS c3, [c2] AS c4
        var inner = new Block();
        var measures = new Measures(context, match(inner));
        var returned = new List<CypherText>();
        var selected = Selected.Object(aggregate.Fields, asked =>
        {
            if (asked is GroupByField group)
                return GroupBy(group, match, block);
            var measured = measures.Compile(asked);
            // { signed { __typename } } needs no rows
            if (!NeedsRows(asked))
                return measured;
            var result = context.NewValue();
            returned.Add($"{measured.Value} AS {result}");
            return measured with { Value = $"{result}" };
        });
        if (measures.Aliases.Count > 0)
        {
            inner.Add($"WITH {CypherText.Join(", ", measures.Aliases)}");
            inner.Append(measures.Sums);
            inner.Add($"RETURN {CypherText.Join(", ", returned)}");
            block.Call(inner, scope);
        }
        return selected;
    }

    private static bool NeedsRows(PlanField field) => field switch
    {
        MeasuredField { Fields: var fields } => fields.Any(f => f is not ConstantField),
        MeasuredEdgesField { Fields: var fields } => fields.Any(NeedsRows),
        LeafField => true,
        ConstantField => false,
        _ => throw new UnreachableException($"{field}"),
    };

    /// <summary>Compiles groups: the largest first, then by their keys, null last.</summary>
    private Selected GroupBy(GroupByField group, Func<Block, Subject> match, Block block)
    {
        // MATCH … WITH n0.kind AS c1, count(*) AS c2 ORDER BY c2 DESC, c1 RETURN [[c1], c2]
        var inner = new Block();
        var subject = match(inner);
        var keys = new GroupKeys(context, visibility, nodes, subject.Node);
        foreach (var term in group.By)
            keys.Add(term, inner);
        var measures = new Measures(context, subject);
        var count = measures.Count();
        var related = new Block();
        var selected = Selected.Object(
            group.Fields, field => field is GroupKeyField key ? Selected.Object(key.Fields, f => keys.Compile(f, related)) : measures.Compile(field));
        inner.Add($"WITH {CypherText.Join(", ", [.. keys.Aliases, .. measures.Aliases])}");
        inner.Where([$"{count} > 0"]);
        inner.Append(measures.Sums);
        inner.Append(related);
        inner.Add($"WITH *");
        inner.Add($"ORDER BY {CypherText.Join(", ", [$"{count} DESC", .. keys.Order])}");
        return context.ReturnAll(selected, inner, block);
    }
}
