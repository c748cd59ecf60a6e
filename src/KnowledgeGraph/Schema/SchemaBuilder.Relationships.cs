using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>All relationships of a node, whatever their type.</summary>
internal sealed partial class SchemaBuilder
{
    private readonly EnumerationGraphType _relationshipType = new() { Name = "RelationshipType", Description = "Types of relationships." };
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
            "Relationships of all types, ordered by name and id of the other node, then type, direction and dates. One from the node to itself is listed once.",
            new FieldMeaning.Relationships());
        AddTypes(field, "Types to return. Default: all.");
        field.Arguments!.Add(new QueryArgument(_direction)
        {
            Name = "direction",
            Description = "Direction, seen from the node.",
            DefaultValue = RelationshipDirection.Type.Values[^1].Name,
        });
        AddPage(field);
    }

    private void AddTypes(FieldType field, string description) => field.Arguments!.Add(
        new QueryArgument(new ListGraphType(new NonNullGraphType(_relationshipType))) { Name = "types", Description = description });

    private ObjectGraphType BuildRelationships()
    {
        var edge = new ObjectGraphType { Name = "NodeRelationshipsEdge", Description = "Relationship of a node, of any type." };
        var connection = BuildConnection("NodeRelationships", edge, _node, "Page of relationships of a node.");
        Add(edge, "type", Required(_relationshipType), "Type of the relationship.", new FieldMeaning.TypeName());
        Add(edge, "forward", Required(_boolean), "Whether the relationship starts at the node whose relationships are listed. False if it starts at `node`.", new FieldMeaning.Forward());
        AddRelationship(edge, []);
        return connection;
    }
}
