using System.Collections.Immutable;
using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>Connections and their edges, and the arguments that choose, order and page.</summary>
internal sealed partial class SchemaBuilder
{
    private const string RecordedAtText = "When it was first recorded (UTC).";

    private readonly ObjectGraphType _pageInfo = new() { Name = "PageInfo", Description = "Position of a page within its connection, as in Relay." };
    private readonly ObjectGraphType _corroboration = new() { Name = "Corroboration", Description = "How well something is reported. Only claims with the stance ASSERTS count." };

    private void BuildPageInfo()
    {
        Add(_pageInfo, "hasNextPage", Required(_boolean), "Whether there are edges after this page.", new FieldMeaning.HasNextPage());
        Add(_pageInfo, "hasPreviousPage", Required(_boolean), "Whether there are edges before this page.", new FieldMeaning.HasPreviousPage());
        Add(_pageInfo, "startCursor", _string, "Cursor of the first edge. Null on an empty page.", new FieldMeaning.StartCursor());
        Add(_pageInfo, "endCursor", _string, "Cursor of the last edge. Null on an empty page.", new FieldMeaning.EndCursor());
    }

    private void BuildCorroboration()
    {
        Add(_corroboration, "independentOrigins", Required(_int),
            "Number of independent origins. Copies of one story count once: a report's origin is found by following `republishes` to the first report, "
            + "and is that report's originator, else its outlet, else the report itself.",
            new FieldMeaning.IndependentOrigins());
        Add(_corroboration, "outlets", Required(_int), "Number of distinct outlets that published the reports.", new FieldMeaning.Outlets());
        Add(_corroboration, "reports", Required(_int), "Number of distinct reports.", new FieldMeaning.Reports());
        Add(_corroboration, "firstReportedOn", _partialDate, "Earliest publication date of these reports and the reports that they copy. Null if none has a date.", new FieldMeaning.FirstReportedOn());
    }

    /// <summary>The connection of a relationship to many. Relationships to the same type with the same properties share it.</summary>
    private ObjectGraphType BuildConnection(RelationshipField field)
    {
        var name = field.Target.Name + FilterTypes.NameOf(field.Type);
        if (_types.TryGetValue(name + "Connection", out var built))
            return (ObjectGraphType)built;
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"Relationship to {Noun.WithArticle(field.Target.Name)} node." };
        var connection = BuildConnection(name, edge, _types[field.Target.Name], $"Page of relationships to {Noun.Of(field.Target.Name)}.");
        AddRelationship(edge, field.Type.Properties);
        return connection;
    }

    private ObjectGraphType BuildConnection(string name, ObjectGraphType edge, IGraphType node, string description)
    {
        var connection = new ObjectGraphType { Name = name + "Connection", Description = description };
        _types.Add(connection.Name, connection);
        Add(edge, "cursor", Required(_string), "Opaque position of the edge.", new FieldMeaning.Cursor());
        Add(edge, "node", Required(node), "Node at the end of the edge.", new FieldMeaning.EdgeNode());
        Add(connection, "edges", RequiredList(edge), "Edges of the page.", new FieldMeaning.Edges());
        Add(connection, "nodes", RequiredList(node), "Nodes of the page.", new FieldMeaning.Nodes());
        Add(connection, "pageInfo", Required(_pageInfo), "Position of the page.", new FieldMeaning.PageInfo());
        Add(connection, "totalCount", Required(_int), "Number of items on all pages.", new FieldMeaning.TotalCount());
        return connection;
    }

    /// <summary>What every relationship has, and its own properties.</summary>
    private void AddRelationship(ObjectGraphType edge, ImmutableArray<Property> properties)
    {
        Add(edge, "since", _partialDate, "Start date. Null if unknown.", new FieldMeaning.Since());
        Add(edge, "until", _partialDate, "End date. Null if unknown or not ended.", new FieldMeaning.Until());
        foreach (var property in properties)
            Add(edge, property.Name, TypeOf(property), property.Description, new FieldMeaning.EdgeProperty(property.Name));
        Add(edge, "recordedAt", Required(_dateTime), RecordedAtText, new FieldMeaning.RecordedAt());
        AddInEffect(edge);
        Add(edge, "evidence", RequiredList(_types[_model.Evidence.Claim.Name]), "Claims about the relationship, ordered by report date, then id.", new FieldMeaning.Evidence());
        Add(edge, "contested", Required(_boolean), "Whether one claim asserts it and another denies it.", new FieldMeaning.Contested());
        Add(edge, "corroboration", Required(_corroboration), "How well it is reported.", new FieldMeaning.Corroboration());
    }

    private void AddInEffect(IComplexGraphType result)
    {
        var field = Add(result, "inEffect", Required(_boolean),
            "Whether it is in effect on the date `on`, else on the date of @asOf, else today (UTC).", new FieldMeaning.InEffect());
        field.Arguments!.Add(new QueryArgument(_partialDate) { Name = "on", Description = DateText });
    }

    // The arguments of connections mean the same on every field, so that only root fields describe them. Descriptions on every relationship
    // would be a seventh of the schema.

    /// <summary>The arguments that choose and order nodes.</summary>
    private void AddChoice(FieldType field, CompositeType type)
    {
        AddWhere(field, type);
        AddOrder(field, "order", _filters.Sort(type));
    }

    /// <summary>The arguments that choose and order edges by their relationship.</summary>
    private void AddEdgeChoice(FieldType field, RelationshipType relationship)
    {
        AddWhereEdge(field, relationship);
        AddOrder(field, "orderEdge", _filters.Sort(relationship));
    }

    private void AddWhere(FieldType field, CompositeType type) => field.Arguments!.Add(new QueryArgument(_filters.Filter(type)) { Name = "where" });
    private void AddWhereEdge(FieldType field, RelationshipType relationship) =>
        field.Arguments!.Add(new QueryArgument(_filters.Filter(relationship)) { Name = "whereEdge" });

    private static void AddOrder(FieldType field, string name, InputObjectGraphType sort) =>
        field.Arguments!.Add(new QueryArgument(new ListGraphType(new NonNullGraphType(sort))) { Name = name });

    private void AddPage(FieldType field)
    {
        foreach (var (name, type) in new (string, ScalarGraphType)[] { ("first", _int), ("after", _string), ("last", _int), ("before", _string) })
            field.Arguments!.Add(new QueryArgument(type) { Name = name });
    }

    /// <summary>Describes the arguments of a root field.</summary>
    private static void DescribeArguments(FieldType field)
    {
        foreach (var argument in field.Arguments!)
            argument.Description ??= argument.Name switch
            {
                "first" => $"Page size. Default {GraphSchema.DefaultPageSize}, maximum {GraphSchema.MaxPageSize}.",
                "after" => "Returns only edges after this cursor.",
                "last" => $"Page size, counted from the end. Maximum {GraphSchema.MaxPageSize}.",
                "before" => "Returns only edges before this cursor.",
                "where" => "Filter for the nodes. On relationships, `whereEdge` also filters by the relationship.",
                "order" => "Sort keys, most significant first. Default: name, then id. On relationships, `orderEdge` sorts by the relationship first.",
                _ => null,
            };
    }
}
