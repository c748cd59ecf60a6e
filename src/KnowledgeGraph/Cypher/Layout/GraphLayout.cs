using System.Collections.Immutable;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// How the graph lies in Neo4j. A node has its type and the type's interfaces as labels, and <c>Entity</c>, under which its <c>id</c> is
/// unique; a relationship has the model's type. Properties have their own names and values: text (also of enums, dates and ids), whole
/// and floating numbers, booleans, lists of text; <c>recordedAt</c> is a point in time. A relationship also has <c>since</c>, <c>until</c>
/// and <c>claims</c>, the ids of its claims in their order.
/// <para>What is added begins with <c>_</c>, so that it is recognised, and is made from the rest:</para>
/// <list type="table">
/// <item><term><c>_name</c></term><description>of a node: its name, folded (<see cref="Folding"/>)</description></item>
/// <item><term><c>_order</c></term><description>of a node: its name, folded, then as it is, then its id: by it nodes are ordered</description></item>
/// <item><term><c>_x</c></term><description>of another text x, or list of texts: the same folded, for filters and orders</description></item>
/// <item><term><c>_words</c></term><description>of a node: the words of all its searched texts, each between blanks, for search</description></item>
/// <item><term><c>_nameWords</c></term><description>of a node: the words of its name alone</description></item>
/// <item><term><c>_start</c>, <c>_end</c></term><description>of an instrument, and of a relationship with seenOn: from and until when it is
/// in effect, as `@asOf` reads it; left out where that is not known</description></item>
/// <item><term><c>_claim</c></term><description>of a relationship: the first of its claims by id, for cursors</description></item>
/// <item><term><c>_tie</c></term><description>of a relationship: by what it is ordered among those between the same nodes</description></item>
/// <item><term><c>_out</c>, <c>_in</c></term><description>of a relationship: the id of the node at which it starts, or ends, a blank, then <c>_order</c>
/// of the other and its own <c>_tie</c>: by it the edges of a node lie in an index in their order</description></item>
/// <item><term><c>_key</c></term><description>of a relationship: what tells it from others between the same nodes</description></item>
/// </list>
/// <para>One node more, with the label <c>_Store</c>, has the <c>format</c> of all this and the <c>version</c>, which counts the commits.</para>
/// </summary>
internal sealed class GraphLayout
{
    /// <summary>Goes up when what is written here changes.</summary>
    public const int Format = 3;

    /// <summary>An index holds no longer text (UTF-8 bytes): Neo4j's limit for a range index is about 8 kB.</summary>
    public const int LongestIndexed = 8000;

    /// <summary>The most that a name has, as it is and folded together (UTF-8 bytes): <c>_out</c> has both, and two ids and <c>_tie</c>.</summary>
    public const int LongestName = 6000;

    /// <summary>The most that the texts have together which tell a relationship from others between the same nodes (UTF-8 bytes).</summary>
    public const int LongestKey = 1000;

    public static readonly Name Entity = Name.Added("Entity");
    public static readonly Name Store = Name.Added("_Store");
    public static readonly Name Id = Name.Added("id");
    public static readonly Name RecordedAt = Name.Added("recordedAt");
    public static readonly Name Since = Name.Added("since");
    public static readonly Name Until = Name.Added("until");
    public static readonly Name Claims = Name.Added("claims");
    public static readonly Name FoldedName = Name.Added("_name");
    public static readonly Name Order = Name.Added("_order");
    public static readonly Name Words = Name.Added("_words");
    public static readonly Name NameWords = Name.Added("_nameWords");
    public static readonly Name Start = Name.Added("_start");
    public static readonly Name End = Name.Added("_end");
    public static readonly Name FirstClaim = Name.Added("_claim");
    public static readonly Name Tie = Name.Added("_tie");
    public static readonly Name Out = Name.Added("_out");
    public static readonly Name In = Name.Added("_in");
    public static readonly Name Key = Name.Added("_key");

    private static readonly string[] s_own = [Id.Text, RecordedAt.Text];

    private readonly ImmutableHashSet<string> _names;

    /// <exception cref="ModelException">The model has a name that this layout needs for itself.</exception>
    public GraphLayout(GraphModel model)
    {
        _names = [.. model.NodeTypes.Select(t => t.NameProperty.Name)];
        foreach (var type in model.NodeTypes)
            if (type.Name == Entity.Text || type.Properties.FirstOrDefault(p => p.Name.StartsWith('_') || s_own.Contains(p.Name)) is not null
                || type.Properties.FirstOrDefault(p => _names.Contains(p.Name) && p.Name != type.NameProperty.Name) is not null)
                throw new ModelException("model.graphql", 1, $"The type {type.Name} has a name that the layout in Neo4j needs. Choose another name.");
    }

    /// <summary>The names that a node's labels are: the type, what it implements, and the one that all have.</summary>
    public static IEnumerable<Name> LabelsOf(NodeType type) => [Entity, Name.Of(type), .. type.Interfaces.Select(Name.Of)];

    /// <summary>The property by which the edges of a node lie in their order, seen from it in a direction.</summary>
    public static Name EdgeOrder(Direction direction) => direction == Direction.Out ? Out : In;

    /// <summary>That property's value, of two variables.</summary>
    // a.id + ' ' + b._order + r._tie
    public static CypherText EdgeOrderOf(CypherText owner, CypherText other, CypherText relationship) =>
        $"{owner}.{Id} + ' ' + {other}.{Order} + {relationship}.{Tie}";

    /// <summary>The clause that sets <c>_out</c> and <c>_in</c> of a relationship <c>r</c> from <c>a</c> to <c>b</c>.</summary>
    // SET r._out = a.id + ' ' + b._order + r._tie, r._in = b.id + ' ' + a._order + r._tie
    public static readonly CypherText SetEdgeOrders =
        $"SET r.{Out} = {EdgeOrderOf($"a", $"b", $"r")}, r.{In} = {EdgeOrderOf($"b", $"a", $"r")}";

    /// <summary>A node's <c>_order</c>. Text has no U+0000, so that texts with it between them are ordered as one after the other.</summary>
    public static string OrderOf(string name, string id) => $"{Folding.Fold(name)}\0{name}\0{id}";

    // n._name + '\u0000' + n.title + '\u0000' + n.id
    public static CypherText OrderOf(CypherText node, NodeType type) =>
        $"{node}.{FoldedName} + '\\u0000' + {node}.{Name.Of(type.NameProperty)} + '\\u0000' + {node}.{Id}";

    /// <summary>A relationship's <c>_tie</c>, of since, until, the first of its claims by id, and its values of the properties with @key: each after U+0000, none is the largest.</summary>
    public static string TieOf(IEnumerable<string?> values) => string.Concat(values.Select(v => v is null ? "\u00001" : "\u00000" + v));

    // '\u0000' + coalesce('0' + r.since, '1') + …
    public static CypherText TieOf(IEnumerable<CypherText> values) =>
        CypherText.Join(" + ", values.Select(v => (CypherText)$"'\\u0000' + coalesce('0' + {v}, '1')"));

    /// <summary>The values that a relationship's <c>_tie</c> is made of: since, until, the first claim, then the properties with @key.</summary>
    public static List<CypherText> TieValues(CypherText relationship, RelationshipType type) =>
    [
        $"{relationship}.{Since}", $"{relationship}.{Until}", $"{relationship}.{FirstClaim}",
        .. type.Properties.Where(p => p.IsKey).Select(p => (CypherText)$"{relationship}.{Name.Of(p)}"),
    ];

    /// <summary>Whether a folded form of the property is kept.</summary>
    public static bool IsFolded(Property property) => property.Kind is ScalarKind.String or ScalarKind.Id or ScalarKind.Url;

    /// <summary>The property that has it folded.</summary>
    public Name Folded(Property property, bool isEdge) => !isEdge && _names.Contains(property.Name) ? FoldedName : Name.Added("_" + property.Name);
}
