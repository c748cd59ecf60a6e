using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Finding nodes by words.</summary>
internal sealed partial class Compilation
{
    private Selected Search(PlanField.Search search, Block block)
    {
        var asked = _shape.NodeTypes(search.Types);
        // An empty list finds nothing, but its name and class expressions must still be valid Cypher.
        var types = asked is null or [] ? [.. _model.NodeTypes] : asked;
        Item Write(Block inner, Func<Item, IEnumerable<CypherText>>? conditions)
        {
            // MATCH (n0:Entity)
            // WHERE n0._words CONTAINS $p0w0 AND n0._words CONTAINS $p0w1 AND n0:Official|Agency
            // WITH n0, CASE WHEN n0._name = $p0 THEN 1 … ELSE 6 END AS c1
            var (node, rank) = (NewNode(), NewValue());
            var words = Words(search.Text);
            inner.Add($"MATCH ({node}:{GraphLayout.Entity})");
            inner.Where(
            [
                .. words.Count == 0 || asked is [] ? (CypherText[])[$"false"] : [],
                .. words.Select(w => (CypherText)$"{node}.{GraphLayout.Words} CONTAINS {w}"),
                .. types.Length < _model.NodeTypes.Length ? (CypherText[])[Is(node, types)] : [],
                .. Visible(node, types),
            ]);
            if (conditions is null)
                return new Item(node, null, [], ListOf([]));
            inner.Add($"WITH {node}, {ClassOf(node, search.Text, words, types)} AS {rank}");
            var item = new Item(
                node, null, [new($"{rank}", false, false, 0, CursorValueKind.Number), NodeKey(node, 1)],
                ListOf([$"{rank}", NameOf(node, types), $"{node}.{GraphLayout.Id}"]))
            { Computed = [rank] };
            inner.Where([.. conditions(item)]);
            return item;
        }
        Selected Hit(PlanField field, Item item, Block inner) => field switch
        {
            PlanField.Hit hit => Object(hit.Fields, f => Hit(f, item, inner)),
            PlanField.Cursor => CursorOf(item, search.Ordering),
            PlanField.EdgeNode node => Node(Narrowed(node.Selection, types), item.Node, inner),
            // 1.0 / c1
            PlanField.Score => new($"1.0 / {item.Computed[0]}", s_number),
            PlanField.Matched matched => Matched(matched, search.Text, item.Node, types),
            _ => throw new UnreachableException(),
        };
        var page = WritePage(search.Selection, search.Page, search.Ordering, Write, Hit, [], block);
        return Object(search.Selection.Fields, field => field is PlanField.TotalCount ? Count(Write, block) : page[field]);
    }

    /// <summary>What is asked of nodes of these types alone.</summary>
    private NodeSelection Narrowed(NodeSelection selection, NodeType[] types) =>
        new([.. selection.Types.Where(types.Contains)], [.. _model.NodeTypes.Select(t => types.Contains(t) ? selection[t.Index] : default)]);

    /// <summary>How well a hit is hit: the classes of the order of `search`.</summary>
    private CypherText ClassOf(Variable node, int text, List<ParameterName> words, NodeType[] types)
    {
        // CASE WHEN n0._name = $p0 THEN 1 WHEN n0._name STARTS WITH $p0 THEN 2 WHEN any(c1 IN coalesce(n0._aliases, []) WHERE c1 = $p0) THEN 3 …
        var whole = _parameters.Add(NameOf(_same[text]), (writer, bound, _) => writer.WriteStringValue(((SearchText)bound.Values[text]!).Folded));
        var lists = types.SelectMany(t => t.Properties).Where(p => p is { IsSearched: true, IsList: true }).Select(p => _layout.Folded(p, false)).Distinct()
            .Select(p => (CypherText)$"coalesce({node}.{p}, [])").ToList();
        var aliases = lists.Count == 0 ? ListOf([]) : CypherText.Join(" + ", lists);
        var alias = NewValue();
        var inName = words.Select(w => (CypherText)$"{node}.{GraphLayout.NameWords} CONTAINS {w}").ToList();
        return $"CASE WHEN {node}.{GraphLayout.FoldedName} = {whole} THEN 1 WHEN {node}.{GraphLayout.FoldedName} STARTS WITH {whole} THEN 2 WHEN any({alias} IN {aliases} WHERE {alias} = {whole}) THEN 3 WHEN any({alias} IN {aliases} WHERE {alias} STARTS WITH {whole}) THEN 4 WHEN {CypherText.Join(" AND ", [$"true", .. inName])} THEN 5 ELSE 6 END";
    }

    /// <summary>The words that decide, each behind the blank that stands before a word.</summary>
    private List<ParameterName> Words(int text) => [.. Enumerable.Range(0, _shape.WordCount(text)).Select(i => _parameters.Add(
        $"{NameOf(_same[text])}w{NameOf(i)[1..]}", (writer, bound, _) => writer.WriteStringValue(" " + ((SearchText)bound.Values[text]!).Telling[i])))];

    /// <summary>All searched texts of the node: which of them have a word of the search is seen where they are read.</summary>
    private static Selected Matched(PlanField.Matched matched, int text, Variable node, NodeType[] types)
    {
        // [n0.name, n0.aliases, n0.summary]
        var properties = types.SelectMany(t => t.Properties.Where(p => p.IsSearched)).DistinctBy(p => p.Name).ToImmutableArray();
        return new(ListOf(properties.Select(p => (CypherText)$"{node}.{Name.Of(p)}")), new Reading.Matched(text, properties, matched.Fields));
    }
}
