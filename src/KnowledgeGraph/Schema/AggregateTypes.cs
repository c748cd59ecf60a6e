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

    /// <summary>The aggregates of a collection.</summary>
    public IGraphType Of(FieldedType type)
    {
        var shared = Shared(type);
        return shared is null
            ? Build("NodeAggregate", "Aggregate over nodes that have no numbers or dates, and nothing to group by.", result => AddMeasures(result, type))
            : Build($"{shared.Name}Aggregate", $"Aggregates over {Noun.Of(shared.Name)}.", result => AddNodes(result, shared));
    }

    /// <summary>The aggregates of related nodes: those of the nodes, and those of the relationships. Relationships with the same numbers and dates share them.</summary>
    public IGraphType Of(FieldedType target, RelationshipType relationship)
    {
        var (shared, edges) = (Shared(target), relationship.Properties.Any(IsMeasured) ? FilterTypes.NameOf(relationship) : "Relationship");
        var nodes = shared is null ? "related nodes that have no numbers or dates, and nothing to group by" : $"related {Noun.Of(shared.Name)}";
        return Build($"{shared?.Name ?? "Node"}{edges}Aggregate", $"Aggregates over {nodes}.", result =>
        {
            if (shared is null)
                AddMeasures(result, target);
            else
                AddNodes(result, shared);
            Add(result, "edges", new NonNullGraphType(Edges(edges, relationship)), "Aggregates over the relationships to these nodes.", new FieldMeaning.MeasuredEdges());
        });
    }

    private IGraphType Edges(string name, RelationshipType type) => Build($"{name}Aggregate", "Aggregates over the dates and numbers of relationships.", result =>
    {
        Add(result, "since", new NonNullGraphType(Measure(ScalarKind.PartialDate, types.PartialDate)), "Start date.", new FieldMeaning.MeasuredSince());
        Add(result, "until", new NonNullGraphType(Measure(ScalarKind.PartialDate, types.PartialDate)), "End date.", new FieldMeaning.MeasuredUntil());
        AddMeasured(result, type.Properties);
    });

    /// <summary>The type whose aggregates are those of the type, which may be an interface of it; null if there is nothing to measure or group by.</summary>
    private static FieldedType? Shared(FieldedType type) => type.GroupTerms.IsEmpty && !type.Properties.Any(IsMeasured) ? null
        : type is NodeType node && node.Interfaces.FirstOrDefault(i => Signature(i) == Signature(node)) is { } same ? same : type;

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

    private void AddNodes(ObjectGraphType result, FieldedType type)
    {
        AddMeasures(result, type);
        if (type.GroupTerms.IsEmpty)
            return;
        var field = Add(result, "groupBy", Many(Group(type)), "Groups of nodes that have the same values, largest first. Groups of the same size are ordered by these values: related nodes by name, then id; null last.", new FieldMeaning.GroupBy());
        field.Arguments!.Add(new QueryArgument(Many(Key(type))) { Name = "by", Description = "Fields of the key to group by." });
    }

    private void AddMeasures(ObjectGraphType result, FieldedType type)
    {
        Add(result, "count", new NonNullGraphType(types.Int), "Number of nodes.", new FieldMeaning.Leaf(Leaf.Count));
        AddMeasured(result, type.Properties);
    }

    private void AddMeasured(ObjectGraphType result, IEnumerable<Property> properties)
    {
        foreach (var property in properties.Where(IsMeasured))
            Add(result, property.Name, new NonNullGraphType(Measure(property.Kind, itemType(property))), property.Description, new FieldMeaning.Measured(property.Name));
    }

    private IGraphType Measure(ScalarKind kind, IGraphType item) => Build($"{kind}Aggregate", $"Aggregates over {kind} values. Missing values are ignored.", result =>
    {
        Add(result, "min", item, "Smallest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Smallest));
        Add(result, "max", item, "Largest value. Null if there are no values.", new FieldMeaning.Leaf(Leaf.Largest));
        if (!ScalarType.Of(kind).IsNumber)
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
