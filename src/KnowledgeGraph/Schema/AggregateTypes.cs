using System.Diagnostics;
using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The types of aggregates: counts, extremes, sums and groups of nodes of a type.</summary>
internal sealed class AggregateTypes(SchemaTypes types, Func<Property, IGraphType> itemType)
{
    private readonly Dictionary<string, IGraphType> _types = [];

    /// <summary>Whether a property has a smallest and a largest value, as numbers and dates do.</summary>
    public static bool IsMeasured(Property property) =>
        !property.IsList && property.Type.Allows(ScalarComparisons.Order);

    public IGraphType Of(FieldedType type)
    {
        if (type.GroupTerms.IsEmpty && !type.Properties.Any(IsMeasured))
            return Build("NodeAggregate", "Aggregate over nodes that have no numbers or dates, and nothing to group by.", result => AddMeasures(result, type));
        return type is NodeType node && node.Interfaces.FirstOrDefault(i => Signature(i) == Signature(node)) is { } same ? OfOwn(same) : OfOwn(type);
    }

    /// <summary>What the aggregates of a type depend on. Types with the same signature share their aggregates.</summary>
    private static string Signature(FieldedType type) => string.Join(' ', type.Properties.Where(IsMeasured).Select(p => $"{p.Name}:{p.TypeText}")
        .Concat(type.GroupTerms.Select(t => $"by {t.Name}:{TypeText(t)}")).Order(StringComparer.Ordinal));

    private static string TypeText(GroupTerm term) => term switch
    {
        GroupTerm.Value { Property: var property } => property.TypeText,
        GroupTerm.Year { Property: var date } => date.TypeText,
        GroupTerm.Month { Property: var date } => date.TypeText,
        GroupTerm.Related { Field: var field } => field.Target.Name,
        _ => throw new UnreachableException(term.GetType().Name),
    };

    private IGraphType OfOwn(FieldedType type) => Build($"{type.Name}Aggregate", $"Aggregates over {Noun.Of(type.Name)}.", result =>
    {
        AddMeasures(result, type);
        if (type.GroupTerms.IsEmpty)
            return;
        var field = Add(result, "groupBy", Many(Group(type)), "Groups of nodes that have the same values. The largest group comes first. Groups of the same size are ordered by their values, related nodes by name and id; null comes last.", new FieldMeaning.GroupBy());
        field.Arguments!.Add(new QueryArgument(Many(Key(type))) { Name = "by", Description = "Fields to group by: values, the years and months of dates, and related nodes." });
    });

    private void AddMeasures(ObjectGraphType result, FieldedType type)
    {
        Add(result, "count", new NonNullGraphType(types.Int), "Number of nodes.", new FieldMeaning.Leaf(Leaf.Count));
        foreach (var property in type.Properties.Where(IsMeasured))
            Add(result, property.Name, new NonNullGraphType(Measure(property)), property.Description, new FieldMeaning.Measured(property.Name));
    }

    private IGraphType Measure(Property property) => Build($"{property.Kind}Aggregate", $"Aggregates over {property.Kind} values. Missing values are ignored.", result =>
    {
        Add(result, "min", itemType(property), "Smallest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Smallest));
        Add(result, "max", itemType(property), "Largest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Largest));
        if (!property.Type.IsNumber)
            return;
        Add(result, "sum", types.Float, "Sum of the values. Null if there are no values or the sum is too large for a Float.", new FieldMeaning.Leaf(Leaf.Sum));
        Add(result, "avg", types.Float, "Mean of the values. Null if there are no values or their sum is too large for a Float.", new FieldMeaning.Leaf(Leaf.Average));
    });

    private IGraphType Group(FieldedType type) => Build($"{type.Name}Group", $"Group of {Noun.Of(type.Name)} that have the same values.", result =>
    {
        Add(result, "key", new NonNullGraphType(Build($"{type.Name}GroupKey", "Values that the nodes of a group have in common. A field that is not grouped by is null.", key =>
        {
            foreach (var term in type.GroupTerms)
                AddTerm(key, term);
        })), "Values that the nodes have in common.", new FieldMeaning.GroupKey());
        AddMeasures(result, type);
    });

    private void AddTerm(ObjectGraphType key, GroupTerm term)
    {
        IGraphType result = term switch
        {
            GroupTerm.Value { Property: var property } => itemType(property),
            GroupTerm.Year or GroupTerm.Month => types.PartialDate,
            GroupTerm.Related { Field: var field } => types[field.Target.Name],
            _ => throw new UnreachableException(term.GetType().Name),
        };
        Add(key, term.Name, result, Describe(term), term is GroupTerm.Related ? new FieldMeaning.GroupNode(term.Name) : new FieldMeaning.GroupValue(term.Name));
    }

    private static string Describe(GroupTerm term) => term switch
    {
        GroupTerm.Value { Property: var property } => property.Description,
        GroupTerm.Year { Property: var date } => $"Year of `{date.Name}`.",
        GroupTerm.Month { Property: var date } => $"Month of `{date.Name}`. Null if only the year is known.",
        GroupTerm.Related { Field: var field } => field.Description,
        _ => throw new UnreachableException(term.GetType().Name),
    };

    private EnumerationGraphType Key(FieldedType type)
    {
        var name = $"{type.Name}GroupBy";
        if (_types.TryGetValue(name, out var built))
            return (EnumerationGraphType)built;
        var result = new EnumerationGraphType { Name = name, Description = $"Fields by which {Noun.Of(type.Name)} can be grouped." };
        foreach (var term in type.GroupTerms)
            result.Add(new EnumValueDefinition(term.EnumName, term.EnumName) { Description = Describe(term) });
        _types.Add(name, result);
        return result;
    }

    private IGraphType Build(string name, string description, Action<ObjectGraphType> fill)
    {
        if (_types.TryGetValue(name, out var built))
            return built;
        var result = new ObjectGraphType { Name = name, Description = description };
        _types.Add(name, result);
        fill(result);
        return result;
    }

    private static NonNullGraphType Many(IGraphType type) => new(new ListGraphType(new NonNullGraphType(type)));

    private static FieldType Add(ObjectGraphType owner, string name, IGraphType type, string description, FieldMeaning meaning)
    {
        var field = new FieldType { Name = name, ResolvedType = type, Description = description, Arguments = [] };
        field.Metadata[GraphSchema.MeaningKey] = meaning;
        return owner.AddField(field);
    }
}
