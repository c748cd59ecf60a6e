using System.Collections.Immutable;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>Makes the schema from the model: every type and field follows from it, but for the roots and the rule.</summary>
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
    private readonly InterfaceGraphType _node = new() { Name = "Node", Description = "Anything in the graph that has an id." };
    private readonly ObjectGraphType _pageInfo = new() { Name = "PageInfo", Description = "Where a page of a connection stands in the whole." };
    private readonly ObjectGraphType _corroboration = new()
    {
        Name = "Corroboration",
        Description = "How well a relationship is reported; only claims that assert it count.",
    };

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
        Add(_node, "id", Required(_id), "Stable and readable; to be treated as opaque.", new FieldMeaning.Id());
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
        var schema = new GraphQL.Types.Schema { Query = BuildQuery(), Description = "Actors, agreements and measures, and the evidence for what links them." };
        schema.Directives.Register(BuildAsOf());
        schema.Directives.Register(FieldCosts.Directives());
        foreach (var type in _model.NodeTypes)
            schema.RegisterType(_types[type.Name]);
        return schema;
    }

    private static string Describe(NodeType type) =>
        type.Description.Length > 0 ? type.Description : type.Lifespan is null ? $"A node of type {type.Name}."
            : $"An instrument of type {type.Name}.";

    private static EnumerationGraphType BuildEnum(EnumType type)
    {
        var result = new EnumerationGraphType { Name = type.Name, Description = type.Description.Length > 0 ? type.Description : $"The values of {type.Name}." };
        foreach (var value in type.Values)
            result.Add(new EnumValueDefinition(value.Name, value.Name) { Description = value.Description });
        return result;
    }

    private UnionGraphType BuildUnion(UnionType type)
    {
        var result = new UnionGraphType
        {
            Name = type.Name,
            Description = type.Description.Length > 0 ? type.Description : "What may be meant: " + string.Join(", ", type.Members.Select(m => m.Name)) + ".",
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
            AddReliance(result, type, rule, "reliesOn", isInverse: false, "The countries on which this one relies for an objective. " + rule.Describe());
            AddReliance(result, type, rule, "reliedOnBy", isInverse: true, "The countries that rely on this one for an objective, by the rule of `reliesOn`.");
        }
    }

    private void AddFields(IComplexGraphType result, FieldedType type)
    {
        Add(result, "id", Required(_id), "Stable and readable; to be treated as opaque.", new FieldMeaning.Id());
        foreach (var property in type.Properties)
            Add(result, property.Name, TypeOf(property), property.Description, new FieldMeaning.NodeProperty(property.Name));
        Add(result, "recordedAt", Required(_dateTime), "When the graph first recorded it.", new FieldMeaning.RecordedAt());
        if (type.Members.All(m => m.Lifespan is not null))
            AddInEffect(result);
        foreach (var relationship in type.Relationships)
        {
            if (relationship.IsList)
                Page(Choose(
                    Add(result, relationship.Name, Required(BuildConnection(relationship)), relationship.Description, new FieldMeaning.Related(relationship)),
                    relationship.Target, relationship.Type));
            if (relationship is { IsList: true, Target: FieldedType target })
                Add(result, relationship.Name + "Aggregate", Required(_aggregates.Of(target)), $"Counts and extremes over `{relationship.Name}`.", new FieldMeaning.AggregateRelated(relationship))
                    .Arguments!.Add(Where(target, relationship.Type));
            if (!relationship.IsList)
                Add(result, relationship.Name, _types[relationship.Target.Name], relationship.Description, new FieldMeaning.Related(relationship));
        }
        AddRelationships(result);
    }

    private void AddInEffect(IComplexGraphType result)
    {
        var field = Add(result, "inEffect", Required(_boolean),
            "Whether it is in effect on the date: the argument, else that of @asOf, else today (UTC).", new FieldMeaning.InEffect());
        field.Arguments!.Add(new QueryArgument(_partialDate) { Name = "on", Description = "The date; a coarse one holds where any of its days does." });
    }

    /// <summary>The connection of a relationship to many; its edges carry the relationship.</summary>
    private ObjectGraphType BuildConnection(RelationshipField field)
    {
        var isClaims = field.Type == _model.Evidence.About && field.Direction == Direction.In;
        var name = isClaims ? "NodeClaims" : field.Owner.Name + char.ToUpperInvariant(field.Name[0]) + field.Name[1..];
        if (_types.TryGetValue(name + "Connection", out var built))
            return (ObjectGraphType)built;
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"A relationship {field.Type.Name} and the node at its other end." };
        var connection = BuildConnection(name, edge, field.Target, $"Relationships {field.Type.Name}, a page of them.");
        AddRelationship(edge, field.Type.Properties);
        return connection;
    }

    /// <summary>What every relationship has, and its own properties among it.</summary>
    private void AddRelationship(ObjectGraphType edge, ImmutableArray<Property> properties)
    {
        Add(edge, "since", _partialDate, "When it began, where known.", new FieldMeaning.Since());
        Add(edge, "until", _partialDate, "When it ended, where known.", new FieldMeaning.Until());
        foreach (var property in properties)
            Add(edge, property.Name, TypeOf(property), property.Description, new FieldMeaning.EdgeProperty(property.Name));
        Add(edge, "recordedAt", Required(_dateTime), "When the graph first recorded it.", new FieldMeaning.RecordedAt());
        AddInEffect(edge);
        Add(edge, "evidence", RequiredList(_types[_model.Evidence.Claim.Name]), "The claims behind it, by their report's date, then id.", new FieldMeaning.Evidence());
        Add(edge, "contested", Required(_boolean), "Whether one claim asserts it and another denies it.", new FieldMeaning.Contested());
        Add(edge, "corroboration", Required(_corroboration), "How many independent origins report it.", new FieldMeaning.Corroboration());
    }

    private ObjectGraphType BuildConnection(string name, ObjectGraphType edge, CompositeType target, string description) =>
        BuildConnection(name, edge, _types[target.Name], description);

    private ObjectGraphType BuildConnection(string name, ObjectGraphType edge, IGraphType node, string description)
    {
        var connection = new ObjectGraphType { Name = name + "Connection", Description = description };
        _types.Add(connection.Name, connection);
        Add(edge, "cursor", Required(_string), "Opaque: where the edge stands in this order.", new FieldMeaning.Cursor());
        Add(edge, "node", Required(node), "The node at the end of the edge.", new FieldMeaning.EdgeNode());
        Add(connection, "edges", RequiredList(edge), "The page's edges.", new FieldMeaning.Edges());
        Add(connection, "nodes", RequiredList(node), "The page's nodes, without what the edges carry.", new FieldMeaning.Nodes());
        Add(connection, "pageInfo", Required(_pageInfo), "Where the page stands in the whole.", new FieldMeaning.PageInfo());
        Add(connection, "totalCount", Required(_int), "How many there are on all pages.", new FieldMeaning.TotalCount());
        return connection;
    }

    private void AddReliance(ObjectGraphType result, NodeType country, RelianceRule rule, string name, bool isInverse, string description)
    {
        if (!_types.TryGetValue("ReliesOnConnection", out var connection))
            connection = BuildReliance(country, rule);
        var field = Add(result, name, connection, description + "\nNull for an unknown objective.", new FieldMeaning.Reliance(rule, isInverse));
        field.Arguments!.Add(new QueryArgument(Required(_id)) { Name = "objective", Description = "The objective's id." });
        field.Arguments.Add(new QueryArgument(_types[rule.Strength.Enum!.Name])
        {
            Name = "minStrength",
            Description = "Drops weaker links between instrument and objective.",
            DefaultValue = rule.Strength.Enum.Values[^1].Name,
        });
        Page(field);
    }

    private ObjectGraphType BuildReliance(NodeType country, RelianceRule rule)
    {
        var instruments = RequiredList(_types[rule.Instrument.Name]);
        var edge = new ObjectGraphType { Name = "ReliesOnEdge", Description = "One country's reliance on another, and what makes it so." };
        var connection = BuildConnection("ReliesOn", edge, country, "Reliance for one objective: EXPLICIT first, then more instruments, then name, then id.");
        Add(edge, "strength", Required(_types[rule.Strength.Enum!.Name]), "The strongest of `through`.", new FieldMeaning.Strength());
        Add(edge, "since", _partialDate, "The earliest start of `through`; null where none has one.", new FieldMeaning.Since());
        Add(edge, "until", _partialDate, "The latest end of `through`; null while one is open.", new FieldMeaning.Until());
        Add(edge, "through", instruments, "The instruments that make it so: by strength, then start (none last), then id.", new FieldMeaning.Through());
        Add(edge, "evidence", RequiredList(_types[_model.Evidence.Claim.Name]),
            "The distinct claims of the relationships used, by their report's date, then id.", new FieldMeaning.Evidence());
        Add(edge, "corroboration", Required(_corroboration), "How many independent origins report it.", new FieldMeaning.Corroboration());

        var reason = new EnumerationGraphType { Name = "ExclusionReason", Description = "The step of the rule that the nearest instrument fails." };
        reason.Add(new EnumValueDefinition("NOT_IN_EFFECT", "NOT_IN_EFFECT") { Description = "It never took effect, or not on the date of @asOf." });
        reason.Add(new EnumValueDefinition("BELOW_STRENGTH", "BELOW_STRENGTH") { Description = "It pursues the objective less strongly than `minStrength`." });
        reason.Add(new EnumValueDefinition("OTHER_OBJECTIVE", "OTHER_OBJECTIVE") { Description = "It pursues other objectives." });
        reason.Add(new EnumValueDefinition("DENIED", "DENIED") { Description = "The claims deny that the country acts under it." });
        var exclusion = new ObjectGraphType { Name = "ReliesOnExclusion", Description = "A country that acts to the other's benefit, but not for this objective, or not then." };
        Add(exclusion, "node", Required(_types[country.Name]), "The country left out.", new FieldMeaning.EdgeNode());
        Add(exclusion, "reason", Required(reason), "The nearest miss among `instruments`.", new FieldMeaning.Reason());
        Add(exclusion, "instruments", instruments, "All that connect the two, in effect or not: by start (none last), then id.", new FieldMeaning.Through());
        Add(connection, "excluded", RequiredList(exclusion), "Who is not in the answer, and why: by name, then id.", new FieldMeaning.Excluded());
        return connection;
    }

    private void BuildPageInfo()
    {
        Add(_pageInfo, "hasNextPage", Required(_boolean), "Whether there is more after this page.", new FieldMeaning.HasNextPage());
        Add(_pageInfo, "hasPreviousPage", Required(_boolean), "Whether there is more before this page.", new FieldMeaning.HasPreviousPage());
        Add(_pageInfo, "startCursor", _string, "The first edge's cursor; null on an empty page.", new FieldMeaning.StartCursor());
        Add(_pageInfo, "endCursor", _string, "The last edge's cursor; null on an empty page.", new FieldMeaning.EndCursor());
    }

    private void BuildCorroboration()
    {
        Add(_corroboration, "independentOrigins", Required(_int),
            "Distinct origins. A report's origin: its root over `republishes`, then that root's originator, else its outlet, else itself.",
            new FieldMeaning.IndependentOrigins());
        Add(_corroboration, "outlets", Required(_int), "Distinct publishers.", new FieldMeaning.Outlets());
        Add(_corroboration, "reports", Required(_int), "Distinct reports.", new FieldMeaning.Reports());
        Add(_corroboration, "firstReportedOn", _partialDate, "The earliest day of these reports and their roots.", new FieldMeaning.FirstReportedOn());
    }

    private ObjectGraphType BuildQuery()
    {
        var query = new ObjectGraphType { Name = "Query", Description = "What may be asked." };
        Add(query, "node", _node, "Any node by its id; null for an unknown one.", new FieldMeaning.AnyById())
            .Arguments!.Add(new QueryArgument(Required(_id)) { Name = "id", Description = "The node's id." });
        var nodes = Add(query, "nodes", Required(new ListGraphType(_node)), "Nodes by their ids, in that order; null for an unknown one.", new FieldMeaning.AllById());
        nodes.Arguments!.Add(new QueryArgument(RequiredList(_id)) { Name = "ids", Description = $"The nodes' ids, at most {GraphSchema.MaxPageSize}." });
        foreach (var type in _model.Collections)
        {
            AddById(query, type);
            var edge = new ObjectGraphType { Name = Capital(type.CollectionName) + "Edge", Description = $"A node of type {type.Name} and where it stands." };
            var connection = BuildConnection(Capital(type.CollectionName), edge, type, $"Nodes of type {type.Name}, a page of them.");
            Page(Choose(
                Add(query, type.CollectionName, Required(connection), $"All nodes of type {type.Name}: by {type.NameProperty.Name}, then id.",
                    new FieldMeaning.Collection(type)),
                type));
            Add(query, type.CollectionName + "Aggregate", Required(_aggregates.Of(type)), $"Counts and extremes over `{type.CollectionName}`.",
                new FieldMeaning.AggregateCollection(type)).Arguments!.Add(Where(type, null));
        }
        AddSearch(query);
        AddPaths(query);
        AddTimeline(query);
        return query;
    }

    private void AddById(ObjectGraphType query, FieldedType type)
    {
        var field = Add(query, type.FieldName, _types[type.Name], $"One node of type {type.Name}; null for an unknown one.", new FieldMeaning.ById(type));
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToLookup(p => p.FoundBy!);
        field.Arguments!.Add(new QueryArgument(keys.Count > 0 ? _id : Required(_id)) { Name = "id", Description = "The node's id." });
        foreach (var key in keys)
            field.Arguments.Add(new QueryArgument(_string)
            {
                Name = key.Key,
                Description = $"Its {string.Join(" or ", key.Select(p => p.Name))}, in any case. One of id and {key.Key} is needed.",
            });
    }

    private Directive BuildAsOf()
    {
        var directive = new Directive("asOf", DirectiveLocation.Query)
        {
            Description = "Answers as of a date: relationships and instruments not in effect then vanish, in lists, counts and by id. A null date is none.",
        };
        directive.Arguments = new QueryArguments(new QueryArgument(_partialDate)
        {
            Name = "date",
            Description = "The date; a coarse one holds where any of its days does.",
        });
        return directive;
    }

    /// <summary>The arguments `where` and `order` of a connection.</summary>
    private FieldType Choose(FieldType field, CompositeType type, RelationshipType? relationship = null)
    {
        field.Arguments!.Add(Where(type, relationship));
        field.Arguments.Add(new QueryArgument(new ListGraphType(new NonNullGraphType(_filters.Order(type, relationship))))
        {
            Name = "order",
            Description = $"By what they are ordered, first things first; ties by id. Without it by the name, then id.",
        });
        return field;
    }

    private QueryArgument Where(CompositeType type, RelationshipType? relationship) =>
        new(_filters.Filter(type, relationship)) { Name = "where", Description = "Only those that match." };

    private void Page(FieldType field)
    {
        field.Arguments!.Add(new QueryArgument(_int) { Name = "first", Description = $"How many from the start, {GraphSchema.DefaultPageSize} unless told, at most {GraphSchema.MaxPageSize}." });
        field.Arguments.Add(new QueryArgument(_string) { Name = "after", Description = "Only those after this cursor." });
        field.Arguments.Add(new QueryArgument(_int) { Name = "last", Description = $"How many from the end, at most {GraphSchema.MaxPageSize}." });
        field.Arguments.Add(new QueryArgument(_string) { Name = "before", Description = "Only those before this cursor." });
    }

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
