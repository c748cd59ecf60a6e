using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>What the history says of one node or relationship in the end.</summary>
internal sealed class HistoryState(GraphModel model)
{
    private readonly Dictionary<string, object?> _fields = [];
    /// <summary>Whether the history has it from its beginning, so that its fields are all.</summary>
    private bool _isWhole;

    /// <summary>Whether it is in the graph.</summary>
    public bool Exists { get; private set; }

    /// <summary>The version that last changed it.</summary>
    public long Version { get; private set; }

    public string Type { get; private set; } = "";

    public (string From, string To)? Ends { get; private set; }

    /// <summary>Takes the next entry about it.</summary>
    public void Add(long version, RecordedEntry entry)
    {
        var fields = RecordJson.DecodeFields(entry.Fields, name => TypeOf(entry.Type, name));
        if (entry.Kind != "CHANGED")
            _fields.Clear();
        (_isWhole, Type, Version, Ends) = (_isWhole || entry.Kind != "CHANGED", entry.Type, version, entry is { From: { } from, To: { } to } ? (from, to) : null);
        foreach (var field in fields)
            _fields[field.Name] = field.After;
        // What is added with it is the id of a merged node.
        Exists = entry.Kind != "REMOVED" && !(entry.Kind == "ADDED" && fields.Exists(f => f.Name == NodeEntry.MergedInto && f.After is not null));
    }

    private ScalarType? TypeOf(string type, string field) =>
        (model.FindNodeType(type)?.FindProperty(field) ?? model.FindRelationshipType(type)?.FindProperty(field))?.Type;

    public object? Find(string field) => _fields.GetValueOrDefault(field);

    /// <summary>The node as the history has it.</summary>
    /// <param name="now">The node as it is. Fields that the history does not know are taken from it.</param>
    public NodeRecord Of(NodeRecord now) => now with { Type = model.FindNodeType(Type) ?? now.Type, Properties = Values(now.Type.Properties, now.Properties), Revision = Version };

    /// <inheritdoc cref="Of(NodeRecord)"/>
    public RelationshipRecord Of(RelationshipRecord now) => now with
    {
        Properties = Values(now.Type.Properties, now.Properties),
        Since = Value(_fields, "since", now.Since),
        Until = Value(_fields, "until", now.Until),
        Claims = Find("evidence") is ImmutableArray<string> claims ? claims : _isWhole || _fields.ContainsKey("evidence") ? [] : now.Claims,
        Revision = Version,
    };

    private string? Value(Dictionary<string, object?> fields, string name, string? now) => fields.TryGetValue(name, out var value) ? value as string : _isWhole ? null : now;

    private Dictionary<string, object> Values(ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> now)
    {
        var values = new Dictionary<string, object>();
        foreach (var property in properties)
            if ((_fields.TryGetValue(property.Name, out var known) || _isWhole ? known : now.GetValueOrDefault(property.Name)) is { } value)
                values.Add(property.Name, value);
        return values;
    }
}
