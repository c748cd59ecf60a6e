using System.Diagnostics;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Finds the nodes and relationships that have a value of the wrong type, so that the log can name them. It looks at the whole graph, but
/// only after such a value was met, by one request at a time, and for at most <see cref="s_longest"/>.
/// </summary>
internal sealed class StoredValueSearch(INeo4jClient client, GraphModel model, TimeProvider clock) : IDisposable
{
    private const int MaxFound = 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);
    /// <summary>What was found is not searched for again for so long: every request may meet the same value.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private (string? Text, long At, string Found)? _last;

    /// <summary>Finds up to ten wrong values.</summary>
    /// <param name="text">The value that was met, if it is text. Text has the right type for Neo4j, so it is searched for by itself.</param>
    /// <returns>The values' places, such as "country:PAN.name" (empty: there are none), and whether that was searched now.</returns>
    public async ValueTask<(string Found, bool IsNew)> Find(string? text, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (_last is { } last && last.Text == text && clock.GetElapsedTime(last.At) < s_interval)
                return (last.Found, false);
            var found = await Search(text, stop);
            _last = (text, clock.GetTimestamp(), found);
            return (found, true);
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<string> Search(string? text, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_longest);
        try
        {
            List<string> found = [];
            await client.Read(
                s_find, json => WriteParameters(json, text), [],
                (ref Utf8JsonReader value) => found = [.. StoreNode.ReadList(ref value).Select(v => v.GetString()!)],
                limited.Token);
            return string.Join(", ", found);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return $"unknown, because the search for it failed ({e.Message})";
        }
    }

    /// <summary>
    /// Returns the places of wrong values as a list of texts. The parameters say what each property must be: one text with every type and
    /// property in it would take Neo4j seconds to plan.
    /// </summary>
    private static readonly Statement s_find = new("find wrong values", ((CypherText)$$"""
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
        WITH place LIMIT {{MaxFound}}
        RETURN collect(place) AS data
        """).ToString());

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
    private static readonly Property[] s_ofRelationships =
    [
        new(GraphLayout.Since.Text, ScalarKind.PartialDate, ""),
        new(GraphLayout.Until.Text, ScalarKind.PartialDate, ""),
        new(GraphLayout.Claims.Text, ScalarKind.Id, "") { IsList = true },
    ];

    private void WriteParameters(Utf8JsonWriter json, string? text)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteStartObject("nodes");
        foreach (var type in model.NodeTypes)
            WriteProperties(json, type.Name, [s_id, .. type.Properties], text);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        foreach (var type in model.RelationshipTypes)
            WriteProperties(json, type.Name, [.. s_ofRelationships, .. type.Properties], text);
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

    public void Dispose() => _one.Dispose();
}
