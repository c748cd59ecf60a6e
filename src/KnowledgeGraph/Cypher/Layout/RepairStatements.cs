using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statements of a repair. They add labels and properties, and leave all others as they are.</summary>
internal static class RepairStatements
{
    /// <summary>The rows are {element, values}. A value of null removes a property.</summary>
    public static Statement Mend(NodeType type) => new($"repair {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (n)
        WHERE elementId(n) = row.element
        SET n:{{CypherText.Join(":", GraphLayout.LabelsOf(type).Select(l => (CypherText)$"{l}"))}}, n += row.values,
          n.{{GraphLayout.RecordedAt}} = coalesce(n.{{GraphLayout.RecordedAt}}, datetime({epochMillis: $at}))
        """);

    /// <inheritdoc cref="Mend(NodeType)"/>
    public static Statement MendRelationships { get; } = new("repair relationships",
        $$"""
        UNWIND $rows AS row
        MATCH ()-[r]->()
        WHERE elementId(r) = row.element
        SET r += row.values, r.{{GraphLayout.RecordedAt}} = coalesce(r.{{GraphLayout.RecordedAt}}, datetime({epochMillis: $at}))
        """);

    /// <summary>All properties of a node as the layout has them, by name.</summary>
    public static Dictionary<string, JsonElement> PropertiesOf(GraphLayout layout, NodeRecord node)
    {
        var all = Read(json => new RecordWriter(layout).Write(json, node with { RecordedAt = null }));
        return all.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
    }

    /// <summary>All properties of a relationship as the layout has them, by name.</summary>
    /// <param name="fromOrder">The sort key of the node where it starts.</param>
    /// <param name="toOrder">The sort key of the node where it ends.</param>
    public static Dictionary<string, JsonElement> PropertiesOf(GraphLayout layout, RelationshipRecord relationship, string fromOrder, string toOrder)
    {
        var all = Read(json => new RecordWriter(layout).Write(json, relationship with { RecordedAt = null })).GetProperty("properties")
            .EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var tie = all[GraphLayout.Tie.Text].GetString();
        all[GraphLayout.Out.Text] = JsonSerializer.SerializeToElement($"{relationship.From} {toOrder}{tie}");
        all[GraphLayout.In.Text] = JsonSerializer.SerializeToElement($"{relationship.To} {fromOrder}{tie}");
        return all;
    }

    private static JsonElement Read(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        stream.Position = 0;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <summary>The names of the computed properties that nodes of a type can have, without <c>_revision</c>.</summary>
    public static IEnumerable<string> ComputedOf(GraphLayout layout, NodeType type) =>
    [
        GraphLayout.Order.Text, GraphLayout.Words.Text, GraphLayout.NameWords.Text, GraphLayout.Start.Text, GraphLayout.End.Text,
        .. type.Properties.Where(GraphLayout.IsFolded).Select(p => layout.Folded(p, isEdge: false).Text),
    ];

    /// <inheritdoc cref="ComputedOf(GraphLayout, NodeType)"/>
    public static IEnumerable<string> ComputedOf(GraphLayout layout, RelationshipType type) =>
    [
        GraphLayout.Key.Text, GraphLayout.FirstClaim.Text, GraphLayout.Tie.Text, GraphLayout.Out.Text, GraphLayout.In.Text, GraphLayout.Start.Text, GraphLayout.End.Text,
        .. type.Properties.Where(GraphLayout.IsFolded).Select(p => layout.Folded(p, isEdge: true).Text),
    ];
}
