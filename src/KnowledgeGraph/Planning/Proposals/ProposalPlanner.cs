using System.Collections.Immutable;
using GraphQLParser.AST;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Proposals;

/// <summary>Plans what is selected of proposals.</summary>
internal sealed class ProposalPlanner(PlanContext context, HistoryPlanner history)
{
    private int _count;

    /// <summary>Plans the proposals of the graph.</summary>
    public ProposalsField Plan(SelectedField field)
    {
        var ordering = new Ordering(field.ObjectType.Name, "number, newest first", [CursorValue.Within(1, int.MaxValue)]);
        var where = field.First.Arguments?.Items.Find(a => a.Name == "where")?.Value is { } given and not GraphQLNullValue
            ? context.Add(field, new InputParameter(given)) : Slot<IReadOnlyDictionary<string, object?>>.None;
        return new(
            field.Key, AddJson(field), where, context.AddPage(field, ordering), ordering,
            new ConnectionSelection(context.PlanFields(field, inner => HistoryPlanner.PlanConnection(context, inner, PlanField))));
    }

    /// <summary>Plans the proposal with an id.</summary>
    public ProposalField PlanById(SelectedField field) => new(field.Key, AddJson(field), context.AddId(field, "id"), context.PlanFields(field, PlanField));

    /// <summary>Plans the proposal of a payload.</summary>
    public ProposalField PlanOfPayload(SelectedField field) => new(field.Key, AddJson(field), Slot<string?>.None, context.PlanFields(field, PlanField));

    // Each has its own selection, so that equal parameters are told apart by their number.
    private Slot<byte[]> AddJson(SelectedField field) => context.Add(field, new ProposalParameter(_count++));

    private PlanField PlanField(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.Conflicts => new ProposalConflictsField(field.Key),
        FieldMeaning.ProposedEntries => new ProposedEntriesField(field.Key, context.PlanFields(field, history.PlanEntryField)),
        _ => throw field.Unexpected(),
    };

    /// <summary>Whether conflicts are selected anywhere below a field.</summary>
    public static bool AsksForConflicts(PlanField field) => field is ProposalConflictsField || field.Content.Fields.Any(AsksForConflicts);

    /// <summary>The proposals of a plan that are read before it is executed.</summary>
    public static ImmutableArray<PlanField> In(ImmutableArray<PlanField> roots) => [.. roots.Where(r => r is ProposalsField or ProposalField)];
}
