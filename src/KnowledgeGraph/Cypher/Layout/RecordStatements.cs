using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statements that fetch stored records; each returns one list.</summary>
internal static class RecordStatements
{
    private static readonly CypherText s_relationships =
        $"RETURN collect({{type: type(r), from: startNode(r).{GraphLayout.Id}, to: endNode(r).{GraphLayout.Id}, properties: properties(r)}}) AS data";

    /// <summary>Nodes by their ids.</summary>
    public static Statement Nodes { get; } = new("stored nodes",
        $$"""
        UNWIND $rows AS id
        MATCH (n:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: id})
        RETURN collect({labels: labels(n), properties: properties(n)}) AS data
        """);

    /// <summary>The next nodes after the id <c>$after</c>, at most <c>$count</c>, in the order of ids.</summary>
    public static Statement NodesAfter { get; } = new("nodes after an id",
        $$"""
        MATCH (n:{{GraphLayout.Entity}})
        WHERE n.{{GraphLayout.Id}} > $after
        WITH n ORDER BY n.{{GraphLayout.Id}} LIMIT $count
        RETURN collect({labels: labels(n), properties: properties(n), recordedAt: n.{{GraphLayout.RecordedAt}}.epochMillis}) AS data
        """);

    /// <summary>All relationships that start at nodes, by the ids of the nodes.</summary>
    public static Statement From { get; } = new("relationships from nodes",
        $$"""
        UNWIND $rows AS id
        MATCH (n:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: id})-[r]->(m:{{GraphLayout.Entity}})
        RETURN collect({type: type(r), from: id, to: m.{{GraphLayout.Id}}, properties: properties(r), recordedAt: r.{{GraphLayout.RecordedAt}}.epochMillis}) AS data
        """);

    /// <summary>
    /// Nodes of a type by the folded text of a property. Unique properties and the name have an index for it. For others, Neo4j reads every node of the type.
    /// </summary>
    public static Statement ByText(GraphModel model, NodeType type, Property property) => new($"stored {type.Name}.{property.Name}",
        $$"""
        UNWIND $rows AS value
        MATCH (n:{{Name.Of(type)}}:{{GraphLayout.Entity}} {{{new GraphLayout(model).Folded(property, false)}}: value})
        RETURN collect({labels: labels(n), properties: properties(n)}) AS data
        """);

    /// <summary>Which folded texts of a unique property other programs use in nodes that are not of the graph.</summary>
    public static Statement UsedElsewhere(GraphModel model, NodeType type, Property property) => new($"{type.Name}.{property.Name} elsewhere",
        $$"""
        UNWIND $rows AS value
        MATCH (n:{{Name.Of(type)}} {{{new GraphLayout(model).Folded(property, false)}}: value})
        WHERE NOT n:{{GraphLayout.Entity}}
        RETURN collect(value) AS data
        """);

    /// <summary>All relationships of a type between two nodes, one [from, to] per row.</summary>
    public static Statement Between(RelationshipType type) => new($"stored {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: row[0]})-[r:{{Name.Of(type)}}]->(:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: row[1]})
        {{s_relationships}}
        """);

    /// <summary>All relationships of a type that start or end at nodes, by the ids of the nodes.</summary>
    public static Statement OfEnd(RelationshipType type, Direction direction)
    {
        var pattern = direction == Direction.Out ? (CypherText)$"-[r:{Name.Of(type)}]->" : (CypherText)$"<-[r:{Name.Of(type)}]-";
        return new($"stored {type.Name} of an end",
            $$"""
            UNWIND $rows AS id
            MATCH (:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: id}){{pattern}}()
            {{s_relationships}}
            """);
    }

    /// <summary>All relationships that start or end at nodes, by the ids of the nodes.</summary>
    public static Statement OfNode { get; } = new("stored relationships of a node",
        $$"""
        UNWIND $rows AS id
        MATCH (:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: id})-[r]-(:{{GraphLayout.Entity}})
        WITH DISTINCT r
        {{s_relationships}}
        """);

    /// <summary>All relationships that have a claim as evidence, by the ids of the claims. Neo4j reads every relationship for this.</summary>
    public static Statement CarriedBy { get; } = new("stored relationships of a claim",
        $$"""
        MATCH (:{{GraphLayout.Entity}})-[r]->(:{{GraphLayout.Entity}})
        WHERE any(claim IN r.{{GraphLayout.Claims}} WHERE claim IN $rows)
        {{s_relationships}}
        """);

    /// <summary>All relationships that have the id of a node in a property, by the ids of the nodes. Neo4j reads every relationship of the type for this.</summary>
    public static Statement ReferencedBy(RelationshipType type, Property property) => new($"stored {type.Name}.{property.Name}",
        $$"""
        MATCH (:{{GraphLayout.Entity}})-[r:{{Name.Of(type)}}]->(:{{GraphLayout.Entity}})
        WHERE r.{{Name.Of(property)}} IN $rows
        {{s_relationships}}
        """);
}
