using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>Recorded changes, newest first: of the graph, or of one node and its relationships.</summary>
/// <param name="IsOfNode">Whether they are those of the node that has the field.</param>
/// <param name="About">Ids of nodes and relationships, or null for all.</param>
/// <param name="By">The author, or null for all.</param>
/// <param name="Since">The version after which they begin.</param>
public sealed record ChangesField(ResponseKey Key, bool IsOfNode, Slot<string[]?> About, Slot<string?> By, Slot<long> Since, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection)
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.History);

    internal override string Describe(ImmutableArray<Parameter> parameters)
    {
        string If<T>(string what, Slot<T> slot) => slot.IsNone ? "" : $" {what} {parameters.At(slot)}";
        return $"{(IsOfNode ? "changes of the node" : "changes")}{If("about", About)}{If("by", By)}{If("since", Since)} [{parameters.At(Page)}] by {Ordering}";
    }
}

/// <summary>The change that made a version; null if there is none.</summary>
/// <param name="Version">The version, or null.</param>
public sealed record ChangeField(ResponseKey Key, Slot<long?> Version, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"one change by id = {parameters.At(Version)}";
}

/// <summary>The entries of a change.</summary>
public sealed record ChangeEntriesField(ResponseKey Key, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection) : PagedField(Key, Page, Ordering, Selection)
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Subquery);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"entries [{parameters.At(Page)}] by {Ordering}";
}

/// <summary>The fields of an entry.</summary>
public sealed record ChangedFieldsField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Value + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "fields";
}
