using System.Collections.Immutable;
using System.Diagnostics;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Turns `where` and `order` into filters and sort keys. Their structure is known; each value becomes a parameter.</summary>
/// <param name="field">The field with the arguments.</param>
internal sealed class FilterPlanner(PlanContext context, SelectedField field)
{
    /// <param name="isEdge">Whether the filter is for relationships, not for nodes.</param>
    public Filter PlanFilter(Argument? where, IGraphType type, bool isEdge) =>
        where is Argument.Object filter ? Logic(filter, (IInputObjectGraphType)type.GetNamedType(), isEdge) : Filter.Everything;

    /// <summary>All keys of an object must match.</summary>
    private Filter Logic(Argument.Object filter, IInputObjectGraphType type, bool isEdge) =>
        Filter.And(filter.Fields.Select(f => Key(f.Value, type.Fields.Find(f.Key)!, type, isEdge)));

    private Filter Key(Argument value, FieldType key, IInputObjectGraphType type, bool isEdge)
    {
        var inner = key.ResolvedType!.GetNamedType() as IInputObjectGraphType;
        switch ((FilterMeaning)key.Metadata[GraphSchema.MeaningKey]!)
        {
            case FilterMeaning.And: return Filter.And(Objects(value).Select(o => Logic(o, type, isEdge)));
            case FilterMeaning.Or: return Or(Objects(value).Select(o => Logic(o, type, isEdge)));
            case FilterMeaning.Not: return value is Argument.Object negated ? new Filter.Not(Logic(negated, type, isEdge)) : Filter.Everything;
            case FilterMeaning.Id: return Operators(value, inner!, new IdOperand());
            case FilterMeaning.RecordedAt: return Operators(value, inner!, isEdge ? new EdgeRecordedAtOperand() : new RecordedAtOperand());
            case FilterMeaning.Since: return Operators(value, inner!, new SinceOperand());
            case FilterMeaning.Until: return Operators(value, inner!, new UntilOperand());
            case FilterMeaning.NodeProperty { Property: var property }:
                return property.IsList ? Items(value, inner!, property, false) : Operators(value, inner!, new StoredOperand(property));
            case FilterMeaning.EdgeProperty { Property: var property }:
                return property.IsList ? Items(value, inner!, property, true) : Operators(value, inner!, new EdgeStoredOperand(property));
            case FilterMeaning.Contested: return Operators(value, inner!, new ContestedOperand());
            case FilterMeaning.InEffect: return Operators(value, inner!, new InEffectOperand());
            case FilterMeaning.Standing: return Operators(value, inner!, new StandingOperand());
            case FilterMeaning.Corroboration: return Corroboration(value, inner!, what => new CorroborationOperand(what));
            case FilterMeaning.RelianceStrength { Strengths: var strengths }: return Operators(value, inner!, new RelianceStrengthOperand(strengths));
            case FilterMeaning.RelianceStanding: return Operators(value, inner!, new RelianceStandingOperand());
            case FilterMeaning.RelianceContested: return Operators(value, inner!, new RelianceContestedOperand());
            case FilterMeaning.RelianceSince: return Operators(value, inner!, new RelianceSinceOperand());
            case FilterMeaning.RelianceCorroboration: return Corroboration(value, inner!, what => new RelianceCorroborationOperand(what));
            case FilterMeaning.Through: return Through(value, inner!);
            case FilterMeaning.RelationshipTypeName: return Operators(value, inner!, new RelationshipTypeOperand(context.Model.RelationshipTypeNames));
            case FilterMeaning.End { IsFrom: var isFrom }: return value is Argument.Object end ? new Filter.End(isFrom, Logic(end, inner!, isEdge: false)) : Filter.Everything;
            case FilterMeaning.Claims: return Claims(value, inner!);
            case FilterMeaning.Node: return value is Argument.Object other ? Logic(other, inner!, isEdge: false) : Filter.Everything;
            case FilterMeaning.Member { Type: var member }:
                return value is Argument.Object matches ? new Filter.Member(member, Logic(matches, inner!, false)) : Filter.Everything;
            case FilterMeaning.One { Field: var one }:
                return value is Argument.Object node ? new Filter.One(one, Logic(node, inner!, false)) : new Filter.Not(new Filter.One(one, Filter.Everything));
            case FilterMeaning.Many { Field: var many }: return Many(value, inner!, many);
            default: throw new UnreachableException();
        }
    }

    /// <summary>An empty `or` matches nothing, and an empty `and` matches everything.</summary>
    private static Filter Or(IEnumerable<Filter> filters)
    {
        ImmutableArray<Filter> several = [.. filters];
        return several is [var single] ? single : new Filter.Any(several);
    }

    private static IEnumerable<Argument.Object> Objects(Argument value) => value switch
    {
        Argument.List list => list.Items.OfType<Argument.Object>(),
        Argument.Object single => [single],
        _ => [],
    };

    private Filter Operators(Argument value, IInputObjectGraphType type, Operand operand)
    {
        if (value is not Argument.Object operators)
            return Filter.Everything;
        return Filter.And(operators.Fields.Select(f => Operator(f.Value, type.Fields.Find(f.Key)!, type, operand)));
    }

    private Filter Operator(Argument value, FieldType key, IInputObjectGraphType type, Operand operand)
    {
        switch ((FilterMeaning)key.Metadata[GraphSchema.MeaningKey]!)
        {
            case FilterMeaning.And: return Filter.And(Objects(value).Select(o => Operators(o, type, operand)));
            case FilterMeaning.Or: return Or(Objects(value).Select(o => Operators(o, type, operand)));
            case FilterMeaning.Not: return value is Argument.Object negated ? new Filter.Not(Operators(negated, type, operand)) : Filter.Everything;
            case FilterMeaning.Folded:
                return value is not Argument.Object folded ? Filter.Everything : Filter.And(folded.Fields.Select(f => f.Value.IsNone ? NoValue(f.Key)
                    : new Filter.Folded(operand, MeaningOf((IInputObjectGraphType)key.ResolvedType!.GetNamedType(), f.Key).Comparison,
                        context.Add(field, new OperandParameter(f.Value, ScalarKind.String, null, IsFolded: true)))));
            case FilterMeaning.Operator comparison:
                Filter filter = value.IsNone ? comparison.Comparison == Comparison.Equal ? new Filter.Missing(operand) : NoValue(key.Name)
                    : new Filter.Compare(operand, comparison.Comparison, AddValue(value, operand, comparison.Comparison));
                return comparison.IsNegated ? new Filter.Not(filter) : filter;
            default: throw new UnreachableException();
        }
    }

    private Slot<object> AddValue(Argument value, Operand operand, Comparison comparison)
    {
        var added = context.Add(field, new OperandParameter(value, operand.Kind, operand.Enum, IsList: comparison == Comparison.In));
        return NamesNodes(operand) && (comparison is Comparison.Equal or Comparison.In) ? context.NoteUnknown(added) : added;
    }

    private static bool NamesNodes(Operand operand) => operand is IdOperand or EndIdOperand or EdgeStoredOperand { Property.ReferenceTo: not null };

    /// <summary>The error for an operator that cannot be null. Only `eq` and `neq` can: then they ask whether there is a value.</summary>
    private Filter NoValue(string name) => throw context.Refuse(field, $"`{name}` cannot be null. To find missing values, use `eq: null`.", ErrorCodes.FilterValue, new(name));

    private static FilterMeaning.Operator MeaningOf(IInputObjectGraphType type, string key) =>
        (FilterMeaning.Operator)type.Fields.Find(key)!.Metadata[GraphSchema.MeaningKey]!;

    private Filter Items(Argument value, IInputObjectGraphType type, Property property, bool isEdge)
    {
        if (value is not Argument.Object quantified)
            return Filter.Everything;
        return Filter.And(quantified.Fields.Select(Filter (f) =>
        {
            var key = type.Fields.Find(f.Key)!;
            if (f.Value.IsNone)
                return NoValue(f.Key);
            return (FilterMeaning)key.Metadata[GraphSchema.MeaningKey]! is FilterMeaning.Quantified { Quantifier: var quantifier }
                ? new Filter.Items(property, isEdge, quantifier, Operators(f.Value, (IInputObjectGraphType)key.ResolvedType!.GetNamedType(), new ItemOperand(property)))
                : new Filter.AnyItem(property, isEdge, context.Add(field, new FlagParameter(f.Value)));
        }));
    }

    private Filter Many(Argument value, IInputObjectGraphType type, RelationshipField relationship)
    {
        if (value is not Argument.Object quantified)
            return Filter.Everything;
        return Filter.And(quantified.Fields.Select(Filter (f) =>
        {
            var key = type.Fields.Find(f.Key)!;
            if (f.Value.IsNone)
                return NoValue(f.Key);
            var inner = key.ResolvedType!.GetNamedType() as IInputObjectGraphType;
            return (FilterMeaning)key.Metadata[GraphSchema.MeaningKey]! switch
            {
                FilterMeaning.Quantified { Quantifier: var quantifier } =>
                    new Filter.Related(relationship, quantifier, Logic((Argument.Object)f.Value, inner!, isEdge: false)),
                FilterMeaning.Edges => Edges((Argument.Object)f.Value, inner!, relationship),
                FilterMeaning.Any => new Filter.AnyRelated(relationship, context.Add(field, new FlagParameter(f.Value))),
                FilterMeaning.Count => Operators(f.Value, inner!, new CountOperand(relationship)),
                _ => throw new UnreachableException(),
            };
        }));
    }

    private Filter Through(Argument value, IInputObjectGraphType type) => value is not Argument.Object fields ? Filter.Everything
        : Filter.And(fields.Fields.Select(f => Operators(f.Value, (IInputObjectGraphType)type.Fields.Find(f.Key)!.ResolvedType!.GetNamedType(), new ThroughCountOperand())));

    private Filter Corroboration(Argument value, IInputObjectGraphType type, Func<Leaf, Operand> operand) => value is not Argument.Object values ? Filter.Everything
        : Filter.And(values.Fields.Select(f => type.Fields.Find(f.Key)! is var key
            ? Operators(f.Value, (IInputObjectGraphType)key.ResolvedType!.GetNamedType(), operand(((FilterMeaning.CorroborationValue)key.Metadata[GraphSchema.MeaningKey]!).What))
            : throw new UnreachableException()));

    /// <summary>A filter for the claims of a relationship.</summary>
    private Filter Claims(Argument value, IInputObjectGraphType type) => value is not Argument.Object quantified ? Filter.Everything
        : Filter.And(quantified.Fields.Select(Filter (f) =>
        {
            var key = type.Fields.Find(f.Key)!;
            if (f.Value.IsNone)
                return NoValue(f.Key);
            var inner = key.ResolvedType!.GetNamedType() as IInputObjectGraphType;
            return (FilterMeaning)key.Metadata[GraphSchema.MeaningKey]! switch
            {
                FilterMeaning.Quantified { Quantifier: var quantifier } => new Filter.Claims(quantifier, Logic((Argument.Object)f.Value, inner!, isEdge: false)),
                FilterMeaning.Any => new Filter.AnyClaim(context.Add(field, new FlagParameter(f.Value))),
                FilterMeaning.Count => Operators(f.Value, inner!, new ClaimCountOperand()),
                _ => throw new UnreachableException(),
            };
        }));

    private Filter Edges(Argument.Object value, IInputObjectGraphType type, RelationshipField relationship) => Filter.And(value.Fields.Select(Filter (f) =>
    {
        if (f.Value.IsNone)
            return NoValue(f.Key);
        var key = type.Fields.Find(f.Key)!;
        var edge = Logic((Argument.Object)f.Value, (IInputObjectGraphType)key.ResolvedType!.GetNamedType(), isEdge: true);
        return new Filter.Related(relationship, ((FilterMeaning.Quantified)key.Metadata[GraphSchema.MeaningKey]!).Quantifier, edge);
    }));

    /// <param name="isEdge">Whether the order is by relationships, not by nodes.</param>
    public ImmutableArray<OrderTerm> PlanOrder(Argument? order, IGraphType type, bool isEdge) =>
        order is null ? [] : [.. Objects(order).Select(o => Term(o, (IInputObjectGraphType)type.GetNamedType(), isEdge))];

    private OrderTerm Term(Argument.Object order, IInputObjectGraphType type, bool isEdge)
    {
        var (name, value) = SingleKey(order);
        var key = type.Fields.Find(name)!;
        var inner = key.ResolvedType!.GetNamedType() as IInputObjectGraphType;
        switch ((FilterMeaning)key.Metadata[GraphSchema.MeaningKey]!)
        {
            case FilterMeaning.One { Field: var one }:
                var term = Term((Argument.Object)value, inner!, isEdge: false);
                return term with { Value = new ThroughOperand(one, term.Value) };
            case FilterMeaning.Many { Field: var many }: return Directed(new CountOperand(many), SingleKey((Argument.Object)value).Value);
            case FilterMeaning.Id: return Directed(new IdOperand(), value);
            case FilterMeaning.RecordedAt: return Directed(isEdge ? new EdgeRecordedAtOperand() : new RecordedAtOperand(), value);
            case FilterMeaning.Contested: return Directed(new ContestedOperand(), value);
            case FilterMeaning.InEffect: return Directed(new InEffectOperand(), value);
            case FilterMeaning.Standing: return Directed(new StandingOperand(), value);
            case FilterMeaning.Corroboration: return CorroborationTerm(value, inner!, what => new CorroborationOperand(what));
            case FilterMeaning.RelianceStrength { Strengths: var strengths }: return Directed(new RelianceStrengthOperand(strengths), value);
            case FilterMeaning.RelianceStanding: return Directed(new RelianceStandingOperand(), value);
            case FilterMeaning.RelianceContested: return Directed(new RelianceContestedOperand(), value);
            case FilterMeaning.RelianceSince: return Directed(new RelianceSinceOperand(), value);
            case FilterMeaning.RelianceCorroboration: return CorroborationTerm(value, inner!, what => new RelianceCorroborationOperand(what));
            case FilterMeaning.Through: return Directed(new ThroughCountOperand(), SingleKey((Argument.Object)value).Value);
            case FilterMeaning.RelationshipTypeName: return Directed(new RelationshipTypeOperand(context.Model.RelationshipTypeNames), value);
            case FilterMeaning.End { IsFrom: var isFrom }: return Directed(new EndIdOperand(isFrom), SingleKey((Argument.Object)value).Value);
            case FilterMeaning.Node: return Term((Argument.Object)value, inner!, isEdge: false);
            case FilterMeaning.Claims: return Directed(new ClaimCountOperand(), SingleKey((Argument.Object)value).Value);
            case FilterMeaning.Since: return Directed(new SinceOperand(), value);
            case FilterMeaning.Until: return Directed(new UntilOperand(), value);
            case FilterMeaning.NodeProperty { Property: var property }: return Directed(new StoredOperand(property), value);
            case FilterMeaning.EdgeProperty { Property: var property }: return Directed(new EdgeStoredOperand(property), value);
            default: throw new UnreachableException();
        }
    }

    private OrderTerm CorroborationTerm(Argument value, IInputObjectGraphType type, Func<Leaf, Operand> operand)
    {
        var (name, direction) = SingleKey((Argument.Object)value);
        return Directed(operand(((FilterMeaning.CorroborationValue)type.Fields.Find(name)!.Metadata[GraphSchema.MeaningKey]!).What), direction);
    }

    private KeyValuePair<string, Argument> SingleKey(Argument.Object order) => order.Fields is [var key] && !key.Value.IsNone ? key
        : throw context.Refuse(field, $"A sort key must have exactly one field with a direction, but was {order}.", ErrorCodes.OrderKeys, new("order", order.ToString()));

    /// <summary>A direction is part of the structure, even if it is the value of a variable: see <see cref="StructuredArguments"/>.</summary>
    private OrderTerm Directed(Operand operand, Argument direction) => new(operand, (string?)direction.Resolve(context.Variables) == "DESC");
}
