using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans recorded changes: of the graph, of a node, and a single one.</summary>
internal sealed class HistoryPlanner(PlanContext context)
{
    /// <summary>Plans the changes of the graph.</summary>
    public ChangesField Plan(SelectedField field)
    {
        var (about, by, since) = (PlanContext.ArgumentOf(field, "about"), PlanContext.ArgumentOf(field, "by"), PlanContext.ArgumentOf(field, "since"));
        return Plan(
            field, isOfNode: false, about.IsNone ? Slot<string[]?>.None : context.AddIfGiven<string[]>(new IdsParameter(about), about, field.First),
            by.IsNone ? Slot<string?>.None : context.Add(field, new TextParameter(by)), since.IsNone ? Slot<long>.None : context.Add(field, new VersionParameter(since)));
    }

    /// <summary>Plans the changes of the node that has the field.</summary>
    public ChangesField PlanOfNode(SelectedField field) => Plan(field, isOfNode: true, Slot<string[]?>.None, Slot<string?>.None, Slot<long>.None);

    /// <summary>Plans the change with an id.</summary>
    public ChangeField PlanById(SelectedField field) => PlanChange(field, context.Add(field, new ChangeIdParameter(PlanContext.ArgumentOf(field, "id"))));

    /// <summary>Plans a field whose type is that of a change.</summary>
    /// <param name="version">The version that the change made, or null for no change.</param>
    public ChangeField PlanChange(SelectedField field, Slot<long?> version) => new(field.Key, version, context.PlanFields(field, PlanChangeField));

    private ChangesField Plan(SelectedField field, bool isOfNode, Slot<string[]?> about, Slot<string?> by, Slot<long> since)
    {
        var ordering = new Ordering(field.ObjectType.Name, "version, newest first", [CursorValue.Within(1, int.MaxValue)]);
        return new(
            field.Key, isOfNode, about, by, since, context.AddPage(field, ordering), ordering,
            new ConnectionSelection(context.PlanFields(field, f => PlanConnection(context, f, PlanChangeField))));
    }

    /// <summary>Plans a field of a connection whose items are not nodes of the graph.</summary>
    public static PlanField PlanConnection(PlanContext context, SelectedField field, Func<SelectedField, PlanField> planItem) => field.Meaning switch
    {
        FieldMeaning.Edges => new EdgesField(field.Key, context.PlanFields(field, f => PlanEdge(context, f, planItem))),
        FieldMeaning.Nodes => new EntriesField(field.Key, context.PlanFields(field, planItem)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.PageInfo => ConnectionPlanner.PlanPageInfo(context, field),
        _ => throw field.Unexpected(),
    };

    private static PlanField PlanEdge(PlanContext context, SelectedField field, Func<SelectedField, PlanField> planItem) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new EntryField(field.Key, context.PlanFields(field, planItem)),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanChangeField(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.ChangeEntries => PlanEntries(field),
        _ => throw field.Unexpected(),
    };

    private ChangeEntriesField PlanEntries(SelectedField field)
    {
        var ordering = new Ordering(field.ObjectType.Name, "position", [CursorValue.Within(0, int.MaxValue)]);
        return new(
            field.Key, context.AddPage(field, ordering), ordering, new ConnectionSelection(context.PlanFields(field, f => PlanConnection(context, f, PlanEntryField))));
    }

    /// <summary>Plans a field of an entry.</summary>
    public PlanField PlanEntryField(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.ChangedFields => new ChangedFieldsField(field.Key, context.PlanFields(field, PlanLeaf)),
        _ => throw field.Unexpected(),
    };

    private static PlanField PlanLeaf(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        _ => throw field.Unexpected(),
    };
}
