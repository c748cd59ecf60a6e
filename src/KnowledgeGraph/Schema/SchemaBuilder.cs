using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>Builds the schema from the model. Only the root fields and the rule of `reliesOn` are written by hand.</summary>
internal sealed partial class SchemaBuilder
{
    private readonly GraphModel _model;
    private readonly Dictionary<string, IGraphType> _types = [];
    private readonly StringGraphType _string = new();
    private readonly IdGraphType _id = new();
    private readonly IntGraphType _int = new();
    private readonly FloatGraphType _float = new();
    private readonly BooleanGraphType _boolean = new();
    private readonly PartialDateScalar _partialDate = new();
    private readonly DateTimeScalar _dateTime = new();
    private readonly UrlScalar _url = new();
    private readonly InterfaceGraphType _node = new() { Name = "Node", Description = "A node of the graph, as in Relay." };
    private readonly FilterTypes _filters;
    private readonly AggregateTypes _aggregates;

    public SchemaBuilder(GraphModel model)
    {
        _model = model;
        _filters = new FilterTypes(ItemTypeOf, _boolean);
        _aggregates = new AggregateTypes(ItemTypeOf, _int, _float);
    }

    public GraphQL.Types.Schema Build()
    {
        Add(_node, "id", Required(_id), IdText, new FieldMeaning.Id());
        _node.ResolveType = _ => null;
        BuildPageInfo();
        BuildCorroboration();
        foreach (var type in _model.Enums)
            _types.Add(type.Name, BuildEnum(type));
        foreach (var type in _model.Interfaces)
            _types.Add(type.Name, new InterfaceGraphType { Name = type.Name, Description = type.Description, ResolveType = _ => null });
        foreach (var type in _model.NodeTypes)
            _types.Add(type.Name, new ObjectGraphType { Name = type.Name, Description = Describe(type), IsTypeOf = _ => false });
        foreach (var type in _model.Unions)
            _types.Add(type.Name, BuildUnion(type));
        BuildRelationshipTypes();
        AddRelationships(_node);
        foreach (var type in _model.Interfaces)
            BuildInterface((InterfaceGraphType)_types[type.Name], type);
        foreach (var type in _model.NodeTypes)
            BuildNodeType((ObjectGraphType)_types[type.Name], type);
        var schema = new GraphQL.Types.Schema { Query = BuildQuery(), Description = "Actors, agreements and measures, how they are related, and the evidence for each relationship." };
        schema.Features.DeprecationOfInputValues = true;
        schema.Features.RepeatableDirectives = true;
        schema.Directives.Register(BuildAsOf());
        schema.Directives.Register(BuildSpecifiedBy());
        schema.Directives.Register(FieldCosts.Directives());
        foreach (var type in _model.NodeTypes)
            schema.RegisterType(_types[type.Name]);
        return schema;
    }

    private const string IdText = "Stable identifier. Treat it as opaque.";

    private static string Describe(NodeType type) =>
        type.Description.Length > 0 ? type.Description : $"{Noun.Capitalized(type.Name)} node.";

    private static EnumerationGraphType BuildEnum(EnumType type)
    {
        var result = new EnumerationGraphType { Name = type.Name, Description = type.Description.Length > 0 ? type.Description : $"Values of {type.Name}." };
        foreach (var value in type.Values)
            result.Add(new EnumValueDefinition(value.Name, value.Name) { Description = value.Description });
        return result;
    }

    private UnionGraphType BuildUnion(UnionType type)
    {
        var result = new UnionGraphType
        {
            Name = type.Name,
            Description = type.Description.Length > 0 ? type.Description : $"One of {string.Join(", ", type.Members.Select(m => m.Name))}.",
            ResolveType = _ => null,
        };
        foreach (var member in type.Members)
            result.AddPossibleType((IObjectGraphType)_types[member.Name]);
        return result;
    }

    private void BuildInterface(InterfaceGraphType result, InterfaceType type)
    {
        AddFields(result, type);
        result.AddResolvedInterface(_node);
    }

    private void BuildNodeType(ObjectGraphType result, NodeType type)
    {
        AddFields(result, type);
        result.AddResolvedInterface(_node);
        foreach (var inherited in type.Interfaces)
            result.AddResolvedInterface((IInterfaceGraphType)_types[inherited.Name]);
        if (type.Reliance is { } rule)
        {
            AddReliance(result, type, rule, "reliesOn", isInverse: false, $"Countries that this country relies on for an objective.\n{rule.Describe()}");
            AddReliance(result, type, rule, "reliedOnBy", isInverse: true, "Countries that rely on this country for an objective, by the rule of `reliesOn`.");
        }
    }

    private void AddFields(IComplexGraphType result, FieldedType type)
    {
        Add(result, "id", Required(_id), IdText, new FieldMeaning.Id());
        foreach (var property in type.Properties)
            Add(result, property.Name, TypeOf(property), property.Description, new FieldMeaning.NodeProperty(property.Name));
        Add(result, "recordedAt", Required(_dateTime), RecordedAtText, new FieldMeaning.RecordedAt());
        if (type.Members.All(m => m.Lifespan is not null))
            AddInEffect(result);
        foreach (var relationship in type.Relationships)
            AddRelated(result, relationship);
        AddRelationships(result);
    }

    private void AddRelated(IComplexGraphType result, RelationshipField relationship)
    {
        if (!relationship.IsList)
        {
            Add(result, relationship.Name, _types[relationship.Target.Name], relationship.Description, new FieldMeaning.Related(relationship));
            return;
        }
        var connection = Add(result, relationship.Name, Required(BuildConnection(relationship)), relationship.Description, new FieldMeaning.Related(relationship));
        AddChoice(connection, relationship.Target);
        AddEdgeChoice(connection, relationship.Type);
        AddPage(connection);
        if (relationship.Target is not FieldedType target)
            return;
        var aggregate = Add(result, relationship.Name + "Aggregate", Required(_aggregates.Of(target)), $"Aggregates over `{relationship.Name}`.", new FieldMeaning.AggregateRelated(relationship));
        AddWhere(aggregate, target);
        AddWhereEdge(aggregate, relationship.Type);
    }

    private ObjectGraphType BuildQuery()
    {
        var query = new ObjectGraphType { Name = "Query", Description = "Root of all queries." };
        Add(query, "node", _node, "Returns the node with the id, or null if there is none.", new FieldMeaning.AnyById())
            .Arguments!.Add(new QueryArgument(Required(_id)) { Name = "id", Description = "Id of the node." });
        var nodes = Add(query, "nodes", Required(new ListGraphType(_node)), "Returns the nodes with the ids, in the order of the ids. The item for an unknown id is null.", new FieldMeaning.AllById());
        nodes.Arguments!.Add(new QueryArgument(RequiredList(_id)) { Name = "ids", Description = $"Ids of the nodes, at most {GraphSchema.MaxPageSize}." });
        foreach (var type in _model.Collections)
        {
            AddById(query, type);
            AddCollection(query, type);
        }
        AddSearch(query);
        AddPaths(query);
        AddTimeline(query);
        foreach (var field in query.Fields)
            DescribeArguments(field);
        return query;
    }

    private void AddById(ObjectGraphType query, FieldedType type)
    {
        var noun = Noun.WithArticle(type.Name);
        var field = Add(query, type.FieldName, _types[type.Name], $"Returns {noun}, or null if there is none with the id.", new FieldMeaning.ById(type));
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToLookup(p => p.FoundBy!);
        field.Arguments!.Add(new QueryArgument(keys.Count > 0 ? _id : Required(_id)) { Name = "id", Description = $"Id of {noun}." });
        foreach (var key in keys)
            field.Arguments.Add(new QueryArgument(_string)
            {
                Name = key.Key,
                Description = $"{string.Join(" or ", key.Select(p => p.Name))} of {noun}, in any case. Give `id`, `{key.Key}` or both.",
            });
    }

    private void AddCollection(ObjectGraphType query, FieldedType type)
    {
        var name = Capital(type.CollectionName);
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"{Noun.Capitalized(type.Name)} node and its cursor." };
        var connection = BuildConnection(name, edge, _types[type.Name], $"Page of {Noun.Of(type.Name)}.");
        var field = Add(query, type.CollectionName, Required(connection), $"All {Noun.Of(type.Name)}, ordered by {type.NameProperty.Name}, then id, unless `order` is given.", new FieldMeaning.Collection(type));
        AddChoice(field, type);
        AddPage(field);
        AddWhere(
            Add(query, type.CollectionName + "Aggregate", Required(_aggregates.Of(type)), $"Aggregates over `{type.CollectionName}`.", new FieldMeaning.AggregateCollection(type)),
            type);
    }

    private Directive BuildAsOf() => new("asOf", DirectiveLocation.Query)
    {
        Description = "Evaluates the operation as of this date. Relationships and instruments that are not in effect on it are left out, in lists, in counts and by id. Null means no date.",
        Arguments = new QueryArguments(new QueryArgument(_partialDate) { Name = "date", Description = DateText }),
    };

    // GraphQL.NET does not have this directive of the specification.
    private static SchemaDirective BuildSpecifiedBy() => new SchemaDirective("specifiedBy", DirectiveLocation.Scalar)
    {
        Description = "Address of the specification of a scalar's format.",
        Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(new StringGraphType())) { Name = "url", Description = "The address." }),
    };

    private const string DateText = "Date. A month or year stands for any of its days.";

    private IGraphType TypeOf(Property property)
    {
        var type = ItemTypeOf(property);
        type = property.IsList ? new ListGraphType(new NonNullGraphType(type)) : type;
        return property.IsRequired ? new NonNullGraphType(type) : type;
    }

    private IGraphType ItemTypeOf(Property property) => property.Kind switch
    {
        ScalarKind.String => _string,
        ScalarKind.Id => _id,
        ScalarKind.Int => _int,
        ScalarKind.Float => _float,
        ScalarKind.Boolean => _boolean,
        ScalarKind.DateTime => _dateTime,
        ScalarKind.PartialDate => _partialDate,
        ScalarKind.Url => _url,
        ScalarKind.Enum => _types[property.Enum!.Name],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static FieldType Add(IComplexGraphType owner, string name, IGraphType type, string description, FieldMeaning meaning)
    {
        var field = new FieldType { Name = name, ResolvedType = type, Description = description, Arguments = [] };
        field.Metadata[GraphSchema.MeaningKey] = meaning;
        return owner.AddField(field);
    }

    private static NonNullGraphType Required(IGraphType type) => new(type);
    private static NonNullGraphType RequiredList(IGraphType type) => new(new ListGraphType(new NonNullGraphType(type)));
    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
