using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>A node that a search found, and the class of the hit.</summary>
internal sealed record SearchItem(Variable Node, Variable Class, IReadOnlyList<SortKey> Keys, CypherText Cursor) : Item(Node, Keys, Cursor);

/// <summary>Nodes that have the words of a search.</summary>
internal sealed class SearchSource : IItemSource<SearchItem>
{
    private readonly CompileContext _context;
    private readonly Visibility _visibility;
    private readonly NodeCompiler _nodes;
    private readonly ConnectionCompiler _connections;
    private readonly PlanField.Search _search;
    private readonly NodeType[] _types;
    private readonly bool _findsNothing;

    public SearchSource(CompileContext context, Visibility visibility, NodeCompiler nodes, ConnectionCompiler connections, PlanField.Search search)
    {
        (_context, _visibility, _nodes, _connections, _search) = (context, visibility, nodes, connections, search);
        var types = context.Shape.NodeTypes(search.Types);
        _findsNothing = types is [] || context.Shape.WordCount(search.Text) == 0;
        // An empty list finds nothing, but its name and class expressions must still be valid Cypher.
        _types = types is null or [] ? [.. context.Model.NodeTypes] : types;
    }

    public IReadOnlyList<Variable> Scope => [];

    public SearchItem Write(Block block, KeyConditions? conditions)
    {
        // MATCH (n0:Entity)
        // WHERE n0._words CONTAINS $p0w0 AND n0._words CONTAINS $p0w1 AND n0:Official|Agency
        // WITH n0, CASE WHEN n0._name = $p0 THEN 1 … ELSE 6 END AS c1
        var (node, hitClass) = (_context.NewNode(), _context.NewValue());
        var words = _context.Parameters.SearchWords(_search.Text, _context.Shape.WordCount(_search.Text));
        block.Add($"MATCH ({node}:{GraphLayout.Entity})");
        block.Where(
        [
            .. _findsNothing ? (CypherText[])[$"false"] : [],
            .. words.Select(w => (CypherText)$"{node}.{GraphLayout.Words} CONTAINS {w}"),
            .. _types.Length < _context.Model.NodeTypes.Length ? (CypherText[])[Patterns.HasType(node, _types)] : [],
            .. _visibility.Of(node, _types),
        ]);
        if (conditions is null)
            return new SearchItem(node, hitClass, [], CypherText.List([]));
        block.Add($"WITH {node}, {ClassOf(node, words)} AS {hitClass}");
        SortKey[] keys = [SortKey.Ascending($"{hitClass}", 0, CursorValueKind.Number), SortKey.OfNode(node, 1)];
        block.Where([.. conditions(keys)]);
        return new SearchItem(node, hitClass, keys, CypherText.List([$"{hitClass}", SortKey.NameOf(node, _types), $"{node}.{GraphLayout.Id}"]))
        {
            Others = [hitClass],
        };
    }

    public Selected EdgeField(PlanField field, SearchItem item, Block block) => field switch
    {
        PlanField.Hit hit => Selected.Object(hit.Fields, f => EdgeField(f, item, block)),
        PlanField.EdgeNode node => _nodes.Compile(Narrowed(node.Selection), item.Node, block),
        // 1.0 / c1
        PlanField.Leaf { What: Leaf.Score } => new($"1.0 / {item.Class}", Formats.Number),
        PlanField.Matched matched => Matched(matched, item.Node),
        _ => throw new UnreachableException($"{field}"),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        PlanField.Leaf { What: Leaf.TotalCount } => _connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };

    /// <summary>The selection for nodes of the searched types alone.</summary>
    private NodeSelection Narrowed(NodeSelection selection) =>
        new([.. selection.Types.Where(_types.Contains)], [.. _context.Model.NodeTypes.Select(t => _types.Contains(t) ? selection[t.Index] : default)]);

    /// <summary>The class of a hit, from <see cref="PlanField.Search.FirstClass"/> for an equal name to <see cref="PlanField.Search.LastClass"/> for words anywhere.</summary>
    private CypherText ClassOf(Variable node, List<ParameterName> words)
    {
        // CASE WHEN n0._name = $p0 THEN 1 WHEN n0._name STARTS WITH $p0 THEN 2 WHEN any(c1 IN coalesce(n0._aliases, []) WHERE c1 = $p0) THEN 3 …
        var whole = _context.Parameters.SearchText(_search.Text);
        var lists = _types.SelectMany(t => t.Properties).Where(p => p is { IsSearched: true, IsList: true }).Select(p => _context.Layout.Folded(p, false)).Distinct()
            .Select(p => (CypherText)$"coalesce({node}.{p}, [])").ToList();
        var aliases = lists.Count == 0 ? CypherText.List([]) : CypherText.Join(" + ", lists);
        var alias = _context.NewValue();
        var inName = words.Select(w => (CypherText)$"{node}.{GraphLayout.NameWords} CONTAINS {w}");
        return $"CASE WHEN {node}.{GraphLayout.FoldedName} = {whole} THEN 1 WHEN {node}.{GraphLayout.FoldedName} STARTS WITH {whole} THEN 2 WHEN any({alias} IN {aliases} WHERE {alias} = {whole}) THEN 3 WHEN any({alias} IN {aliases} WHERE {alias} STARTS WITH {whole}) THEN 4 WHEN {CypherText.Join(" AND ", [$"true", .. inName])} THEN 5 ELSE 6 END";
    }

    /// <summary>All searched texts of the node. Those that have a word of the search are chosen when the row is read.</summary>
    private Selected Matched(PlanField.Matched matched, Variable node)
    {
        // [n0.name, n0.aliases, n0.summary]
        var properties = _types.SelectMany(t => t.Properties.Where(p => p.IsSearched)).DistinctBy(p => p.Name).ToImmutableArray();
        return new(
            CypherText.List(properties.Select(p => (CypherText)$"{node}.{Name.Of(p)}")), new ValueFormat.Matched(_search.Text, properties, matched.Fields));
    }
}
