using System.Collections.Immutable;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Planning;

/// <summary>What is selected within a field: the fields of an object, what is selected on a node, or nothing.</summary>
internal readonly record struct FieldContent(ImmutableArray<PlanField> Fields, NodeSelection? Node)
{
    public static readonly FieldContent None = new([], null);

    public static FieldContent Of(ImmutableArray<PlanField> fields) => new(fields, null);
    public static FieldContent Of(NodeSelection node) => new([], node);
}

/// <summary>How many times the cost of what is selected within a field counts.</summary>
internal enum Times
{
    Once,
    /// <summary>Once for each item of the connection that the field belongs to.</summary>
    Items,
    /// <summary>Once for each item of a list that has no page. The number of items is assumed.</summary>
    Assumed,
    /// <summary>Once for each group of an aggregate, of which there are at most as many as the aggregate has nodes.</summary>
    Groups,
    /// <summary>As often as a parameter says: a number, or the length of a list.</summary>
    Parameter,
}

/// <summary>What a field adds to the cost of an operation.</summary>
/// <param name="Weight">Its weight in the field cost.</param>
/// <param name="Parameter">The position of the parameter for <see cref="Times.Parameter"/>.</param>
internal readonly record struct FieldCost(double Weight, Times Times = Times.Once, int Parameter = -1)
{
    public static readonly FieldCost None = new(0);
    public static readonly FieldCost One = new(1);
}

/// <summary>A field that filters, and perhaps sorts or aggregates, nodes that it may not return.</summary>
internal interface IFilteredField
{
    ConnectionSource Source { get; }
    Choice Choice { get; }
    /// <summary>Whether all matching nodes are looked at, even if nothing is filtered.</summary>
    bool NeedsAll { get; }
    /// <summary>The weight of looking at one matching node to sort or aggregate it.</summary>
    double NodeWeight { get; }
}
