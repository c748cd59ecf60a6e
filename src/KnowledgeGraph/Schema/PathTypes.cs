using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`paths` and `connected`: how two nodes are connected.</summary>
internal sealed class PathTypes(SchemaTypes types, RelationshipTypes relationships, FieldArguments arguments)
{
    private const string Followed = "Relationships are followed in both directions. Without `types`, those with a report or a claim at an end are not followed.";

    public void AddTo(ObjectGraphType query)
    {
        var paths = Add(query, "paths", RequiredList(BuildPath()),
            $"Returns the shortest paths from one node to another, then longer paths that visit no node twice. {Followed} Paths are ordered by length, "
            + "then by independent origins (most first), the ids of their nodes, and the types and dates of their relationships. Empty if a node does not exist.",
            new FieldMeaning.Paths());
        AddEnds(paths);
        paths.Arguments!.Add(new QueryArgument(types.Int)
        {
            Name = "first",
            Description = $"Maximum number of paths. At most {GraphSchema.MaxPageSize}.",
            DefaultValue = GraphSchema.DefaultPaths,
        });
        var connected = Add(query, "connected", types.Int,
            $"Returns the length of the shortest path from one node to another: 0 from a node to itself, null if there is no path within `maxLength` or a node does not exist. {Followed}",
            new FieldMeaning.Connected());
        AddEnds(connected);
    }

    private void AddEnds(FieldType field)
    {
        field.Arguments!.Add(new QueryArgument(Required(types.Id)) { Name = "from", Description = "Id of the first node." });
        field.Arguments.Add(new QueryArgument(Required(types.Id)) { Name = "to", Description = "Id of the last node." });
        field.Arguments.Add(new QueryArgument(types.Int)
        {
            Name = "maxLength",
            Description = $"Maximum number of relationships. At most {GraphSchema.MaxPathLength}.",
            DefaultValue = GraphSchema.DefaultPathLength,
        });
        arguments.AddRelationshipTypes(field, "Types of the relationships to follow. Default: all types except those with a report or a claim at an end.");
    }

    private ObjectGraphType BuildPath()
    {
        var step = new ObjectGraphType { Name = "PathStep", Description = "Step of a path: a relationship, in the direction in which the path follows it." };
        Add(step, "from", Required(types.Node), "The node at which the step starts.", new FieldMeaning.StartNode());
        Add(step, "to", Required(types.Node), "The node at which the step ends.", new FieldMeaning.EndNode());
        Add(step, "forward", Required(types.Boolean), "Whether the relationship starts at `from`.", new FieldMeaning.Leaf(Leaf.Forward));
        Add(step, "relationship", Required(relationships.Any), "The relationship that the step follows.", new FieldMeaning.Relationship());

        var path = new ObjectGraphType { Name = "Path", Description = "Path between two nodes. It visits no node twice." };
        Add(path, "length", Required(types.Int), "Number of steps.", new FieldMeaning.Leaf(Leaf.Length));
        Add(path, "nodes", RequiredList(types.Node), "Nodes of the path, including both ends.", new FieldMeaning.Nodes());
        Add(path, "steps", RequiredList(step), "Steps of the path, in order.", new FieldMeaning.Steps());
        Add(path, "independentOrigins", types.Int, "Number of independent origins of the step that has the fewest. Null if the path has no steps.", new FieldMeaning.Leaf(Leaf.IndependentOrigins));
        return path;
    }
}
