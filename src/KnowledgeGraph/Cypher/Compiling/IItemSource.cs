using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>An item of a connection: its node, its sort keys, and the list of a cursor's values.</summary>
internal record Item(Variable Node, IReadOnlyList<SortKey> Keys, CypherText Cursor)
{
    /// <summary>Variables beside the node that the keys and the fields of an edge need.</summary>
    public IReadOnlyList<Variable> Others { get; init; } = [];

    /// <summary>Whether an index may return the items in the order of the first key.</summary>
    public virtual bool MayBeOrderedByIndex => true;

    public CypherText VariableList => CypherText.Join(", ", [$"{Node}", .. Others.Select(v => (CypherText)$"{v}")]);
}

/// <summary>An item that a relationship leads to.</summary>
internal sealed record RelationshipItem(Variable Node, Variable Relationship, IReadOnlyList<SortKey> Keys, CypherText Cursor) : Item(Node, Keys, Cursor)
{
    public override bool MayBeOrderedByIndex => Keys.Count == 1;
}

/// <summary>Where the items of a connection come from.</summary>
internal interface IItemSource<TItem>
    where TItem : Item
{
    /// <summary>Variables from outside that finding the items needs.</summary>
    IReadOnlyList<Variable> Scope { get; }

    /// <summary>Writes what finds the items, one row each, with further conditions for them.</summary>
    /// <param name="conditions">Null for all items; their order is not needed then.</param>
    TItem Write(Block block, KeyConditions? conditions);

    /// <summary>A field of an edge, except its cursor.</summary>
    Selected EdgeField(PlanField field, TItem item, Block block);

    /// <summary>A field of the connection that is not a part of the page, such as its total count.</summary>
    Selected ConnectionField(PlanField field, Block block);
}
