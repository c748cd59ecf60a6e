using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>One sort key of a page. A missing value is the largest, as in Cypher.</summary>
/// <param name="CursorValue">The position of the cursor's value that the key is compared with; of several, the first one.</param>
internal sealed record SortKey(CypherText Value, bool IsDescending, bool IsNullable, int CursorValue, CursorValueKind Kind)
{
    /// <summary>Text before the cursor's value that is the same for all items; null for none.</summary>
    public CypherText? Prefix { get; init; }

    public static SortKey Ascending(CypherText value, int cursorValue, CursorValueKind kind) => new(value, false, false, cursorValue, kind);

    /// <summary>The default order of nodes: folded name, name, id.</summary>
    public static SortKey OfNode(Variable node, int cursorValue = 0) => Ascending($"{node}.{GraphLayout.Order}", cursorValue, CursorValueKind.Order);

    /// <summary>The default order of a node's edges: the node at the other end, then what tells relationships apart.</summary>
    public static SortKey OfEdge(Variable owner, Direction direction, Variable relationship) =>
        Ascending($"{relationship}.{GraphLayout.EdgeOrder(direction)}", 0, CursorValueKind.Edge) with { Prefix = $"{owner}.{GraphLayout.Id} + ' ' + " };

    /// <summary>What tells relationships between the same nodes apart.</summary>
    public static SortKey OfTie(Variable relationship, int cursorValue) => Ascending($"{relationship}.{GraphLayout.Tie}", cursorValue, CursorValueKind.Tie);

    // ORDER BY n0._signed DESC, n0.id DESC
    public static CypherText OrderBy(IEnumerable<SortKey> keys, bool fromEnd) =>
        $"ORDER BY {CypherText.Join(", ", keys.Select(k => k.IsDescending != fromEnd ? $"{k.Value} DESC" : k.Value))}";

    /// <summary>The name of nodes of these types, as a cursor has it.</summary>
    public static CypherText NameOf(Variable node, IEnumerable<NodeType> types)
    {
        var names = types.Select(t => t.NameProperty).DistinctBy(p => p.Name).Select(p => (CypherText)$"{node}.{Name.Of(p)}").ToList();
        // coalesce(n0.name, n0.title)
        return names.Count == 1 ? names[0] : $"coalesce({CypherText.Join(", ", names)})";
    }
}
