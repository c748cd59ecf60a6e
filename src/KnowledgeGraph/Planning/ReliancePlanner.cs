using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `reliesOn` and `reliedOnBy`: the countries that a country relies on, or that rely on it.</summary>
internal sealed class ReliancePlanner(PlanContext context, NodePlanner nodes)
{
    private readonly ConnectionPlanner _connections = new(context, nodes);
    private readonly ChoicePlanner _choices = new(context);

    public RelianceField Plan(NodeType country, SelectedField field, FieldMeaning.Reliance reliance)
    {
        var filters = new FilterPlanner(context, field);
        var filter = filters.PlanFilter(_choices.ReadStructured(field, "where"), field.Definition.Arguments!.Find("where")!.ResolvedType!, isEdge: false);
        var order = filters.PlanOrder(_choices.ReadStructured(field, "order"), field.Definition.Arguments.Find("order")!.ResolvedType!, isEdge: false);
        var ordering = order.IsEmpty
            ? new Ordering(field.ObjectType.Name, "strength, instruments, name, id", [CursorValue.Int, CursorValue.Int, CursorValue.Text, CursorValue.Text])
            : new Ordering(field.ObjectType.Name, $"{string.Join(", ", order)}, id", [.. order.Select(t => CursorValue.Of(t.Value)), CursorValue.Text]);
        return new(
            field.Key, reliance.Rule, reliance.IsInverse, filter.IsEverything && order.IsEmpty ? Choice.All : new Choice(filter, order, null), context.NoteUnknown(context.AddId(field, "objective")),
            context.Add(field, new EnumParameter(PlanContext.ArgumentOf(field, "minStrength"), reliance.Rule.Strength.Enum!)),
            context.AddPage(field, ordering), ordering,
            _connections.PlanSelection(field, [country], new EdgePlanner(context, nodes) { Targets = [country], Rule = reliance.Rule }));
    }
}
