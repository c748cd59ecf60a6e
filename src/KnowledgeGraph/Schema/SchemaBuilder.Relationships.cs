using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>All relationships of a node, whatever their type.</summary>
internal sealed partial class SchemaBuilder
{
    private readonly EnumerationGraphType _relationshipType = new() { Name = "RelationshipType", Description = "The types of relationships." };
    private readonly EnumerationGraphType _direction = BuildEnum(RelationshipDirection.Type);
    private ObjectGraphType? _relationships;

    private void BuildRelationshipTypes()
    {
        foreach (var type in _model.RelationshipTypes.OrderBy(t => t.Rank))
            _relationshipType.Add(new EnumValueDefinition(type.Name, type.Name) { Description = $"From {Ends(type, p => p.From)} to {Ends(type, p => p.To)}." });
    }

    private static string Ends(RelationshipType type, Func<(NodeType From, NodeType To), NodeType> end) =>
        string.Join(" or ", type.Pairs.Select(end).Distinct().OrderBy(t => t.Index).Select(t => t.Name));

    private void AddRelationships(IComplexGraphType owner)
    {
        var field = Add(owner, "relationships", Required(_relationships ??= BuildRelationships()),
            "All its relationships, of any type: by the other node's name, its id, then type, forward ones first, since, until (none last), first "
            + "claim's id. One from the node to itself is there once, forward, but for `direction: IN`.",
            new FieldMeaning.Relationships());
        AddTypes(field);
        field.Arguments!.Add(new QueryArgument(_direction)
        {
            Name = "direction",
            Description = "Those that start here, those that end here, or both.",
            DefaultValue = RelationshipDirection.Type.Values[^1].Name,
        });
        Page(field);
    }

    private void AddTypes(FieldType field, string ifMissing = "all unless told") => field.Arguments!.Add(
        new QueryArgument(new ListGraphType(new NonNullGraphType(_relationshipType))) { Name = "types", Description = $"Only of these types; {ifMissing}." });

    private ObjectGraphType BuildRelationships()
    {
        var edge = new ObjectGraphType { Name = "NodeRelationshipsEdge", Description = "A relationship of a node, and the node at its other end." };
        var connection = BuildConnection("NodeRelationships", edge, _node, "Relationships of a node, a page of them.");
        Add(edge, "type", Required(_relationshipType), "The relationship's type.", new FieldMeaning.TypeName());
        Add(edge, "forward", Required(_boolean), "Whether it starts at the node that was asked, not at `node`.", new FieldMeaning.Forward());
        AddRelationship(edge, []);
        return connection;
    }
}
