using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>A field of nodes as a property of the service: the same field of one type or several.</summary>
/// <param name="Id">The name of the field.</param>
internal sealed record ServiceProperty(string Id, string Description, ImmutableArray<ServiceProperty.Field> Fields)
{
    /// <summary>The field of one type: a property or a relationship.</summary>
    public sealed record Field(NodeType Type, Property? Property, RelationshipField? Relationship)
    {
        public bool IsList => Relationship?.IsList ?? Property!.IsList;

        /// <summary>Equal for fields that can have one name in a response.</summary>
        public string Shape => Relationship is null ? Property!.TypeText : IsList ? "connection" : "node";
    }

    /// <summary>The name for people: <c>statusAsOf</c> is <c>status as of</c>.</summary>
    public string Name => string.Concat(Id.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    public RelationshipField? Relationship => Fields[0].Relationship;

    /// <summary>Adds the field to a selection, for each of the types that has it.</summary>
    /// <param name="values">The maximum number of nodes of a relationship.</param>
    public void Select(StringBuilder document, IEnumerable<NodeType> types, int values)
    {
        foreach (var field in Fields.Where(f => types.Contains(f.Type)))
        {
            document.Append("... on ").Append(field.Type.Name).Append(" { ").Append(KeyOf(field)).Append(": ").Append(Id);
            if (field.Relationship is not null && field.IsList)
                document.Append("(first: ").Append(values).Append(") { nodes { ...N } }");
            else if (field.Relationship is not null)
                document.Append(" { ...N }");
            document.Append(" } ");
        }
    }

    /// <summary>The name of the field in a response. Fields of different shapes need different names.</summary>
    private string KeyOf(Field field) => field.Shape == Fields[0].Shape ? Id : $"{Id}_{field.Type.Name}";

    /// <summary>The values of a node in a response.</summary>
    public IEnumerable<(Field Field, JsonElement Value)> ValuesOf(JsonElement node)
    {
        var type = node.GetProperty("__typename").GetString();
        if (Fields.FirstOrDefault(f => f.Type.Name == type) is not { } field || !node.TryGetProperty(KeyOf(field), out var value))
            return [];
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("nodes", out var nodes))
            value = nodes;
        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => value.EnumerateArray().Select(v => (field, v)),
            _ => [(field, value)],
        };
    }

    /// <summary>The texts that a value is compared as: for a node, its id and its name.</summary>
    public static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? [value.GetProperty("id").GetString()!, value.GetProperty("displayName").GetString()!] : [value.ToString()];
}
