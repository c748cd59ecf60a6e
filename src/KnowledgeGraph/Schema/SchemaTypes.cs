using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>The types of the schema that is being built, by name, and the types that all parts of it use.</summary>
internal sealed class SchemaTypes
{
    private readonly Dictionary<string, IGraphType> _types = [];
    private readonly Dictionary<ScalarKind, ScalarGraphType> _scalars = ScalarSchema.All.ToDictionary(s => s.Kind, s => s.Create());

    public SchemaTypes(GraphModel model)
    {
        Model = model;
        Add(Standing);
        Add(RelationshipType);
        Filters = new FilterTypes(ItemTypeOf, Boolean) { Claim = model.Evidence.Claim };
        Aggregates = new AggregateTypes(this, ItemTypeOf);
    }

    public GraphModel Model { get; }
    public ScalarGraphType String => _scalars[ScalarKind.String];
    public ScalarGraphType Id => _scalars[ScalarKind.Id];
    public ScalarGraphType Int => _scalars[ScalarKind.Int];
    public ScalarGraphType Float => _scalars[ScalarKind.Float];
    public ScalarGraphType Boolean => _scalars[ScalarKind.Boolean];
    public ScalarGraphType DateTime => _scalars[ScalarKind.DateTime];
    public ScalarGraphType Url => _scalars[ScalarKind.Url];
    public ScalarGraphType PartialDate => _scalars[ScalarKind.PartialDate];
    public InterfaceGraphType Node { get; } = new() { Name = "Node", Description = "A node of the graph, as in Relay." };
    public EnumerationGraphType Standing { get; } = BuildEnum(Standings.Type);
    public EnumerationGraphType RelationshipType { get; } = new() { Name = "RelationshipType", Description = "Types of relationships." };
    public FilterTypes Filters { get; }
    public AggregateTypes Aggregates { get; }

    /// <summary>The type with the name.</summary>
    public IGraphType this[string name] => _types[name];

    public IGraphType? Find(string name) => _types.GetValueOrDefault(name);
    public void Add(IGraphType type) => _types.Add(type.Name, type);

    /// <summary>The type of a property.</summary>
    public IGraphType Of(Property property)
    {
        var type = ItemTypeOf(property);
        type = property.IsList ? new ListGraphType(new NonNullGraphType(type)) : type;
        return property.IsRequired ? new NonNullGraphType(type) : type;
    }

    private IGraphType ItemTypeOf(Property property) => property.Enum is { } values ? _types[values.Name] : _scalars[property.Kind];

    public static EnumerationGraphType BuildEnum(EnumType type)
    {
        var result = new EnumerationGraphType { Name = type.Name, Description = type.Description.Length > 0 ? type.Description : $"Values of {type.Name}." };
        foreach (var value in type.Values)
            result.Add(new EnumValueDefinition(value.Name, value.Name) { Description = value.Description });
        return result;
    }

    /// <summary>Adds a field with its meaning to a type.</summary>
    public static FieldType Add(IComplexGraphType owner, string name, IGraphType type, string description, FieldMeaning meaning)
    {
        var field = new FieldType { Name = name, ResolvedType = type, Description = description, Arguments = [] };
        field.Metadata[GraphSchema.MeaningKey] = meaning;
        return owner.AddField(field);
    }

    public static NonNullGraphType Required(IGraphType type) => new(type);
    public static NonNullGraphType RequiredList(IGraphType type) => new(new ListGraphType(new NonNullGraphType(type)));
}
