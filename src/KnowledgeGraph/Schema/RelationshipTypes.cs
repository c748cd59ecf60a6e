using System.Collections.Immutable;
using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>Relationships: what all of them have, their evidence, and the relationships of a node of any type.</summary>
internal sealed class RelationshipTypes(SchemaTypes types, ConnectionTypes connections, FieldArguments arguments)
{
    public const string RecordedAtText = "When it was first recorded (UTC).";
    public const string RelationshipIdText =
        "Stable identifier of the relationship. Treat it as opaque.";
    public const string DateText = "Date. A month or year stands for any of its days.";

    private const string OnText = "Date; by default the date that applies to the field, else today (UTC). A month or year stands for any of its days.";

    public const string KnownUntilText =
        "Last date that the evidence reaches. Null if no date is known. Copies of a report count with the date of the first one.";

    private readonly EnumerationGraphType _direction = BuildEnum(RelationshipDirection.Type);
    private ObjectGraphType? _relationships;

    /// <summary>A relationship of any type, with both of its ends.</summary>
    public ObjectGraphType Any { get; } = new() { Name = "Relationship", Description = "Relationship from one node to another." };
    public ObjectGraphType Corroboration { get; } = new() { Name = "Corroboration", Description = "How well something is reported. Only claims with the stance ASSERTS count." };

    /// <summary>Fills the types of this class. The types of nodes must be declared before.</summary>
    public void Build()
    {
        BuildTypes();
        BuildCorroboration();
        BuildAny();
    }

    private void BuildTypes()
    {
        foreach (var type in types.Model.RelationshipTypes.OrderBy(t => t.Rank))
            types.RelationshipType.Add(new EnumValueDefinition(type.Name, type.Name) { Description = $"From {Ends(type, p => p.From)} to {Ends(type, p => p.To)}." });
    }

    private static string Ends(RelationshipType type, Func<(NodeType From, NodeType To), NodeType> end) =>
        string.Join(" or ", type.Pairs.Select(end).Distinct().OrderBy(t => t.Index).Select(t => t.Name));

    private void BuildCorroboration()
    {
        Add(Corroboration, "independentOrigins", Required(types.Int),
            "Number of independent origins. Copies of one story count once: a report's origin is found by following `republishes` to the first report, "
            + "and is that report's originator, else its outlet, else the report itself.",
            new FieldMeaning.Leaf(Leaf.IndependentOrigins));
        Add(Corroboration, "outlets", Required(types.Int), "Number of distinct outlets that published the reports.", new FieldMeaning.Leaf(Leaf.Outlets));
        Add(Corroboration, "reports", Required(types.Int), "Number of distinct reports.", new FieldMeaning.Leaf(Leaf.Reports));
        Add(Corroboration, "firstReportedOn", types.PartialDate, "Earliest publication date of these reports and the reports that they copy. Null if none has a date.", new FieldMeaning.Leaf(Leaf.FirstReportedOn));
    }

    private void BuildAny()
    {
        Add(Any, "type", Required(types.RelationshipType), "Type of the relationship.", new FieldMeaning.Leaf(Leaf.TypeName));
        Add(Any, "from", Required(types.Node), "The node at which the relationship starts.", new FieldMeaning.StartNode());
        Add(Any, "to", Required(types.Node), "The node at which the relationship ends.", new FieldMeaning.EndNode());
        AddFields(Any, []);
    }

    /// <summary>The connection of a relationship to many. Relationships to the same type with the same properties share it.</summary>
    public ObjectGraphType BuildConnection(RelationshipField field)
    {
        var name = field.Target.Name + FilterTypes.NameOf(field.Type);
        if (types.Find(name + "Connection") is { } built)
            return (ObjectGraphType)built;
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"Relationship to {Noun.WithArticle(field.Target.Name)} node." };
        var connection = connections.Build(name, edge, types[field.Target.Name], $"Page of relationships to {Noun.Of(field.Target.Name)}.");
        AddFields(edge, field.Type.Properties);
        return connection;
    }

    /// <summary>Adds the fields of every relationship, and the properties of its type.</summary>
    public void AddFields(ObjectGraphType edge, ImmutableArray<Property> properties)
    {
        Add(edge, "id", Required(types.Id), RelationshipIdText, new FieldMeaning.Leaf(Leaf.RelationshipId));
        Add(edge, "since", types.PartialDate, "Start date. Null if unknown.", new FieldMeaning.Leaf(Leaf.Since));
        Add(edge, "until", types.PartialDate, "End date. Null if unknown or not ended.", new FieldMeaning.Leaf(Leaf.Until));
        foreach (var property in properties)
            Add(edge, property.Name, types.Of(property), property.Description, new FieldMeaning.EdgeProperty(property.Name));
        Add(edge, "recordedAt", Required(types.DateTime), RecordedAtText, new FieldMeaning.Leaf(Leaf.RecordedAt));
        Add(edge, "revision", Required(types.Int), "Version of the graph that last changed the relationship.", new FieldMeaning.Leaf(Leaf.Revision));
        AddInEffect(edge);
        Add(edge, "evidence", RequiredList(types[types.Model.Evidence.Claim.Name]), "Claims about the relationship, ordered by report date, then id.", new FieldMeaning.Evidence());
        Add(edge, "contested", Required(types.Boolean), "Whether one claim asserts it and another denies it.", new FieldMeaning.Leaf(Leaf.Contested));
        Add(edge, "corroboration", Required(Corroboration), "How well it is reported.", new FieldMeaning.Corroboration());
    }

    /// <summary>Adds the fields of everything that is in effect for some time.</summary>
    public void AddInEffect(IComplexGraphType result)
    {
        AddOn(Add(result, "inEffect", Required(types.Boolean),
            "Whether it is in effect on the date, or presumed to be.", new FieldMeaning.InEffect()));
        AddOn(Add(result, "standing", Required(types.Standing),
            "What is known about whether it is in effect on the date.", new FieldMeaning.Standing()));
        Add(result, "knownUntil", types.PartialDate, KnownUntilText, new FieldMeaning.Leaf(Leaf.KnownUntil));
    }

    private void AddOn(FieldType field) => field.Arguments!.Add(new QueryArgument(types.PartialDate) { Name = "on", Description = OnText });

    /// <summary>Adds the field with all relationships of a node.</summary>
    public void AddRelationships(IComplexGraphType owner)
    {
        var field = Add(owner, "relationships", Required(_relationships ??= BuildRelationships()),
            "Relationships of all types, ordered by name and id of the other node, then type, direction and dates. One from the node to itself is listed once.",
            new FieldMeaning.Relationships());
        arguments.AddRelationshipTypes(field, "Types to return. Default: all.");
        field.Arguments!.Add(new QueryArgument(_direction)
        {
            Name = "direction",
            Description = "Direction, seen from the node.",
            DefaultValue = RelationshipDirection.Type.Values[^1].Name,
        });
        arguments.AddPage(field);
        arguments.AddDate(field);
    }

    private ObjectGraphType BuildRelationships()
    {
        var edge = new ObjectGraphType { Name = "NodeRelationshipsEdge", Description = "Relationship of a node, of any type." };
        var connection = connections.Build("NodeRelationships", edge, types.Node, "Page of relationships of a node.");
        Add(edge, "type", Required(types.RelationshipType), "Type of the relationship.", new FieldMeaning.Leaf(Leaf.TypeName));
        Add(edge, "forward", Required(types.Boolean), "Whether the relationship starts at the node whose relationships are listed. False if it starts at `node`.", new FieldMeaning.Leaf(Leaf.Forward));
        AddFields(edge, []);
        return connection;
    }
}
