using System.Diagnostics;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statement that finds nodes and relationships with a value of the wrong type, and its parameters.</summary>
internal static class WrongValues
{
    /// <summary>
    /// Returns the places of wrong values as a list of texts. The parameters say what each property must be: one text with every type and
    /// property in it would take Neo4j seconds to plan.
    /// </summary>
    public static Statement Find(int limit) => new("find wrong values", $$"""
        CALL () {
          MATCH (n:{{GraphLayout.Entity}})
          UNWIND $nodes[head([label IN labels(n) WHERE label IN keys($nodes)])] AS property
          WITH n[property.name] AS value, property, {{IdOf($"n")}} AS owner
          {{WhereWrong}}
          UNION ALL
          MATCH (a)-[r]->(b)
          UNWIND $relationships[type(r)] AS property
          WITH r[property.name] AS value, property, {{IdOf($"a")}} + ' ' + type(r) + ' ' + {{IdOf($"b")}} AS owner
          {{WhereWrong}}
        }
        WITH place LIMIT {{limit}}
        RETURN collect(place) AS data
        """);

    private static CypherText IdOf(CypherText node) => $"coalesce(toStringOrNull({node}.{GraphLayout.Id}), elementId({node}))";

    /// <summary>A time must have a year that responses can show, and a number must be finite.</summary>
    private static CypherText WhereWrong => $"""
        WHERE CASE
            WHEN value IS NULL THEN property.isRequired
            WHEN property.isList THEN value IS NOT :: LIST<STRING NOT NULL>
            WHEN property.type = 'TEXT' THEN value IS NOT :: STRING OR (property.isWrongText AND value = $text)
            WHEN property.type = 'NUMBER' THEN value IS NOT :: INTEGER | FLOAT OR NOT abs(toFloatOrNull(value)) <= 1.7976931348623157e308
            WHEN property.type = 'TIME' THEN CASE WHEN value IS :: ZONED DATETIME THEN NOT 0 < value.year < 10000 ELSE true END
            ELSE value IS NOT :: BOOLEAN
          END
          RETURN owner + '.' + property.name AS place
        """;

    private static readonly Property s_id = new(GraphLayout.Id.Text, ScalarKind.Id, "") { IsRequired = true };
    private static readonly Property[] s_relationshipProperties =
    [
        new(GraphLayout.Since.Text, ScalarKind.PartialDate, ""),
        new(GraphLayout.Until.Text, ScalarKind.PartialDate, ""),
        new(GraphLayout.Claims.Text, ScalarKind.Id, "") { IsList = true },
    ];

    /// <param name="text">A text that is a wrong value of some property; null if the wrong value is no text.</param>
    public static void WriteParameters(Utf8JsonWriter json, GraphModel model, string? text)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteStartObject("nodes");
        foreach (var type in model.NodeTypes)
            WriteProperties(json, type.Name, [s_id, .. type.Properties], text);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        foreach (var type in model.RelationshipTypes)
            WriteProperties(json, type.Name, [.. s_relationshipProperties, .. type.Properties], text);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, string type, IEnumerable<Property> properties, string? text)
    {
        json.WriteStartArray(type);
        foreach (var property in properties)
            WriteProperty(
                json, property.Name, TypeOf(property.Type.Form), property.IsRequired, property.IsList, text is not null && !PropertyRules.IsValid(property, text));
        WriteProperty(json, GraphLayout.RecordedAt.Text, "TIME", isRequired: true, isList: false, isWrongText: false);
        WriteProperty(json, GraphLayout.Revision.Text, "NUMBER", isRequired: true, isList: false, isWrongText: false);
        json.WriteEndArray();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string type, bool isRequired, bool isList, bool isWrongText)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("type", type);
        json.WriteBoolean("isRequired", isRequired);
        json.WriteBoolean("isList", isList);
        json.WriteBoolean("isWrongText", isWrongText);
        json.WriteEndObject();
    }

    private static string TypeOf(ScalarForm form) => form switch
    {
        ScalarForm.Whole or ScalarForm.Number => "NUMBER",
        ScalarForm.Boolean => "BOOLEAN",
        ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum => "TEXT",
        _ => throw new UnreachableException($"{form}"),
    };
}
