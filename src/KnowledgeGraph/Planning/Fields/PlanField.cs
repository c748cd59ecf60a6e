using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>
/// One field of a response. A <see cref="Slot{T}"/> that is named like an argument leads to its value. Each kind of field says what is within it, what it costs and how it is printed.
/// </summary>
public abstract record PlanField(ResponseKey Key)
{
    /// <summary>The date for the field and all below it, which may be null for no date. If there is none, the date that applies above the field is used.</summary>
    public Slot<byte[]?> AsOf { get; init; }

    /// <summary>What is selected within the field.</summary>
    internal abstract FieldContent Content { get; }

    internal abstract FieldCost Cost { get; }

    /// <summary>How much work the field is for a database's planner, with all that is within it.</summary>
    internal abstract double Size(PlanSize sizes);

    /// <summary>The field in the text of a plan, without its key and its content.</summary>
    internal abstract string Describe(ImmutableArray<Parameter> parameters);
}

/// <summary>A field with nothing within it.</summary>
public abstract record ScalarField(ResponseKey Key) : PlanField(Key)
{
    internal override FieldContent Content => FieldContent.None;
    internal override FieldCost Cost => FieldCost.None;
    internal override double Size(PlanSize sizes) => PlanSize.Value;
}

/// <summary>An object, or a list of objects, that are not nodes.</summary>
public abstract record ObjectField(ResponseKey Key, ImmutableArray<PlanField> Fields) : PlanField(Key)
{
    internal sealed override FieldContent Content => FieldContent.Of(Fields);
}

/// <summary>A node or a list of nodes.</summary>
public abstract record NodeField(ResponseKey Key, NodeSelection Selection) : PlanField(Key)
{
    internal sealed override FieldContent Content => FieldContent.Of(Selection);
}

/// <summary>A connection, of which one page is returned.</summary>
public abstract record PagedField(ResponseKey Key, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection) : PlanField(Key)
{
    internal sealed override FieldContent Content => FieldContent.Of(Selection.Fields);
}
