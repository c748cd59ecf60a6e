using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>Connections whose nodes are relationships: `relationships` of the whole graph, and `supports` of a claim.</summary>
internal sealed class RelationshipListTypes(SchemaTypes types, ConnectionTypes connections, RelationshipTypes relationships, FieldArguments arguments)
{
    private readonly UnionType _anyNode = new("Node", "") { Members = types.Model.NodeTypes };

    /// <summary>Adds the relationships of the whole graph to the root.</summary>
    public void AddTo(ObjectGraphType query)
    {
        var edge = new ObjectGraphType { Name = "RelationshipEdge", Description = "Relationship and its cursor." };
        var connection = connections.Build("Relationship", edge, relationships.Any, "Page of relationships.");
        var field = Add(
            query, "relationships", Required(connection), "Relationships of the whole graph, also those of reports and claims, ordered by type, `from`, `to` and `since` unless `order` is given.",
            new FieldMeaning.AllRelationships());
        arguments.AddRelationshipTypes(field, "Types to return. Default: all.");
        AddChoice(field);
    }

    /// <summary>Adds the relationships that rest on a claim to the type of claims.</summary>
    public void AddSupports(ObjectGraphType claim)
    {
        var edge = new ObjectGraphType { Name = "SupportedRelationshipEdge", Description = "Relationship that rests on a claim." };
        var connection = connections.Build("SupportedRelationship", edge, relationships.Any, "Page of relationships that rest on a claim.");
        Add(edge, "stance", Required(types[types.Model.Evidence.Stance.Enum!.Name]), "Whether the claim asserts or denies the relationship.", new FieldMeaning.Leaf(Leaf.Stance));
        AddChoice(Add(claim, "supports", Required(connection), "Relationships that rest on the claim, ordered by type, `from`, `to` and `since` unless `order` is given.", new FieldMeaning.Supports()));
        arguments.AddDate(claim.Fields.Find("supports")!);
    }

    private void AddChoice(FieldType field)
    {
        field.Arguments!.Add(new QueryArgument(types.Filters.AnyRelationship(types.Model.RelationshipTypeNames, _anyNode)) { Name = "where" });
        field.Arguments.Add(new QueryArgument(new ListGraphType(new NonNullGraphType(types.Filters.AnyRelationshipSort(_anyNode)))) { Name = "order" });
        arguments.AddPage(field);
    }
}
