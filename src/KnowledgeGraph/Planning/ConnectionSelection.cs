using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Where the edges of a connection come from.</summary>
public abstract record ConnectionSource
{
    public sealed record Collection(FieldedType Type) : ConnectionSource;
    public sealed record Relationship(RelationshipField Field) : ConnectionSource;
    /// <summary>All relationships of the graph.</summary>
    /// <param name="Types">The parameter with their types; null means all.</param>
    public sealed record Graph(Slot<RelationshipType[]?> Types) : ConnectionSource;
    /// <summary>The relationships that rest on a claim.</summary>
    public sealed record Supported : ConnectionSource;
}

/// <summary>The filter and the order of a connection, and where its nodes are searched.</summary>
/// <param name="Order">Empty means the default order, in which the nodes are stored.</param>
/// <param name="Seek">Null means that all nodes are looked at.</param>
public sealed record Choice(Filter Filter, ImmutableArray<OrderTerm> Order, Seek? Seek)
{
    public static readonly Choice All = new(Filter.Everything, [], null);

    /// <summary>The weight of `where` and `order` in the field cost.</summary>
    internal double Weight =>
        (Filter.IsEverything ? 0 : FieldCosts.Choice + (Filter.Terms(relatedTerms: 1) * FieldCosts.Term)) + (Order.IsEmpty ? 0 : FieldCosts.Choice);

    /// <summary>The part of the plan size that `where` and `order` are.</summary>
    internal double Size => Filter.Size + Order.Sum(t => PlanSize.OfOrder(t.Value));
}

/// <summary>What is selected on a connection.</summary>
public sealed record ConnectionSelection(ImmutableArray<PlanField> Fields)
{
    public bool NeedsTotal { get; } = Fields.Any(f => f is LeafField { What: Leaf.TotalCount });
    public bool NeedsItems { get; } = Fields.Any(f => f is EdgesField or NodesField or HitsField or EntriesField or PageInfoField);
    private bool ShowsItems { get; } = Fields.Any(f => f is EdgesField or NodesField or HitsField or EntriesField);

    /// <summary>Whether a note says that the page is cut, if there are more items: its size was not chosen, and the items are shown.</summary>
    public bool NotesCut(Page page) => page is { HasDefaultSize: true, Before: null } && ShowsItems;

    /// <summary>Whether it matters if there are items after the page.</summary>
    public bool NeedsNextOf(Page page) => NeedsNext || NotesCut(page);

    public bool NeedsNext { get; } = Fields.OfType<PageInfoField>().Any(p => p.Fields.Any(f => f is LeafField { What: Leaf.HasNextPage }));
    public bool NeedsPrevious { get; } = Fields.OfType<PageInfoField>().Any(p => p.Fields.Any(f => f is LeafField { What: Leaf.HasPreviousPage }));
    public bool NeedsCursors { get; } = Fields.OfType<PageInfoField>().Any(p => p.Fields.Any(f => f is LeafField { What: Leaf.StartCursor or Leaf.EndCursor }));

    /// <summary>Whether only nodes are shown, and nothing of the relationships that lead to them. Several relationships to one node look the same then, in any order.</summary>
    public bool ShowsNodesAlone { get; } = Fields.All(f => f switch
    {
        EdgesField { Fields: var fields } => fields.All(e => e is EdgeNodeField or ConstantField),
        PageInfoField { Fields: var fields } => !fields.Any(i => i is LeafField { What: Leaf.StartCursor or Leaf.EndCursor }),
        NodesField or ConstantField or LeafField { What: Leaf.TotalCount } => true,
        _ => false,
    });
}
