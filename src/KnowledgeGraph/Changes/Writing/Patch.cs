using System.Collections.Immutable;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>What a recorded change did to one node or relationship, as it is done again or reversed.</summary>
/// <param name="Type">The name of its type before and after.</param>
/// <param name="Ends">The ends of a relationship; null for a node.</param>
/// <param name="Fields">The fields that differ; if it is added or removed, all fields that have a value.</param>
internal sealed record Patch(ChangeKind Kind, string Id, string Type, (string From, string To)? Ends, ImmutableArray<FieldChange> Fields)
{
    private const string TypeField = "type";

    public static Patch Of(RecordedEntry entry, GraphModel model) => new(
        Enum.Parse<ChangeKind>(entry.Kind, ignoreCase: true), entry.Subject, entry.Type, entry.From is null ? null : (entry.From, entry.To!),
        [.. RecordJson.DecodeFields(entry.Fields, name => TypeOf(model, entry, name))]);

    /// <summary>A type of the same name as a node has, or another one if its type changed.</summary>
    private static ScalarType? TypeOf(GraphModel model, RecordedEntry entry, string field)
    {
        var properties = entry.From is null
            ? model.FindNodeType(entry.Type)?.Properties.Concat(model.NodeTypes.SelectMany(t => t.Properties))
            : model.FindRelationshipType(entry.Type)?.Properties;
        return properties?.FirstOrDefault(p => p.Name == field)?.Type;
    }

    /// <summary>What undoes it.</summary>
    public Patch Reversed => new(
        Kind switch { ChangeKind.Added => ChangeKind.Removed, ChangeKind.Removed => ChangeKind.Added, _ => ChangeKind.Changed },
        Id, TypeChange is { Before: string before } ? before : Type, Ends, [.. Fields.Select(f => new FieldChange(f.Name, f.After, f.Before))]);

    /// <summary>How the type of a node changed; null if it did not.</summary>
    public FieldChange? TypeChange => Kind == ChangeKind.Changed && Ends is null ? Fields.FirstOrDefault(f => f.Name == TypeField) : null;

    /// <summary>What a node was merged into before and afterwards; null if the change was no merge.</summary>
    public FieldChange? Merge => Ends is null ? Fields.FirstOrDefault(f => f.Name == NodeEntry.MergedInto) : null;

    /// <summary>The values of its properties afterwards, over those that a record has.</summary>
    public Dictionary<string, object> Over(ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        var result = values.Where(v => properties.Any(p => p.Name == v.Key)).ToDictionary();
        foreach (var field in Fields.Where(f => properties.Any(p => p.Name == f.Name)))
            if (field.After is { } value)
                result[field.Name] = value;
            else
                result.Remove(field.Name);
        return result;
    }

    /// <summary>The value of a field afterwards, if it is one of the fields.</summary>
    public T? After<T>(string field, T? otherwise) => Fields.FirstOrDefault(f => f.Name == field) is { } change ? (T?)change.After : otherwise;
}
