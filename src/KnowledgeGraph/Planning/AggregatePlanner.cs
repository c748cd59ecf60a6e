using System.Collections;
using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans aggregates of a collection or of related nodes.</summary>
internal sealed class AggregatePlanner(PlanContext context, NodePlanner nodes)
{
    private readonly ChoicePlanner _choices = new(context);

    public AggregateField Plan(SelectedField field, ConnectionSource source, FieldedType type)
    {
        PlanField PlanField(SelectedField inner) => inner.Meaning switch
        {
            FieldMeaning.Leaf { What: var leaf } => new LeafField(inner.Key, leaf),
            FieldMeaning.Measured { Name: var name } => PlanMeasured(inner, new StoredOperand(type.FindProperty(name)!)),
            FieldMeaning.MeasuredEdges when source is ConnectionSource.Relationship { Field.Type: var edges } =>
                new MeasuredEdgesField(inner.Key, context.PlanFields(inner, edge => PlanEdge(edge, edges))),
            FieldMeaning.GroupBy => new GroupByField(inner.Key, GroupedBy(inner, type), context.PlanFields(inner, PlanField)),
            FieldMeaning.GroupKey => new GroupKeyField(inner.Key, context.PlanFields(inner, PlanField)),
            FieldMeaning.GroupValue { Name: var name } => new GroupValueField(inner.Key, type.GroupTerms.First(t => t.Name == name)),
            FieldMeaning.GroupNode { Name: var name } => PlanNode(inner, type.GroupTerms.OfType<GroupTerm.Related>().First(t => t.Name == name)),
            _ => throw inner.Unexpected(),
        };
        return new(field.Key, source, type, _choices.Plan(field, type, source is ConnectionSource.Relationship), context.PlanFields(field, PlanField));
    }

    private GroupNodeField PlanNode(SelectedField field, GroupTerm.Related term) => new(field.Key, term, nodes.Plan(term.Field.Target.Members, field));

    private ImmutableArray<GroupTerm> GroupedBy(SelectedField field, FieldedType type)
    {
        var by = _choices.ReadStructured(field, "by")!;
        var names = (by is Argument.List list ? list.Items.Select(i => i.Resolve(context.Variables)) : by.Resolve(context.Variables) switch
        {
            IEnumerable several and not string => several.Cast<object?>(),
            var single => [single],
        }).Cast<string>().Distinct();
        return [.. names.Select(n => type.GroupTerms.First(t => t.EnumName == n))];
    }

    private MeasuredField PlanEdge(SelectedField field, RelationshipType type) => PlanMeasured(field, field.Meaning switch
    {
        FieldMeaning.MeasuredSince => new SinceOperand(),
        FieldMeaning.MeasuredUntil => new UntilOperand(),
        FieldMeaning.Measured { Name: var name } => new EdgeStoredOperand(type.FindProperty(name)!),
        _ => throw field.Unexpected(),
    });

    private MeasuredField PlanMeasured(SelectedField field, Operand value) => new(field.Key, value, context.PlanFields(field, PlanMeasure));

    private static PlanField PlanMeasure(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        _ => throw field.Unexpected(),
    };
}
