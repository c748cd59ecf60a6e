using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema.Mutations;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>Builds the schema from the model. Only the root fields and the rule of `reliesOn` are written by hand.</summary>
internal sealed class SchemaBuilder
{
    private readonly GraphModel _model;
    private readonly SchemaTypes _types;
    private readonly ConnectionTypes _connections;
    private readonly FieldArguments _arguments;
    private readonly RelationshipTypes _relationships;
    private readonly RelationshipListTypes _relationshipLists;
    private readonly RelianceTypes _reliance;
    private readonly HistoryTypes _history;
    private readonly ProposalTypes _proposals;

    public SchemaBuilder(GraphModel model)
    {
        _model = model;
        _types = new SchemaTypes(model);
        _connections = new ConnectionTypes(_types);
        _arguments = new FieldArguments(_types);
        _relationships = new RelationshipTypes(_types, _connections, _arguments);
        _relationshipLists = new RelationshipListTypes(_types, _connections, _relationships, _arguments);
        _reliance = new RelianceTypes(_types, _connections, _relationships, _arguments);
        _history = new HistoryTypes(_types, _connections, _arguments);
        _proposals = new ProposalTypes(_types, _connections, _history.Entry);
    }

    public GraphQL.Types.Schema Build()
    {
        Add(_types.Node, "id", Required(_types.Id), IdText, new FieldMeaning.Leaf(Leaf.Id));
        AddDisplayName(_types.Node);
        AddRevision(_types.Node);
        _history.AddHistory(_types.Node);
        _types.Node.ResolveType = _ => null;
        foreach (var type in _model.Enums)
            _types.Add(BuildEnum(type));
        foreach (var type in _model.Interfaces)
            _types.Add(new InterfaceGraphType { Name = type.Name, Description = type.Description, ResolveType = _ => null });
        foreach (var type in _model.NodeTypes)
            _types.Add(new ObjectGraphType { Name = type.Name, Description = Describe(type), IsTypeOf = _ => false });
        foreach (var type in _model.Unions)
            _types.Add(BuildUnion(type));
        _relationships.Build();
        _relationships.AddRelationships(_types.Node);
        foreach (var type in _model.Interfaces)
            BuildInterface((InterfaceGraphType)_types[type.Name], type);
        foreach (var type in _model.NodeTypes)
            BuildNodeType((ObjectGraphType)_types[type.Name], type);
        var schema = new GraphQL.Types.Schema { Query = BuildQuery(), Description = "Actors, agreements and measures, how they are related, and the evidence for each relationship." };
        schema.Features.DeprecationOfInputValues = true;
        schema.Features.RepeatableDirectives = true;
        schema.Directives.Register(LensDirectives.Create(_types));
        new MutationTypes(_types, _relationships.Any, _history.Change, _proposals.Proposal).AddTo(schema);
        schema.Directives.Register(BuildSpecifiedBy());
        schema.Directives.Register(FieldCosts.Directives());
        foreach (var type in _model.NodeTypes)
            schema.RegisterType(_types[type.Name]);
        return schema;
    }

    private const string IdText = "Stable identifier. Treat it as opaque.";

    private static string Describe(NodeType type) =>
        type.Description.Length > 0 ? type.Description : $"{Noun.Capitalized(type.Name)} node.";

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
        result.AddResolvedInterface(_types.Node);
    }

    private void BuildNodeType(ObjectGraphType result, NodeType type)
    {
        AddFields(result, type);
        result.AddResolvedInterface(_types.Node);
        foreach (var inherited in type.Interfaces)
            result.AddResolvedInterface((IInterfaceGraphType)_types[inherited.Name]);
        if (type == _model.Evidence.Claim)
        {
            AddQuoteUrl(result, type);
            _relationshipLists.AddSupports(result);
        }
        if (type.Reliance is { } rule)
            _reliance.AddTo(result, type, rule);
    }

    private void AddFields(IComplexGraphType result, FieldedType type)
    {
        Add(result, "id", Required(_types.Id), IdText, new FieldMeaning.Leaf(Leaf.Id));
        AddDisplayName(result);
        foreach (var property in type.Properties)
            Add(result, property.Name, _types.Of(property), property.Description, new FieldMeaning.NodeProperty(property.Name));
        Add(result, "recordedAt", Required(_types.DateTime), RelationshipTypes.RecordedAtText, new FieldMeaning.Leaf(Leaf.RecordedAt));
        AddRevision(result);
        _history.AddHistory(result);
        if (type.Members.All(m => m.Lifespan is not null))
            _relationships.AddInEffect(result);
        foreach (var relationship in type.Relationships)
            AddRelated(result, relationship);
        _relationships.AddRelationships(result);
    }

    private void AddDisplayName(IComplexGraphType result) => Add(
        result, "displayName", Required(_types.String), "What a person calls the node: its name, title or statement.", new FieldMeaning.Leaf(Leaf.DisplayName));

    private void AddQuoteUrl(IComplexGraphType result, NodeType claim) => Add(
        result, "quoteUrl", _types.Url,
        "Address of the report at the quoted words: browsers scroll to them and mark them. Null without a quote, or if the report has no address.",
        new FieldMeaning.QuoteUrl(claim.Relationships.First(r => r.Type == _model.Evidence.StatedIn)));

    private void AddRevision(IComplexGraphType result) => Add(
        result, "revision", Required(_types.Int), "Version of the graph that last changed the node. Changes of its relationships do not count.", new FieldMeaning.Leaf(Leaf.Revision));

    private void AddRelated(IComplexGraphType result, RelationshipField relationship)
    {
        if (!relationship.IsList)
        {
            _arguments.AddDate(Add(result, relationship.Name, _types[relationship.Target.Name], relationship.Description, new FieldMeaning.Related(relationship)));
            return;
        }
        var connection = Add(result, relationship.Name, Required(_relationships.BuildConnection(relationship)), relationship.Description, new FieldMeaning.Related(relationship));
        _arguments.AddChoice(connection, relationship.Target);
        _arguments.AddEdgeChoice(connection, relationship.Type);
        _arguments.AddPage(connection);
        _arguments.AddDate(connection);
        if (relationship.Target is not FieldedType target)
            return;
        var aggregate = Add(result, relationship.Name + "Aggregate", Required(_types.Aggregates.Of(target, relationship.Type)), $"Aggregates over `{relationship.Name}`.", new FieldMeaning.AggregateRelated(relationship));
        _arguments.AddWhere(aggregate, target);
        _arguments.AddWhereEdge(aggregate, relationship.Type);
        _arguments.AddDate(aggregate);
    }

    private ObjectGraphType BuildQuery()
    {
        var query = new ObjectGraphType { Name = "Query", Description = "Root of all queries." };
        Add(query, "node", _types.Node, "Returns the node with the id, or null if there is none.", new FieldMeaning.AnyById())
            .Arguments!.Add(new QueryArgument(Required(_types.Id)) { Name = "id", Description = "Id of the node." });
        var nodes = Add(query, "nodes", Required(new ListGraphType(_types.Node)), "Returns the nodes with the ids, in the order of the ids. The item for an unknown id is null.", new FieldMeaning.AllById());
        nodes.Arguments!.Add(new QueryArgument(RequiredList(_types.Id)) { Name = "ids", Description = $"Ids of the nodes, at most {GraphSchema.MaxPageSize}." });
        foreach (var type in _model.Collections)
        {
            AddById(query, type);
            AddCollection(query, type);
        }
        _relationshipLists.AddTo(query);
        new SearchTypes(_types, _connections, _arguments).AddTo(query);
        new PathTypes(_types, _relationships, _arguments).AddTo(query);
        new TimelineTypes(_types, _connections, _relationships, _arguments).AddTo(query);
        GraphInfoTypes.AddTo(query, _types);
        ViewerTypes.AddTo(query, _types);
        _history.AddTo(query);
        _proposals.AddTo(query, _arguments);
        foreach (var field in query.Fields)
        {
            // Relay's compiler accepts `node` with the argument `id` alone. `nodes` takes a date. `graph` is the whole graph, and neither `viewer` nor a history has a date.
            if (field.Name is not ("node" or "graph" or "viewer" or "changes" or "change"))
                _arguments.AddDate(field);
            FieldArguments.Describe(field);
        }
        return query;
    }

    private void AddById(ObjectGraphType query, FieldedType type)
    {
        var noun = Noun.WithArticle(type.Name);
        var field = Add(query, type.FieldName, _types[type.Name], $"Returns {noun}, or null if there is none with the id.", new FieldMeaning.ById(type));
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToLookup(p => p.FoundBy!);
        field.Arguments!.Add(new QueryArgument(keys.Count > 0 ? _types.Id : Required(_types.Id)) { Name = "id", Description = $"Id of {noun}." });
        foreach (var key in keys)
            field.Arguments.Add(new QueryArgument(_types.String)
            {
                Name = key.Key,
                Description = $"{string.Join(" or ", key.Select(p => p.Name))} of {noun}, in any case. Give `id`, `{key.Key}` or both.",
            });
    }

    private void AddCollection(ObjectGraphType query, FieldedType type)
    {
        var name = Capital(type.CollectionName);
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"{Noun.Capitalized(type.Name)} node and its cursor." };
        var connection = _connections.Build(name, edge, _types[type.Name], $"Page of {Noun.Of(type.Name)}.");
        var field = Add(query, type.CollectionName, Required(connection), $"All {Noun.Of(type.Name)}, ordered by {type.NameProperty.Name}, then id, unless `order` is given.", new FieldMeaning.Collection(type));
        _arguments.AddChoice(field, type);
        _arguments.AddPage(field);
        _arguments.AddWhere(
            Add(query, type.CollectionName + "Aggregate", Required(_types.Aggregates.Of(type)), $"Aggregates over `{type.CollectionName}`.", new FieldMeaning.AggregateCollection(type)),
            type);
    }

    // GraphQL.NET does not have this directive of the specification.
    private static SchemaDirective BuildSpecifiedBy() => new SchemaDirective("specifiedBy", DirectiveLocation.Scalar)
    {
        Description = "Address of the specification of a scalar's format.",
        Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(new StringGraphType())) { Name = "url", Description = "The address." }),
    };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
