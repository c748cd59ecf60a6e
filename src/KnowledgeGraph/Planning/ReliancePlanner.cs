using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `reliesOn` and `reliedOnBy`: the countries that a country relies on, or that rely on it.</summary>
internal sealed class ReliancePlanner(PlanContext context, NodePlanner nodes)
{
    private readonly ConnectionPlanner _connections = new(context, nodes);

    public PlanField.Reliance Plan(NodeType country, SelectedField field, FieldMeaning.Reliance reliance)
    {
        var ordering = new Ordering(field.ObjectType.Name, "strength, instruments, name, id", [CursorValue.Int, CursorValue.Int, CursorValue.Text, CursorValue.Text]);
        return new(
            field.Key, reliance.Rule, reliance.IsInverse, context.AddId(field, "objective"),
            context.Add(field, new Parameter.Choice(PlanContext.ArgumentOf(field, "minStrength"), reliance.Rule.Strength.Enum!)),
            context.AddPage(field, ordering), ordering,
            _connections.PlanSelection(field, [country], new EdgePlanner(context, nodes) { Targets = [country], Rule = reliance.Rule }));
    }
}
