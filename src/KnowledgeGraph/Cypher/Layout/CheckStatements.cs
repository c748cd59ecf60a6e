using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// The statements of a check, which read what is in a database whatever its form. Pages are ranges of Neo4j's own ids, so that a node without a label or
/// property is read too. Each returns one list.
/// </summary>
internal static class CheckStatements
{
    private static readonly Name[] s_own = [GraphLayout.Store, GraphLayout.Change, GraphLayout.Entry, GraphLayout.Proposal, GraphLayout.Redirect, GraphLayout.Seed];

    /// <summary>Returns [the largest of Neo4j's own ids of nodes, and of relationships]; null if there are none.</summary>
    public static Statement Last { get; } = new("largest ids",
        """
        CALL () { MATCH (n) RETURN max(id(n)) AS node }
        CALL () { MATCH ()-[r]->() RETURN max(id(r)) AS relationship }
        RETURN [node, relationship] AS data
        """);

    /// <summary>Returns {element, labels, values, recordedAt, isStated} of each node. Of a node without a label of the model, it returns no values.</summary>
    public static Statement Nodes(GraphModel model) => new("check nodes",
        $$"""
        MATCH (n)
        WHERE id(n) IN range($from, $to) AND NOT n:{{CypherText.Join("|", s_own.Select(o => (CypherText)$"{o}"))}}
        RETURN collect({element: elementId(n), labels: labels(n),
          values: CASE WHEN any(label IN labels(n) WHERE label IN $labels) THEN {{ValuesOf($"n")}} ELSE [] END, recordedAt: {{TimeOf($"n")}},
          isStated: EXISTS { (n)-[:{{Name.Of(model.Evidence.StatedIn)}}|{{Name.Of(model.Evidence.PrintedIn)}}]->(:{{Name.Of(model.Evidence.Report)}}) } }) AS data
        """);

    /// <summary>Returns {element, type, from, to, values, recordedAt} of each relationship. An end is {element, labels, id, names}: the texts that can be its name.</summary>
    public static Statement Relationships(GraphModel model) => new("check relationships",
        $$"""
        MATCH (a)-[r]->(b)
        WHERE id(r) IN range($from, $to)
        RETURN collect({element: elementId(r), type: type(r), from: {{EndOf($"a", model)}}, to: {{EndOf($"b", model)}}, values: {{ValuesOf($"r")}}, recordedAt: {{TimeOf($"r")}}}) AS data
        """);

    /// <summary>Returns [state, type, labels or types, properties, whether it belongs to a constraint] of each index.</summary>
    public static Statement Indexes { get; } = new("check indexes",
        """
        SHOW INDEXES YIELD state, type, labelsOrTypes, properties, owningConstraint
        RETURN collect([state, type, labelsOrTypes, properties, owningConstraint IS NOT NULL]) AS data
        """);

    /// <summary>Returns [the first version of the history, the last, the number of versions].</summary>
    public static Statement History { get; } = new("check history", $"MATCH (c:{GraphLayout.Change}) RETURN [min(c.version), max(c.version), count(c)] AS data");

    /// <summary>Returns [version, number of entries that it should have, that it has] of changes that have lost entries, at most 100.</summary>
    public static Statement IncompleteChanges { get; } = new("check changes",
        $$"""
        MATCH (c:{{GraphLayout.Change}})
        WITH c, COUNT { MATCH (e:{{GraphLayout.Entry}} {version: c.version}) } AS found
        WHERE found <> c.entries
        WITH c, found ORDER BY c.version LIMIT 100
        RETURN collect([c.version, c.entries, found]) AS data
        """);

    /// <summary>The entries about nodes and relationships, by their ids, oldest first.</summary>
    public static Statement EntriesOf { get; } = new("entries of records",
        $$"""
        UNWIND $rows AS subject
        MATCH (e:{{GraphLayout.Entry}} {subject: subject})
        WITH e ORDER BY e.version, e.position
        RETURN collect(properties(e)) AS data
        """);

    /// <summary>The next ids of what entries are about after <c>$after</c>, at most <c>$count</c>, in their order.</summary>
    public static Statement SubjectsAfter { get; } = new("subjects of entries",
        $$"""
        MATCH (e:{{GraphLayout.Entry}})
        WHERE e.subject > $after
        WITH DISTINCT e.subject AS subject ORDER BY subject LIMIT $count
        RETURN collect(subject) AS data
        """);

    /// <summary>Each property as [name, type, value]. A date, a time or a number that JSON cannot have is text; a list of other things than texts, or a point, is null.</summary>
    public static CypherText ValuesOf(CypherText owner) =>
        $"[key IN keys({owner}) | [key, valueType({owner}[key]), CASE WHEN {owner}[key] IS :: STRING | BOOLEAN | INTEGER | LIST<STRING NOT NULL> OR abs(toFloatOrNull({owner}[key])) <= 1.7976931348623157e308 THEN {owner}[key] ELSE toStringOrNull({owner}[key]) END]]";

    private static CypherText TimeOf(CypherText owner) => $"CASE WHEN {owner}.{GraphLayout.RecordedAt} IS :: ZONED DATETIME THEN {owner}.{GraphLayout.RecordedAt}.epochMillis END";

    private static CypherText EndOf(CypherText node, GraphModel model)
    {
        var names = NamesOf(model).Select(n => TextOf($"{node}.{Name.Added(n)}"));
        return $"{{element: elementId({node}), labels: labels({node}), id: {TextOf($"{node}.{GraphLayout.Id}")}, names: {CypherText.List(names)}}}";
    }

    private static CypherText TextOf(CypherText value) => $"CASE WHEN {value} IS :: STRING THEN {value} END";

    /// <summary>The properties that are the name of some type, in the order of an end's names.</summary>
    public static IEnumerable<string> NamesOf(GraphModel model) => model.NodeTypes.Select(t => t.NameProperty.Name).Distinct();

    /// <summary>Writes the parameters of a page.</summary>
    /// <param name="from">The first of Neo4j's own ids.</param>
    public static Action<Utf8JsonWriter> Page(GraphModel model, long from, int count) => json =>
    {
        json.WriteStartObject();
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, from + count - 1);
        json.WriteStartArray("labels"u8);
        foreach (var label in (IEnumerable<string>)[GraphLayout.Entity.Text, .. model.NodeTypes.Select(t => t.Name), .. model.Interfaces.Select(i => i.Name)])
            json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteEndObject();
    };
}
