using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The types of aggregates: counts, extremes, sums and groups of nodes of a type.</summary>
internal sealed class AggregateTypes(Func<Property, IGraphType> itemType, IntGraphType whole, FloatGraphType number)
{
    private readonly Dictionary<string, IGraphType> _types = [];

    /// <summary>What can be measured: numbers and dates have a smallest and a largest.</summary>
    public static bool IsMeasured(Property property) =>
        property is { IsList: false, Kind: ScalarKind.Int or ScalarKind.Float or ScalarKind.PartialDate or ScalarKind.DateTime };

    /// <summary>By what can be grouped: what has few values.</summary>
    public static bool IsGrouped(Property property) =>
        property is { IsList: false, IsUnique: false, IsSearched: false, Kind: ScalarKind.Enum or ScalarKind.Boolean or ScalarKind.String };

    public IGraphType Of(FieldedType type) => Build($"{type.Name}Aggregate", $"Counts and extremes of nodes of type {type.Name}.", result =>
    {
        AddMeasures(result, type);
        if (!type.Properties.Any(IsGrouped))
            return;
        var field = Add(result, "groupBy", Many(Group(type)), "The same for each combination of values: the largest group first, then by the values.", new FieldMeaning.GroupBy());
        field.Arguments!.Add(new QueryArgument(Many(Key(type))) { Name = "by", Description = "By what is grouped." });
    });

    private void AddMeasures(ObjectGraphType result, FieldedType type)
    {
        Add(result, "count", new NonNullGraphType(whole), "How many there are.", new FieldMeaning.Count());
        foreach (var property in type.Properties.Where(IsMeasured))
            Add(result, property.Name, new NonNullGraphType(Measure(property)), property.Description, new FieldMeaning.Measured(property.Name));
    }

    private IGraphType Measure(Property property) => Build($"{property.Kind}Aggregate", $"Values of type {property.Kind}; missing ones do not count.", result =>
    {
        Add(result, "min", itemType(property), "The smallest; null where there is no value.", new FieldMeaning.Smallest());
        Add(result, "max", itemType(property), "The largest; null where there is no value.", new FieldMeaning.Largest());
        if (property.Kind is not (ScalarKind.Int or ScalarKind.Float))
            return;
        Add(result, "sum", number, "The sum; null where there is no value, or where it is larger than a Float can be.", new FieldMeaning.Sum());
        Add(result, "avg", number, "The mean; null where there is no value, or where their sum is larger than a Float can be.", new FieldMeaning.Average());
    });

    private IGraphType Group(FieldedType type) => Build($"{type.Name}Group", $"Nodes of type {type.Name} that share the values of `key`.", result =>
    {
        Add(result, "key", new NonNullGraphType(Build($"{type.Name}GroupKey", "The values that a group shares; null also for those not grouped by.", key =>
        {
            foreach (var property in type.Properties.Where(IsGrouped))
                Add(key, property.Name, itemType(property), property.Description, new FieldMeaning.NodeProperty(property.Name));
        })), "The values that the group shares.", new FieldMeaning.GroupKey());
        AddMeasures(result, type);
    });

    private EnumerationGraphType Key(FieldedType type)
    {
        var name = $"{type.Name}GroupBy";
        if (_types.TryGetValue(name, out var built))
            return (EnumerationGraphType)built;
        var result = new EnumerationGraphType { Name = name, Description = $"By what nodes of type {type.Name} can be grouped." };
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
