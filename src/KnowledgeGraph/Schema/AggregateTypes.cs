using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The types of aggregates: counts, extremes, sums and groups of nodes of a type.</summary>
internal sealed class AggregateTypes(Func<Property, IGraphType> itemType, ScalarGraphType whole, ScalarGraphType number)
{
    private readonly Dictionary<string, IGraphType> _types = [];

    /// <summary>Whether a property has a smallest and a largest value, as numbers and dates do.</summary>
    public static bool IsMeasured(Property property) =>
        !property.IsList && property.Type.Allows(ScalarComparisons.Order);

    /// <summary>Whether nodes can be grouped by a property, because it has few values.</summary>
    public static bool IsGrouped(Property property) =>
        property is { IsList: false, IsUnique: false, IsSearched: false, Type.IsCategory: true };

    public IGraphType Of(FieldedType type)
    {
        if (!type.Properties.Any(p => IsMeasured(p) || IsGrouped(p)))
            return Build("NodeAggregate", "Aggregate over nodes that have no numbers, dates or categories.", result => AddMeasures(result, type));
        return type is NodeType node && node.Interfaces.FirstOrDefault(i => Signature(i) == Signature(node)) is { } same ? OfOwn(same) : OfOwn(type);
    }

    /// <summary>What the aggregates of a type depend on. Types with the same signature share their aggregates.</summary>
    private static string Signature(FieldedType type) =>
        string.Join(' ', type.Properties.Where(p => IsMeasured(p) || IsGrouped(p)).Select(p => $"{p.Name}:{p.TypeText}").Order(StringComparer.Ordinal));

    private IGraphType OfOwn(FieldedType type) => Build($"{type.Name}Aggregate", $"Aggregates over {Noun.Of(type.Name)}.", result =>
    {
        AddMeasures(result, type);
        if (!type.Properties.Any(IsGrouped))
            return;
        var field = Add(result, "groupBy", Many(Group(type)), "Groups of nodes that have the same values. The largest group comes first; groups of the same size are ordered by their values.", new FieldMeaning.GroupBy());
        field.Arguments!.Add(new QueryArgument(Many(Key(type))) { Name = "by", Description = "Fields to group by." });
    });

    private void AddMeasures(ObjectGraphType result, FieldedType type)
    {
        Add(result, "count", new NonNullGraphType(whole), "Number of nodes.", new FieldMeaning.Leaf(Leaf.Count));
        foreach (var property in type.Properties.Where(IsMeasured))
            Add(result, property.Name, new NonNullGraphType(Measure(property)), property.Description, new FieldMeaning.Measured(property.Name));
    }

    private IGraphType Measure(Property property) => Build($"{property.Kind}Aggregate", $"Aggregates over {property.Kind} values. Missing values are ignored.", result =>
    {
        Add(result, "min", itemType(property), "Smallest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Smallest));
        Add(result, "max", itemType(property), "Largest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Largest));
        if (!property.Type.IsNumber)
            return;
        Add(result, "sum", number, "Sum of the values. Null if there are no values or the sum is too large for a Float.", new FieldMeaning.Leaf(Leaf.Sum));
        Add(result, "avg", number, "Mean of the values. Null if there are no values or their sum is too large for a Float.", new FieldMeaning.Leaf(Leaf.Average));
    });

    private IGraphType Group(FieldedType type) => Build($"{type.Name}Group", $"Group of {Noun.Of(type.Name)} that have the same values.", result =>
    {
        Add(result, "key", new NonNullGraphType(Build($"{type.Name}GroupKey", "Values that the nodes of a group have in common. A field that is not grouped by is null.", key =>
        {
            foreach (var property in type.Properties.Where(IsGrouped))
                Add(key, property.Name, itemType(property), property.Description, new FieldMeaning.NodeProperty(property.Name));
        })), "Values that the nodes have in common.", new FieldMeaning.GroupKey());
        AddMeasures(result, type);
    });

    private EnumerationGraphType Key(FieldedType type)
    {
        var name = $"{type.Name}GroupBy";
        if (_types.TryGetValue(name, out var built))
            return (EnumerationGraphType)built;
        var result = new EnumerationGraphType { Name = name, Description = $"Fields by which {Noun.Of(type.Name)} can be grouped." };
        foreach (var property in type.Properties.Where(IsGrouped))
            result.Add(new EnumValueDefinition(Screaming(property.Name), property.Name) { Description = property.Description });
        _types.Add(name, result);
        return result;
    }

    /// <summary><c>statusAsOf</c> is STATUS_AS_OF.</summary>
    public static string Screaming(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));

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
