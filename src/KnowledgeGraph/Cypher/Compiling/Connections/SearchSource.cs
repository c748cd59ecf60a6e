using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

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
    private readonly SearchField _search;
    private readonly NodeType[] _types;
    private readonly bool _findsNothing;
    private readonly int _maxMissing;
    private readonly bool _isFuzzy;

    public SearchSource(CompileContext context, Visibility visibility, NodeCompiler nodes, ConnectionCompiler connections, SearchField search)
    {
        (_context, _visibility, _nodes, _connections, _search) = (context, visibility, nodes, connections, search);
        var types = context.Shape.NodeTypes(search.Types);
        _findsNothing = types is [] || !context.Shape.HasWords(search.Text);
        _maxMissing = context.Shape.MaxMissingWords(search.Text);
        _isFuzzy = !_findsNothing && context.Shape.IsFuzzy(search.Text);
        // An empty list finds nothing, but its name and class expressions must still be valid Cypher.
        _types = types is null or [] ? [.. context.Model.NodeTypes] : types;
    }

    public IReadOnlyList<Variable> Scope => [];

    public SearchItem Write(Block block, KeyConditions? conditions)
    {
        // MATCH (n0:Entity)
        // WHERE (n0._words CONTAINS $p0w0 OR n0._words CONTAINS $p0w1) AND n0:Official|Agency
        // WITH n0, size([c1 IN $p0w WHERE NOT n0._words CONTAINS c1]) AS c2 WHERE c2 <= 1
        // WITH n0, CASE WHEN c2 > 0 THEN 6 + c2 WHEN n0._name = $p0 THEN 1 … ELSE 6 END AS c3, CASE WHEN n0:Official THEN 1 ELSE 2 END AS c4
        var node = _context.NewNode();
        if (_isFuzzy)
            MatchNear(node, block);
        else
            Match(node, block);
        var (missing, distance) = _isFuzzy ? MeasureNear(node, block) : (_maxMissing == 0 ? (Variable?)null : CountMissing(node, block), (Variable?)null);
        if (conditions is null)
            return new SearchItem(node, node, [], CypherText.List([]));
        var (hitClass, type) = (_context.NewValue(), _context.NewValue());
        block.Add($"WITH {node}, {ClassOf(node, missing, distance)} AS {hitClass}, {PlaceOfType(node)} AS {type}");
        SortKey[] keys =
            [SortKey.Ascending($"{hitClass}", 0, CursorValueKind.Number), SortKey.Ascending($"{type}", 1, CursorValueKind.Number), SortKey.OfNode(node, 2)];
        block.Where([.. conditions(keys)]);
        return new SearchItem(node, hitClass, keys, CypherText.List([$"{hitClass}", $"{type}", SortKey.NameOf(node, _types), $"{node}.{GraphLayout.Id}"]))
        {
            Others = [hitClass, type],
        };
    }

    private void Match(Variable node, Block block)
    {
        // A hit that may lack one word has one of two words, whichever they are: an index finds them.
        var sought = _context.Parameters.LongestSearchWords(_search.Text, _findsNothing ? 0 : _maxMissing + 1);
        block.Add($"MATCH ({node}:{Label})");
        block.Where([_findsNothing ? $"false" : CypherText.Any([.. sought.Select(w => (CypherText)$"{node}.{GraphLayout.Words} CONTAINS {w}")]), .. Conditions(node)]);
    }

    /// <summary>Finds the nodes with one of the longest words, or with one of their near words.</summary>
    private void MatchNear(Variable node, Block block)
    {
        // UNWIND $p0n.sought AS c1 MATCH (n0:Entity) WHERE n0._words CONTAINS c1 WITH DISTINCT n0
        var sought = _context.NewValue();
        block.Add($"UNWIND {Near}.sought AS {sought}");
        block.Add($"MATCH ({node}:{Label})");
        block.Where([$"{node}.{GraphLayout.Words} CONTAINS {sought}", .. Conditions(node)]);
        block.Add($"WITH DISTINCT {node}");
    }

    /// <summary>The words of one type have an index of their own: those of all types find everything that names a country, too.</summary>
    private Name Label => _types is [var only] ? Name.Of(only) : GraphLayout.Entity;

    private IEnumerable<CypherText> Conditions(Variable node) =>
        [.. _types.Length > 1 && _types.Length < _context.Model.NodeTypes.Length ? (CypherText[])[Patterns.HasType(node, _types)] : [], .. _visibility.Of(node, _types)];

    private ParameterName Near => _context.Parameters.NearWords(_search.Text, _maxMissing + 1);

    /// <summary>Counts the words that a node lacks, and leaves out the nodes that lack too many.</summary>
    private Variable CountMissing(Variable node, Block block)
    {
        var (word, missing) = (_context.NewValue(), _context.NewValue());
        block.Add($"WITH {node}, size([{word} IN {_context.Parameters.SearchWords(_search.Text)} WHERE NOT {node}.{GraphLayout.Words} CONTAINS {word}]) AS {missing}");
        block.Where([$"{missing} <= {_maxMissing}"]);
        return missing;
    }

    /// <summary>Likewise, and finds the largest distance of the words that the node has.</summary>
    private (Variable? Missing, Variable? Distance) MeasureNear(Variable node, Block block)
    {
        // WITH n0, [c2 IN $p0n.words | CASE WHEN any(c3 IN c2[0] WHERE n0._words CONTAINS c3) THEN 0 … END] AS c4
        // WITH n0, size([c2 IN c4 WHERE c2 IS NULL]) AS c5, reduce(c3 = 0, c2 IN c4 | CASE WHEN c2 > c3 THEN c2 ELSE c3 END) AS c6
        var (word, near, found, missing, distance) = (_context.NewValue(), _context.NewValue(), _context.NewValue(), _context.NewValue(), _context.NewValue());
        var cases = Enumerable.Range(0, SoughtWord.MaxDistance + 1)
            .Select(d => (CypherText)$"WHEN any({near} IN {word}[{d}] WHERE {node}.{GraphLayout.Words} CONTAINS {near}) THEN {d}");
        block.Add($"WITH {node}, [{word} IN {Near}.words | CASE {CypherText.Join(" ", cases)} END] AS {found}");
        block.Add($"WITH {node}, size([{word} IN {found} WHERE {word} IS NULL]) AS {missing}, reduce({near} = 0, {word} IN {found} | CASE WHEN {word} > {near} THEN {word} ELSE {near} END) AS {distance}");
        block.Where([$"{missing} <= {_maxMissing}"]);
        return (missing, distance);
    }

    /// <summary>The place of a node's type in the order of hits.</summary>
    private CypherText PlaceOfType(Variable node)
    {
        // CASE WHEN n0:Country THEN 0 WHEN n0:Official THEN 1 ELSE 2 END
        var types = _types.OrderBy(t => t.Index).ToList();
        var cases = types.SkipLast(1).Select(t => (CypherText)$"WHEN {Patterns.HasType(node, t)} THEN {t.Index}");
        return types.Count == 1 ? $"{types[0].Index}" : (CypherText)$"CASE {CypherText.Join(" ", cases)} ELSE {types[^1].Index} END";
    }

    public Selected EdgeField(PlanField field, SearchItem item, Block block) => field switch
    {
        HitField hit => Selected.Object(hit.Fields, f => EdgeField(f, item, block)),
        EdgeNodeField node => _nodes.Compile(Narrowed(node.Selection), item.Node, block),
        // 1.0 / c1
        LeafField { What: Leaf.Score } => new($"1.0 / {item.Class}", Formats.Number),
        MatchedField matched => Matched(matched, item.Node),
        _ => throw new UnreachableException($"{field}"),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => _connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };

    /// <summary>The selection for nodes of the searched types alone.</summary>
    private NodeSelection Narrowed(NodeSelection selection) =>
        new([.. selection.Types.Where(_types.Contains)], [.. _context.Model.NodeTypes.Select(t => _types.Contains(t) ? selection[t.Index] : default)]);

    /// <summary>The class of a hit, from <see cref="SearchField.FirstClass"/> to <see cref="SearchField.LastClass"/>.</summary>
    /// <param name="missing">The number of words that the hit lacks; null if hits have all words.</param>
    /// <param name="distance">The largest distance of its words; null if the search is not fuzzy.</param>
    private CypherText ClassOf(Variable node, Variable? missing, Variable? distance)
    {
        // CASE WHEN c2 > 0 THEN 6 + c2 WHEN n0._name = $p0 THEN 1 WHEN n0._name STARTS WITH $p0 THEN 2 WHEN any(c1 IN coalesce(n0._aliases, []) WHERE c1 = $p0) THEN 3 …
        var whole = _context.Parameters.SearchText(_search.Text);
        var lists = _types.SelectMany(t => t.Properties).Where(p => p is { IsSearched: true, IsList: true }).Select(p => _context.Layout.Folded(p, false)).Distinct()
            .Select(p => (CypherText)$"coalesce({node}.{p}, [])").ToList();
        var aliases = lists.Count == 0 ? CypherText.List([]) : CypherText.Join(" + ", lists);
        var (alias, word) = (_context.NewValue(), _context.NewValue());
        var partial = missing is { } count ? (CypherText)$"WHEN {count} > 0 THEN {SearchField.LastComplete(_isFuzzy)} + {count} " : $"";
        var near = distance is { } far ? (CypherText)$"WHEN {far} > 0 THEN {NearClassOf(node, far)} " : $"";
        var inName = (CypherText)$"all({word} IN {_context.Parameters.SearchWords(_search.Text)} WHERE {node}.{GraphLayout.NameWords} CONTAINS {word})";
        return $"CASE {partial}{near}WHEN {node}.{GraphLayout.FoldedName} = {whole} THEN 1 WHEN {node}.{GraphLayout.FoldedName} STARTS WITH {whole} THEN 2 WHEN any({alias} IN {aliases} WHERE {alias} = {whole}) THEN 3 WHEN any({alias} IN {aliases} WHERE {alias} STARTS WITH {whole}) THEN 4 WHEN {inName} THEN 5 ELSE {SearchField.AllWords} END";
    }

    /// <summary>The class of a hit that has all words, at least one of them at a distance.</summary>
    private CypherText NearClassOf(Variable node, Variable distance)
    {
        // 3 + 3 * c6 + CASE WHEN NOT all(c7 IN $p0n.words WHERE any(c8 IN range(0, c6) WHERE any(c9 IN c7[c8] WHERE n0._nameWords CONTAINS c9))) THEN 3 WHEN size(split(n0._nameWords, ' ')) - 2 = $p0n.typed THEN 1 ELSE 2 END
        var (word, within, near) = (_context.NewValue(), _context.NewValue(), _context.NewValue());
        var inName = (CypherText)$"all({word} IN {Near}.words WHERE any({within} IN range(0, {distance}) WHERE any({near} IN {word}[{within}] WHERE {node}.{GraphLayout.NameWords} CONTAINS {near})))";
        return $"{SearchField.AllWords - SearchField.NearClasses} + {SearchField.NearClasses} * {distance} + CASE WHEN NOT {inName} THEN 3 WHEN size(split({node}.{GraphLayout.NameWords}, ' ')) - 2 = {Near}.typed THEN 1 ELSE 2 END";
    }

    /// <summary>All searched texts of the node. Those that have a word of the search are chosen when the row is read.</summary>
    private Selected Matched(MatchedField matched, Variable node)
    {
        // [n0.name, n0.aliases, n0.summary]
        // In the order of the whole model, which is that of each type: of some types alone, the second could have a property of the first one after its own.
        var names = _types.SelectMany(t => t.Properties.Where(p => p.IsSearched)).Select(p => p.Name).ToHashSet();
        var properties = _context.Model.NodeTypes.SelectMany(t => t.Properties.Where(p => p.IsSearched)).DistinctBy(p => p.Name).Where(p => names.Contains(p.Name)).ToImmutableArray();
        return new(
            CypherText.List(properties.Select(p => (CypherText)$"{node}.{Name.Of(p)}")), new ValueFormat.Matched(_search.Text, properties, matched.Fields));
    }
}
