using System.Collections.Immutable;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// How Neo4j stores the graph. The labels of a node are its type, the interfaces of the type, and <c>Entity</c>, under which its <c>id</c>
/// is unique. A relationship has the model's type. Properties have their own names and values: text (also for enums, dates and ids),
/// whole and floating numbers, booleans, and lists of text; <c>recordedAt</c> is a point in time. A relationship also has <c>since</c>,
/// <c>until</c> and <c>claims</c>, the ids of its claims in their order.
/// <para>Names of added properties begin with <c>_</c>. Most values are computed from the others:</para>
/// <list type="table">
/// <item><term><c>_name</c></term><description>of a node: its name, folded (<see cref="Folding"/>)</description></item>
/// <item><term><c>_order</c></term><description>of a node: its folded name, its name and its id; the sort key of nodes</description></item>
/// <item><term><c>_x</c></term><description>of another text x, or a list of texts: the same folded, for filters and orders</description></item>
/// <item><term><c>_words</c></term><description>of a node: the words of all its searched texts, each between blanks; for search</description></item>
/// <item><term><c>_nameWords</c></term><description>of a node: the words of its name alone</description></item>
/// <item><term><c>_start</c>, <c>_end</c></term><description>of an instrument, and of a relationship with seenOn: when it begins and ends
/// to be in effect, for `@asOf`; missing if that is not known</description></item>
/// <item><term><c>_claim</c></term><description>of a relationship: the smallest id of its claims; for cursors</description></item>
/// <item><term><c>_tie</c></term><description>of a relationship: the sort key among those between the same nodes</description></item>
/// <item><term><c>_out</c>, <c>_in</c></term><description>of a relationship: the id of the node where it starts, or ends, a blank, <c>_order</c> of
/// the other node, and its own <c>_tie</c>; the sort key of the edges of a node, which an index holds</description></item>
/// <item><term><c>_key</c></term><description>of a relationship: what distinguishes it from others between the same nodes</description></item>
/// <item><term><c>_revision</c></term><description>of a node or relationship: the version that last changed it</description></item>
/// </list>
/// <para>One more node, with the label <c>_Store</c>, has the <c>format</c> of this layout and the <c>version</c>, which counts the commits. <see cref="HistoryStatements"/> says how changes are recorded, <see cref="SeedStatements"/> what is kept of the seed,
/// <see cref="RedirectStatements"/> what the ids of merged nodes stand for, and <see cref="StagedStatements"/> how a large change is written.</para>
/// </summary>
internal sealed class GraphLayout
{
    /// <summary>The number of this layout. It is increased when the layout changes.</summary>
    public const int Format = 7;

    /// <summary>Maximum UTF-8 bytes of an indexed text. Neo4j's limit for a range index is about 8 kB.</summary>
    public const int MaxIndexedBytes = 8000;

    /// <summary>Maximum UTF-8 bytes of a name and its folded form together. <c>_out</c> has both, two ids and <c>_tie</c>.</summary>
    public const int MaxNameBytes = 6000;

    /// <summary>Maximum UTF-8 bytes of all texts that distinguish a relationship from others between the same nodes.</summary>
    public const int MaxKeyBytes = 1000;

    public static readonly Name Entity = Name.Added("Entity");
    public static readonly Name Store = Name.Added("_Store");
    public static readonly Name Change = Name.Added("_Change");
    public static readonly Name Entry = Name.Added("_Entry");
    public static readonly Name Proposal = Name.Added("_Proposal");
    public static readonly Name Redirect = Name.Added("_Redirect");
    public static readonly Name Seed = Name.Added("_Seed");
    public static readonly Name Staged = Name.Added("_Staged");
    public static readonly Name Id = Name.Added("id");
    public static readonly Name RecordedAt = Name.Added("recordedAt");
    public static readonly Name Revision = Name.Added("_revision");
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

    /// <summary>The labels of a node: the one of all nodes, the type, and its interfaces.</summary>
    public static IEnumerable<Name> LabelsOf(NodeType type) => [Entity, Name.Of(type), .. type.Interfaces.Select(Name.Of)];

    /// <summary>The id of a relationship: <see cref="Changes.RelationshipRecord.Key"/>.</summary>
    // type(r1) + ' ' + startNode(r1).id + ' ' + endNode(r1).id + CASE WHEN r1._key <> '' THEN ' ' + r1._key ELSE '' END
    public static CypherText RelationshipIdOf(CypherText relationship) =>
        $"type({relationship}) + ' ' + startNode({relationship}).{Id} + ' ' + endNode({relationship}).{Id} + CASE WHEN {relationship}.{Key} <> '' THEN ' ' + {relationship}.{Key} ELSE '' END";

    /// <summary>The property that sorts the edges of a node in a direction.</summary>
    public static Name EdgeOrder(Direction direction) => direction == Direction.Out ? Out : In;

    /// <summary>The value of that property.</summary>
    // a.id + ' ' + b._order + r._tie
    public static CypherText EdgeOrderOf(CypherText owner, CypherText other, CypherText relationship) =>
        $"{owner}.{Id} + ' ' + {other}.{Order} + {relationship}.{Tie}";

    /// <summary>The clause that sets <c>_out</c> and <c>_in</c> of a relationship <c>r</c> from <c>a</c> to <c>b</c>.</summary>
    // SET r._out = a.id + ' ' + b._order + r._tie, r._in = b.id + ' ' + a._order + r._tie
    public static readonly CypherText SetEdgeOrders =
        $"SET r.{Out} = {EdgeOrderOf($"a", $"b", $"r")}, r.{In} = {EdgeOrderOf($"b", $"a", $"r")}";

    /// <summary>A node's <c>_order</c>. Text never contains U+0000, so texts that are joined by it sort by the first text, then by the second, and so on.</summary>
    public static string OrderOf(string name, string id) => $"{Folding.Fold(name)}\0{name}\0{id}";

    // n._name + '\u0000' + n.title + '\u0000' + n.id
    public static CypherText OrderOf(CypherText node, NodeType type) =>
        $"{node}.{FoldedName} + '\\u0000' + {node}.{Name.Of(type.NameProperty)} + '\\u0000' + {node}.{Id}";

    /// <summary>A relationship's <c>_tie</c>: since, until, the smallest id of its claims, and its properties with @key, each after U+0000. A missing value is the largest.</summary>
    public static string TieOf(IEnumerable<string?> values) => string.Concat(values.Select(v => v is null ? "\u00001" : "\u00000" + v));

    // '\u0000' + coalesce('0' + r.since, '1') + …
    public static CypherText TieOf(IEnumerable<CypherText> values) =>
        CypherText.Join(" + ", values.Select(v => (CypherText)$"'\\u0000' + coalesce('0' + {v}, '1')"));

    /// <summary>The values of a relationship's <c>_tie</c>: since, until, the first claim, and the properties with @key.</summary>
    public static List<CypherText> TieValues(CypherText relationship, RelationshipType type) =>
    [
        $"{relationship}.{Since}", $"{relationship}.{Until}", $"{relationship}.{FirstClaim}",
        .. type.Properties.Where(p => p.IsKey).Select(p => (CypherText)$"{relationship}.{Name.Of(p)}"),
    ];

    /// <summary>Whether the folded form of the property is stored.</summary>
    public static bool IsFolded(Property property) => property.Type.Allows(ScalarComparisons.Text);

    /// <summary>The name of the property with the folded form.</summary>
    public Name Folded(Property property, bool isEdge) => !isEdge && _names.Contains(property.Name) ? FoldedName : Name.Added("_" + property.Name);
}
