using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher;

/// <summary>
/// How the graph lies in Neo4j. A node has its type and the type's interfaces as labels, and <c>Entity</c>, under which its <c>id</c> is
/// unique; a relationship has the model's type. Properties have their own names and values: text (also of enums, dates and ids), whole
/// and floating numbers, booleans, lists of text; <c>recordedAt</c> is a point in time. A relationship also has <c>since</c>, <c>until</c>
/// and <c>claims</c>, the ids of its claims in their order.
/// <para>What is added begins with <c>_</c>, so that it is recognised, and is made from the rest:</para>
/// <list type="table">
/// <item><term><c>_name</c></term><description>of a node: its name, folded (<see cref="Folding"/>): by it nodes are ordered</description></item>
/// <item><term><c>_x</c></term><description>of another text x, or list of texts: the same folded, for filters and orders</description></item>
/// <item><term><c>_words</c></term><description>of a node: the words of all its searched texts, each between blanks, for search</description></item>
/// <item><term><c>_nameWords</c></term><description>of a node: the words of its name alone</description></item>
/// <item><term><c>_start</c>, <c>_end</c></term><description>of an instrument, and of a relationship with seenOn: from and until when it is
/// in effect, as `@asOf` reads it; left out where that is not known</description></item>
/// <item><term><c>_claim</c></term><description>of a relationship: the first of its claims by id, for the order</description></item>
/// <item><term><c>_out</c>, <c>_in</c></term><description>of a relationship: the id of the node at which it starts, or ends, a blank, and how the
/// folded name of the other begins: by it the edges of a node lie in an index in their order</description></item>
/// <item><term><c>_key</c></term><description>of a relationship: what tells it from others between the same nodes</description></item>
/// </list>
/// <para>One node more, with the label <c>_Store</c>, has the <c>format</c> of all this and the <c>version</c>, which counts the commits.</para>
/// </summary>
internal sealed class GraphLayout
{
    /// <summary>Goes up when what is written here changes.</summary>
    public const int Format = 2;

    /// <summary>An index holds no longer text (UTF-8 bytes): Neo4j's limit for a range index is about 8 kB.</summary>
    public const int LongestIndexed = 8000;

    /// <summary>How much of a name <c>_out</c> and <c>_in</c> have, in characters (code points): where more is the same, the whole name decides.</summary>
    public const int EdgeNameLength = 100;

    public static readonly Name Entity = Name.Added("Entity");
    public static readonly Name Store = Name.Added("_Store");
    public static readonly Name Id = Name.Added("id");
    public static readonly Name RecordedAt = Name.Added("recordedAt");
    public static readonly Name Since = Name.Added("since");
    public static readonly Name Until = Name.Added("until");
    public static readonly Name Claims = Name.Added("claims");
    public static readonly Name FoldedName = Name.Added("_name");
    public static readonly Name Words = Name.Added("_words");
    public static readonly Name NameWords = Name.Added("_nameWords");
    public static readonly Name Start = Name.Added("_start");
    public static readonly Name End = Name.Added("_end");
    public static readonly Name FirstClaim = Name.Added("_claim");
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
                throw new ModelException("model.graphql", 1, $"type {type.Name} found with a name that Neo4j's layout needs; expected another");
    }

    /// <summary>The names that a node's labels are: the type, what it implements, and the one that all have.</summary>
    public static IEnumerable<Name> LabelsOf(NodeType type) => [Entity, Name.Of(type), .. type.Interfaces.Select(Name.Of)];

    /// <summary>The property by which the edges of a node lie in their order, seen from it in a direction.</summary>
    public static Name EdgeOrder(Direction direction) => direction == Direction.Out ? Out : In;

    /// <summary>That property's value, of two variables.</summary>
    // a.id + ' ' + left(b._name, 100)
    public static CypherText EdgeOrderOf(CypherText owner, CypherText other) => $"{owner}.{Id} + ' ' + left({other}.{FoldedName}, {EdgeNameLength})";

    /// <summary>As much of a folded name as it has.</summary>
    public static string EdgeNameOf(string folded)
    {
        var end = 0;
        for (var i = 0; i < EdgeNameLength && end < folded.Length; i++)
            end += char.IsSurrogatePair(folded, end) ? 2 : 1;
        return folded[..end];
    }

    /// <summary>Whether a folded form of the property is kept.</summary>
    public static bool IsFolded(Property property) => property.Kind is ScalarKind.String or ScalarKind.Id or ScalarKind.Url;

    /// <summary>The property that has it folded.</summary>
    public Name Folded(Property property, bool isEdge) => !isEdge && _names.Contains(property.Name) ? FoldedName : Name.Added("_" + property.Name);
}
