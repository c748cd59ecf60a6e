using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>Statements that prepare a database of Neo4j: its version, constraints and indexes, and upgrades of its layout.</summary>
public static class SchemaStatements
{
    /// <summary>Returns the versions of Neo4j.</summary>
    public static Statement Version { get; } = new(
        "version", "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions AS data");

    /// <summary>Creates all missing constraints and indexes: of the graph, its history, its proposals, its redirects and large changes. Each statement needs its own transaction.</summary>
    public static Statement[] All(GraphModel model) => [StoreNode.Constrain, .. HistoryStatements.Prepare, .. ProposalStatements.Prepare, RedirectStatements.Constrain, StagedStatements.Constrain, .. Prepare(model)];

    /// <summary>Creates the missing ones of the graph itself.</summary>
    public static IEnumerable<Statement> Prepare(GraphModel model)
    {
        var layout = new GraphLayout(model);
        yield return Unique("Entity_id", GraphLayout.Entity, GraphLayout.Id);
        yield return WordIndex(GraphLayout.Entity);
        foreach (var type in model.NodeTypes)
        {
            foreach (var property in type.Properties.Where(p => p.IsUnique))
                yield return Unique($"{type.Name}_{property.Name}", Name.Of(type), layout.Folded(property, false));
            yield return WordIndex(Name.Of(type));
        }
        foreach (var type in model.Collections)
        {
            yield return Range($"{type.Name}_name", Name.Of(type), GraphLayout.FoldedName);
            yield return Range($"{type.Name}_order", Name.Of(type), GraphLayout.Order);
            foreach (var date in type.Properties.Where(p => p is { Kind: ScalarKind.PartialDate, IsList: false }))
                yield return Range($"{type.Name}_{date.Name}", Name.Of(type), Name.Of(date));
        }
        foreach (var type in model.RelationshipTypes)
            foreach (var order in s_edgeOrders)
                // CREATE RANGE INDEX PARTY_TO_out IF NOT EXISTS FOR ()-[r:PARTY_TO]-() ON (r._out)
                yield return new Statement($"index {type.Name}{order.Text}", $"CREATE RANGE INDEX {Name.Added(type.Name + order.Text)} IF NOT EXISTS FOR ()-[r:{Name.Of(type)}]-() ON (r.{order})");
    }

    private static readonly Name[] s_edgeOrders = [GraphLayout.Out, GraphLayout.In];

    /// <summary>Adds what a database of an earlier format lacks, and drops what is no longer needed. Each statement makes its own transactions, and can be repeated.</summary>
    public static IEnumerable<Statement> Upgrade(GraphModel model) =>
    [
        new("drop Entity_name", "DROP INDEX Entity_name IF EXISTS"),
        .. model.NodeTypes.Select(UpgradeNodes),
        .. model.RelationshipTypes.Select(UpgradeRelationships),
        StampNodes,
        .. model.RelationshipTypes.Select(StampRelationships),
    ];

    /// <summary>Gives nodes without a revision the version of the graph.</summary>
    private static Statement StampNodes { get; } = new("upgrade revisions of nodes",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        MATCH (n:{{GraphLayout.Entity}})
        WHERE n.{{GraphLayout.Revision}} IS NULL
        CALL (s, n) {
          SET n.{{GraphLayout.Revision}} = s.version
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    private static Statement StampRelationships(RelationshipType type) => new($"upgrade revisions of {type.Name}",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        MATCH (:{{GraphLayout.Entity}})-[r:{{Name.Of(type)}}]->(:{{GraphLayout.Entity}})
        WHERE r.{{GraphLayout.Revision}} IS NULL
        CALL (s, r) {
          SET r.{{GraphLayout.Revision}} = s.version
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    private static Statement UpgradeNodes(NodeType type) => new($"upgrade {type.Name}",
        $$"""
        MATCH (n:{{Name.Of(type)}})
        WHERE n.{{GraphLayout.Order}} IS NULL
        CALL (n) {
          SET n.{{GraphLayout.Order}} = {{GraphLayout.OrderOf($"n", type)}}
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    private static Statement UpgradeRelationships(RelationshipType type) => new($"upgrade {type.Name}",
        $$"""
        MATCH (a:{{GraphLayout.Entity}})-[r:{{Name.Of(type)}}]->(b:{{GraphLayout.Entity}})
        WHERE r.{{GraphLayout.Tie}} IS NULL
        CALL (a, r, b) {
          SET r.{{GraphLayout.Tie}} = {{GraphLayout.TieOf(GraphLayout.TieValues($"r", type))}}
          {{GraphLayout.SetEdgeOrders}}
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    /// <summary>Waits until all indexes are online, for at most 300 seconds.</summary>
    public static Statement AwaitIndexes { get; } = new("await indexes", "CALL db.awaitIndexes(300)");

    // CREATE TEXT INDEX Entity_words IF NOT EXISTS FOR (n:Entity) ON (n._words)
    private static Statement WordIndex(Name label) => new(
        $"index {label.Text}_words", $"CREATE TEXT INDEX {Name.Added(label.Text + "_words")} IF NOT EXISTS FOR (n:{label}) ON (n.{GraphLayout.Words})");

    private static Statement Unique(string name, Name label, Name property) =>
        // CREATE CONSTRAINT Country_iso2 IF NOT EXISTS FOR (n:Country) REQUIRE n._iso2 IS UNIQUE
        new($"constraint {name}", $"CREATE CONSTRAINT {Name.Added(name)} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{property} IS UNIQUE");

    private static Statement Range(string name, Name label, Name property) =>
        // CREATE RANGE INDEX Country_name IF NOT EXISTS FOR (n:Country) ON (n._name)
        new($"index {name}", $"CREATE RANGE INDEX {Name.Added(name)} IF NOT EXISTS FOR (n:{label}) ON (n.{property})");
}
