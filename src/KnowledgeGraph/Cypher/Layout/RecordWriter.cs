using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>Writes records as Neo4j stores them: see <see cref="GraphLayout"/>.</summary>
internal sealed class RecordWriter(GraphLayout layout)
{
    public void Write(Utf8JsonWriter json, NodeRecord node)
    {
        json.WriteStartObject();
        json.WriteString(GraphLayout.Id.Text, node.Id);
        WriteProperties(json, node.Type.Properties, node.Properties, isEdge: false);
        json.WriteNumber(GraphLayout.Revision.Text, node.Revision);
        WriteRecordedAt(json, node.RecordedAt);
        json.WriteString(GraphLayout.Order.Text, OrderOf(node));
        var searched = node.Type.Properties.Where(p => p.IsSearched).ToList();
        json.WriteString(GraphLayout.NameWords.Text, WordsOf(node, searched[..1]));
        json.WriteString(GraphLayout.Words.Text, WordsOf(node, searched));
        if (node.Type.Lifespan is { } lifespan)
            WriteSpan(json, StartOf(node, lifespan), EndOf(node, lifespan));
        json.WriteEndObject();
    }

    /// <summary>Writes a node's id and its sort key.</summary>
    public static void WriteOrder(Utf8JsonWriter json, NodeRecord node)
    {
        json.WriteStartObject();
        json.WriteString("id", node.Id);
        json.WriteString("order", OrderOf(node));
        json.WriteEndObject();
    }

    public static string OrderOf(NodeRecord node) => GraphLayout.OrderOf((string)node.Properties[node.Type.NameProperty.Name], node.Id);

    /// <summary>All words, each between blanks, so that a search for a blank and a prefix finds the start of a word.</summary>
    private static string WordsOf(NodeRecord node, IEnumerable<Property> properties) => " " + string.Concat(
        from property in properties
        from text in TextsOf(node.Properties.GetValueOrDefault(property.Name))
        from word in Words.Of(Folding.Fold(text))
        select word + " ");

    private static IEnumerable<string> TextsOf(object? value) => value switch
    {
        string text => [text],
        IEnumerable<string> several => several,
        null => [],
        _ => throw new UnreachableException($"{value}"),
    };

    private static string? StartOf(NodeRecord node, Lifespan lifespan) =>
        lifespan.Starts.Select(s => node.Properties.GetValueOrDefault(s.Name) as string).FirstOrDefault(s => s is not null);

    private static string? EndOf(NodeRecord node, Lifespan lifespan)
    {
        if (node.Properties.GetValueOrDefault(lifespan.End.Name) is string ended)
            return ended;
        var isOver = node.Properties.GetValueOrDefault(lifespan.Status.Name) is string status && lifespan.Status.Enum!.Values[lifespan.Status.Enum.IndexOf(status)].IsOver;
        return isOver ? node.Properties.GetValueOrDefault(lifespan.StatusAsOf.Name) as string : null;
    }

    public void Write(Utf8JsonWriter json, RelationshipRecord relationship)
    {
        json.WriteStartObject();
        WriteEnds(json, relationship);
        WriteRecordedAt(json, relationship.RecordedAt);
        json.WriteStartObject("properties");
        json.WriteString(GraphLayout.Key.Text, KeyOf(relationship));
        json.WriteNumber(GraphLayout.Revision.Text, relationship.Revision);
        WriteIfAny(json, GraphLayout.Since, relationship.Since);
        WriteIfAny(json, GraphLayout.Until, relationship.Until);
        WriteList(json, GraphLayout.Claims.Text, relationship.Claims);
        var firstClaim = relationship.Claims.Min(StringComparer.Ordinal);
        WriteIfAny(json, GraphLayout.FirstClaim, firstClaim);
        var keys = relationship.Type.Properties.Where(p => p.IsKey).Select(p => relationship.Properties.GetValueOrDefault(p.Name) as string);
        json.WriteString(GraphLayout.Tie.Text, GraphLayout.TieOf([relationship.Since, relationship.Until, firstClaim, .. keys]));
        WriteProperties(json, relationship.Type.Properties, relationship.Properties, isEdge: true);
        if (relationship.Type.SeenOn is { } seenOn)
        {
            var days = TextsOf(relationship.Properties.GetValueOrDefault(seenOn.Name)).ToList();
            WriteSpan(
                json, relationship.Since ?? days.Min(StringComparer.Ordinal),
                relationship.Until ?? (relationship.Since is null ? days.MaxBy(d => d, Comparer<string>.Create(PartialDate.CompareLastDay)) : null));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes what identifies a stored relationship of a type.</summary>
    public static void WriteKey(Utf8JsonWriter json, RelationshipRecord relationship)
    {
        json.WriteStartObject();
        WriteEnds(json, relationship);
        json.WriteEndObject();
    }

    private static void WriteEnds(Utf8JsonWriter json, RelationshipRecord relationship)
    {
        json.WriteString("from", relationship.From);
        json.WriteString("to", relationship.To);
        json.WriteString("key", KeyOf(relationship));
    }

    /// <summary>The rest of <see cref="RelationshipRecord.Key"/> after its type and ends.</summary>
    public static string KeyOf(RelationshipRecord relationship) =>
        relationship.Key[Math.Min(relationship.Key.Length, $"{relationship.Type.Name} {relationship.From} {relationship.To} ".Length)..];

    private static void WriteRecordedAt(Utf8JsonWriter json, long? time)
    {
        if (time is { } milliseconds)
            json.WriteNumber(GraphLayout.RecordedAt.Text, milliseconds);
    }

    private void WriteProperties(Utf8JsonWriter json, IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values, bool isEdge)
    {
        foreach (var property in properties)
        {
            if (!values.TryGetValue(property.Name, out var value))
                continue;
            switch (value)
            {
                case string text: json.WriteString(property.Name, text); break;
                case bool flag: json.WriteBoolean(property.Name, flag); break;
                case long number: json.WriteNumber(property.Name, number); break;
                case double number: WriteFloat(json, property.Name, number); break;
                case IEnumerable<string> list: WriteList(json, property.Name, list); break;
                default: throw new UnreachableException($"{value}");
            }
            if (!GraphLayout.IsFolded(property))
                continue;
            if (value is string whole)
                json.WriteString(layout.Folded(property, isEdge).Text, Folding.Fold(whole));
            else
                WriteList(json, layout.Folded(property, isEdge).Text, TextsOf(value).Select(Folding.Fold));
        }
    }

    /// <summary>Writes a floating number with a dot or an exponent, because without them it would be a whole number in Neo4j. -0 is written as 0.</summary>
    private static void WriteFloat(Utf8JsonWriter json, string name, double number)
    {
        var text = (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture);
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    private static void WriteSpan(Utf8JsonWriter json, string? start, string? end)
    {
        WriteIfAny(json, GraphLayout.Start, start);
        WriteIfAny(json, GraphLayout.End, end);
    }

    private static void WriteIfAny(Utf8JsonWriter json, Name name, string? text)
    {
        if (text is not null)
            json.WriteString(name.Text, text);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
