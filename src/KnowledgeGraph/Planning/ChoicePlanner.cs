using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans the arguments that filter and order: `where`, `whereEdge`, `order` and `orderEdge`.</summary>
internal sealed class ChoicePlanner(PlanContext context)
{
    /// <param name="isRelationship">Whether the nodes are reached over relationships. Then nothing is searched by an index.</param>
    public Choice Plan(SelectedField field, CompositeType target, bool isRelationship)
    {
        var filters = new FilterPlanner(context, field);
        Filter FilterOf(string name, bool isEdge) =>
            field.Definition.Arguments!.Find(name) is { } argument ? filters.PlanFilter(ReadStructured(field, name), argument.ResolvedType!, isEdge) : Filter.Everything;
        ImmutableArray<OrderTerm> OrderOf(string name, bool isEdge) =>
            field.Definition.Arguments!.Find(name) is { } argument ? filters.PlanOrder(ReadStructured(field, name), argument.ResolvedType!, isEdge) : [];
        var filter = Filter.And([FilterOf("where", isEdge: false), FilterOf("whereEdge", isEdge: true)]);
        ImmutableArray<OrderTerm> order = [.. OrderOf("orderEdge", isEdge: true), .. OrderOf("order", isEdge: false)];
        // The nodes are stored in the order of their names, so they need not be sorted.
        if (order is [{ IsDescending: false, Value: StoredOperand { Property: var property } }] && target.Members.All(m => m.NameProperty.Name == property.Name))
            order = [];
        return filter.IsEverything && order.IsEmpty ? Choice.All : new Choice(filter, order, isRelationship ? null : Seek.For(filter, target));
    }

    /// <summary>Reads an argument whose structure is part of the plan; null if it is not given.</summary>
    public Argument? ReadStructured(SelectedField field, string name)
    {
        var argument = field.First.Arguments?.Items.Find(a => a.Name == name) is { } given ? StructuredArguments.Read(given.Value, context.Variables) : null;
        var before = context.Work;
        var depth = argument is null ? 0 : Depth(argument);
        var work = context.Work - before;
        // A term consists of at most four objects and values. An argument with more terms than this would be refused for its cost once it is planned.
        var maxWork = 4 * context.Limits.Cost / FieldCosts.Term;
        if (work > maxWork)
            throw context.Refuse(field, string.Create(CultureInfo.InvariantCulture, $"The argument {name} has {work:N0} objects and values, but at most {maxWork:N0} are allowed. Use a smaller filter."), ErrorCodes.CostTooHigh);
        return depth <= context.Limits.WhereDepth ? argument : throw context.Refuse(
            field, $"`{name}` has {depth} levels of objects, but at most {context.Limits.WhereDepth} are allowed.", ErrorCodes.WhereTooDeep, new(name, depth, context.Limits.WhereDepth));
    }

    private int Depth(Argument argument)
    {
        context.Spend(1);
        return argument switch
        {
            Argument.Object fields => 1 + fields.Fields.Select(f => Depth(f.Value)).DefaultIfEmpty().Max(),
            Argument.List list => list.Items.Select(Depth).DefaultIfEmpty().Max(),
            Argument.Literal or Argument.Variable or Argument.Within => 0,
            _ => throw new System.Diagnostics.UnreachableException(argument.GetType().Name),
        };
    }
}
