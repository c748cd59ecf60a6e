using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>Filters and orders of any type.</summary>
internal sealed partial class DocumentGenerator
{
    /// <param name="property">What an operator in the filter compares.</param>
    private Dictionary<string, object?> Filter(IInputObjectGraphType type, int depth, string property = "")
    {
        var filter = new Dictionary<string, object?>();
        var fields = type.Fields.Where(f => depth > 0 || !IsNested(f)).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        // Mostly one field: with more of them, few filters would find anything.
        for (var count = _choices.Chance(4) ? 0 : 1 + (_choices.Below(4) / 3); count > 0 && fields.Count > 0; count--)
        {
            var field = AnyOf(fields);
            if (filter.ContainsKey(field.Name))
                continue;
            filter.Add(field.Name, null);
            filter[field.Name] = FilterValue(field, type, depth - 1, property);
        }
        if (filter.Count == 0)
            Note("odd empty filter");
        return filter;
    }

    /// <summary>A field of any kind, since fields to related nodes and texts are far more than numbers, dates and flags. What leads to relationships comes up more often.</summary>
    private FieldType AnyOf(IEnumerable<FieldType> fields)
    {
        static string Kind(FieldType field) => Meaning(field) switch
        {
            FilterMeaning.NodeProperty or FilterMeaning.EdgeProperty => field.ResolvedType!.GetNamedType().Name,
            FilterMeaning.Operator => field.Name,
            var other => other.GetType().Name,
        };
        var all = fields.ToList();
        // The kinds take turns, so that each occurs, however many there are.
        List<IGrouping<string, FieldType>> kinds = [.. all.GroupBy(Kind)];
        if (_choices.Chance(40))
            return _choices.Of([.. kinds[_turn++ % kinds.Count]]);
        // Dates have seventeen operators, and this one has no counterpart on other types. Few documents list relationships of any type.
        var rare = all.FindAll(f => Meaning(f) is FilterMeaning.Operator { Comparison: Comparison.Within }
            or FilterMeaning.RelationshipTypeName or FilterMeaning.End or FilterMeaning.Since);
        if (rare.Count > 0 && _choices.Chance(rare.Count > 1 ? 60 : 20))
            return _choices.Of(rare);
        var related = all.FindAll(f => Meaning(f) is FilterMeaning.Many or FilterMeaning.Member or FilterMeaning.Edges or FilterMeaning.EdgeProperty);
        return _choices.Of([.. _choices.Of([.. (related.Count > 0 && _choices.Chance(35) ? related : all).GroupBy(Kind)])]);
    }

    private static bool IsNested(FieldType field) => Meaning(field) is FilterMeaning.And or FilterMeaning.Or or FilterMeaning.Not or FilterMeaning.Many or FilterMeaning.One
        or FilterMeaning.Member or FilterMeaning.Quantified or FilterMeaning.Count or FilterMeaning.Edges or FilterMeaning.Node;

    private static FilterMeaning Meaning(FieldType field) => (FilterMeaning)field.Metadata[GraphSchema.MeaningKey]!;

    private object? FilterValue(FieldType field, IInputObjectGraphType owner, int depth, string property)
    {
        var named = field.ResolvedType!.GetNamedType();
        var meaning = Meaning(field);
        foreach (var feature in Features(field))
            Note(feature);
        if (_choices.Chance(_values.MayBeInvalid ? 15 : 2))
            return Odd<object>("null in a filter", null);
        switch (meaning)
        {
            case FilterMeaning.And or FilterMeaning.Or:
                return Items(_choices.Chance(15) ? 0 : 1 + _choices.Below(2), () => Filter(owner, depth, property));
            case FilterMeaning.Not:
                return Filter(owner, depth, property);
            case FilterMeaning.Operator { Comparison: Comparison.In }:
                return Operand(field, () => Items(_choices.Chance(10) ? 0 : 1 + _choices.Below(3), () => Scalar(owner, named, property)));
            case FilterMeaning.Operator or FilterMeaning.Any:
                return Operand(field, () => Scalar(owner, named, property));
            default:
                return Filter((IInputObjectGraphType)named, depth, meaning switch
                {
                    FilterMeaning.NodeProperty p => p.Property.Name,
                    FilterMeaning.EdgeProperty p => p.Property.Name,
                    FilterMeaning.Folded or FilterMeaning.Quantified => property,
                    FilterMeaning.Id => "id " + owner.Name,
                    _ => "",
                });
        }
    }

    /// <summary>Such as "filter Contains" and "filter of String", or "filter Many".</summary>
    public static IEnumerable<string> Features(FieldType field) => Meaning(field) switch
    {
        FilterMeaning.Operator filter => [$"filter {filter.Comparison}", $"filter of {field.ResolvedType!.GetNamedType() switch { EnumerationGraphType => "an enum", var type => type.Name }}"],
        FilterMeaning.Quantified quantified => [$"filter {quantified.Quantifier}"],
        var other => [$"filter {other.GetType().Name}"],
    };

    private object Scalar(IInputObjectGraphType owner, IGraphType type, string property)
    {
        const string Ids = "id ";
        if (!property.StartsWith(Ids, StringComparison.Ordinal) || owner.Name == "FoldedFilterInput")
            return _values.Scalar(type, property);
        // AgreementFilterInput compares ids of agreements.
        var types = TestGraph.Model.NodeTypes.Where(t => property.AsSpan(Ids.Length).StartsWith(t.Name)).ToList();
        var id = _values.Id(types.Count == 0 ? null : types);
        return _choices.Chance(70) ? id : id[..^_choices.Below(id.Length + 1)];
    }

    private object? Operand(FieldType field, Func<object?> draw) =>
        _isInVariable || _choices.Chance(60) ? draw() : Variable(field.ResolvedType!.ToString()!, () => _choices.Chance(5) ? Odd<object>("null in a filter", null) : draw());

    private Dictionary<string, object?> Term(IInputObjectGraphType type, int depth)
    {
        var field = AnyOf(type.Fields.Where(f => depth > 0 || f.ResolvedType!.GetNamedType() is EnumerationGraphType).OrderBy(f => f.Name, StringComparer.Ordinal));
        Note($"order {Meaning(field).GetType().Name}");
        return new Dictionary<string, object?>
        {
            [field.Name] = _choices.Chance(1) ? Odd<object>("null in an order", null)
                : field.ResolvedType!.GetNamedType() is IInputObjectGraphType inner ? Term(inner, depth - 1) : _values.Scalar(field.ResolvedType!.GetNamedType(), field.Name),
        };
    }
}
