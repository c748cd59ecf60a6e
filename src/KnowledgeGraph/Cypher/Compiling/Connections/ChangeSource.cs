using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>Recorded changes, newest first.</summary>
/// <param name="node">The node whose changes are listed; null for the changes of the graph.</param>
internal sealed class ChangeSource(CompileContext context, HistoryCompiler history, ConnectionCompiler connections, ChangesField changes, Variable? node) : IItemSource<Item>
{
    public IReadOnlyList<Variable> Scope => node is { } owner ? [owner] : [];

    public Item Write(Block block, KeyConditions? conditions)
    {
        var (change, all) = (context.NewNode(), new List<CypherText>());
        if (node is { } owner)
            MatchAbout(block, $"[{owner}.{GraphLayout.Id}]", change);
        else if (context.Shape.IsGiven(changes.About) && context.Shape.Has(changes.About))
            MatchAbout(block, $"{context.Parameters.Ids(changes.About!)}", change);
        else
            block.Add($"MATCH ({change}:{GraphLayout.Change})");
        // An index is in the order of versions if there is a condition for it.
        all.Add(!changes.Since.IsNone ? (CypherText)$"{change}.version > {context.Parameters.Version(changes.Since)}" : $"{change}.version > 0");
        if (context.Shape.Has(changes.By))
            all.Add($"{change}.by = {context.Parameters.Text(changes.By)}");
        SortKey[] keys = [SortKey.Ascending($"{change}.version", 0, CursorValueKind.Number) with { IsDescending = true }];
        block.Where([.. all, .. conditions?.Invoke(keys) ?? []]);
        return new Item(change, keys, CypherText.List([$"{change}.version"]));
    }

    /// <summary>Matches the changes with an entry for one of the ids.</summary>
    private void MatchAbout(Block block, CypherText ids, Variable change)
    {
        // UNWIND $p0 AS c1
        // CALL (c1) {
        //   MATCH (n2:_Entry {subject: c1}) RETURN n2.version AS c3
        //   UNION
        //   …
        // }
        // WITH DISTINCT c3
        // MATCH (n0:_Change {version: c3})
        var (id, entry, version, found) = (context.NewValue(), context.NewNode(), context.NewValue(), new Block());
        foreach (var end in s_ends)
        {
            if (!found.IsEmpty)
                found.Add($"UNION");
            found.Add($"MATCH ({entry}:{GraphLayout.Entry} {{{end}: {id}}}) RETURN {entry}.version AS {version}");
        }
        block.Add($"UNWIND {ids} AS {id}");
        block.Call(found, id);
        block.Add($"WITH DISTINCT {version}");
        block.Add($"MATCH ({change}:{GraphLayout.Change} {{version: {version}}})");
    }

    private static readonly Name[] s_ends = [Name.Added("subject"), Name.Added("from"), Name.Added("to")];

    public Selected EdgeField(PlanField field, Item item, Block block) => field switch
    {
        EntryField entry => Selected.Object(entry.Fields, inner => history.Field(inner, item.Node, block)),
        _ => history.Field(field, item.Node, block),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };
}
