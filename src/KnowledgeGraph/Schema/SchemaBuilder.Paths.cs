using GraphQL.Types;

namespace KnowledgeGraph.Schema;

/// <summary>How two nodes are connected.</summary>
internal sealed partial class SchemaBuilder
{
    private const string Walked = "Relationships are walked in both directions; without `types` all but those with a report or a claim at an end.";

    private readonly ObjectGraphType _relationship = new() { Name = "Relationship", Description = "A stored relationship, from one node to another." };

    private void AddPaths(ObjectGraphType query)
    {
        BuildRelationship();
        var paths = Add(query, "paths", RequiredList(BuildPath()),
            $"The ways from one node to another: all shortest, then longer ones that pass no node twice. {Walked} By length, then independent origins "
            + "(most first), the ids of its nodes, the types of its relationships, then step by step: forward first, since, until (none last), first "
            + "claim's id. None for an unknown id.",
            new FieldMeaning.Paths());
        AddEnds(paths);
        paths.Arguments!.Add(new QueryArgument(_int)
        {
            Name = "first",
            Description = $"How many, at most {GraphSchema.MaxPageSize}.",
            DefaultValue = GraphSchema.DefaultPaths,
        });
        var connected = Add(query, "connected", _int,
            $"How many relationships the shortest way from one node to the other has: 0 from a node to itself, null for none within `maxLength` or for an unknown id. {Walked}",
            new FieldMeaning.Connected());
        AddEnds(connected);
    }

    private void AddEnds(FieldType field)
    {
        field.Arguments!.Add(new QueryArgument(Required(_id)) { Name = "from", Description = "The id of the node where it starts." });
        field.Arguments.Add(new QueryArgument(Required(_id)) { Name = "to", Description = "The id of the node where it ends." });
        field.Arguments.Add(new QueryArgument(_int)
        {
            Name = "maxLength",
            Description = $"The most relationships that it may have, at most {GraphSchema.MaxPathLength}.",
            DefaultValue = GraphSchema.DefaultPathLength,
        });
        AddTypes(field, "all but those with a report or a claim at an end unless told");
    }

    private ObjectGraphType BuildPath()
    {
        var step = new ObjectGraphType { Name = "PathStep", Description = "One relationship of a path, as it is walked." };
        Add(step, "from", Required(_node), "The node that it comes from.", new FieldMeaning.StartNode());
        Add(step, "to", Required(_node), "The node that it leads to.", new FieldMeaning.EndNode());
        Add(step, "forward", Required(_boolean), "Whether the relationship starts at `from`.", new FieldMeaning.Forward());
        Add(step, "relationship", Required(_relationship), "The relationship.", new FieldMeaning.Relationship());

        var path = new ObjectGraphType { Name = "Path", Description = "One way from a node to another, on which no node comes twice." };
        Add(path, "length", Required(_int), "How many relationships it has.", new FieldMeaning.Length());
        Add(path, "nodes", RequiredList(_node), "Its nodes, both ends among them.", new FieldMeaning.Nodes());
        Add(path, "steps", RequiredList(step), "Its relationships.", new FieldMeaning.Steps());
        Add(path, "independentOrigins", _int, "How many independent origins report its weakest step; null without steps.", new FieldMeaning.IndependentOrigins());
        return path;
    }

    private void BuildRelationship()
    {
        Add(_relationship, "type", Required(_relationshipType), "Its type.", new FieldMeaning.TypeName());
        Add(_relationship, "from", Required(_node), "The node where it starts.", new FieldMeaning.StartNode());
        Add(_relationship, "to", Required(_node), "The node where it ends.", new FieldMeaning.EndNode());
        AddRelationship(_relationship, []);
    }
}
