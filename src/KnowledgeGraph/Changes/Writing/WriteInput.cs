using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>An input object of a write, and its place in the input. A field that is absent was not given; a field that is null was given as null.</summary>
public sealed class WriteInput
{
    private readonly IReadOnlyDictionary<string, object?> _fields;
    private readonly ImmutableArray<string> _path;

    private WriteInput(IReadOnlyDictionary<string, object?> fields, ImmutableArray<string> path) => (_fields, _path) = (fields, path);

    /// <param name="fields">The argument `input` of a field of a mutation, coerced by the schema.</param>
    /// <param name="write">The position of the write in its operation.</param>
    public static WriteInput Of(IReadOnlyDictionary<string, object?> fields, int write) => new(fields, [write.ToString(CultureInfo.InvariantCulture), "input"]);

    /// <summary>The place of the object. Its first part is the position of the write.</summary>
    public JsonLocation Location => new(_path);

    public JsonLocation LocationOf(string field) => new(_path.Add(field));

    /// <summary>The names of the fields that are given, also as null.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>The text of a field, or the digits of a number that is an id; null if it is absent or null.</summary>
    public string? Text(string field) => _fields.GetValueOrDefault(field) is { } given ? Convert.ToString(given, CultureInfo.InvariantCulture) : null;

    public int? Number(string field) => _fields.GetValueOrDefault(field) is { } number ? Convert.ToInt32(number, CultureInfo.InvariantCulture) : null;

    /// <summary>The object in a field; null if it is absent or null.</summary>
    public WriteInput? Object(string field) => _fields.GetValueOrDefault(field) is IReadOnlyDictionary<string, object?> inner ? new WriteInput(inner, _path.Add(field)) : null;

    /// <summary>The objects in a field that is a list or a single object; empty if it is absent or null.</summary>
    public IEnumerable<WriteInput> Objects(string field) => _fields.GetValueOrDefault(field) is IReadOnlyDictionary<string, object?> single
        ? [new WriteInput(single, _path.Add(field))]
        : Items(field).Select((item, i) => new WriteInput((IReadOnlyDictionary<string, object?>)item!, [.. _path, field, i.ToString(CultureInfo.InvariantCulture)]));

    /// <summary>The texts in a field that is a list, each with its place.</summary>
    public IEnumerable<(string Text, JsonLocation Location)> Texts(string field) => _fields.GetValueOrDefault(field) is string single
        ? [(single, LocationOf(field))]
        : Items(field).Select((item, i) => (
            Convert.ToString(item, CultureInfo.InvariantCulture)!, new JsonLocation([.. _path, field, i.ToString(CultureInfo.InvariantCulture)])));

    private IEnumerable<object?> Items(string field) => _fields.GetValueOrDefault(field) switch
    {
        null => [],
        string single => [single],
        IEnumerable list => list.Cast<object?>(),
        var single => [single],
    };

    /// <summary>The properties of a record with those that are given, and defaults for those that are missing. Null resets a property to its default.</summary>
    /// <param name="properties">The properties that a record of the type can have.</param>
    /// <param name="before">The properties that the record has; empty for a new one.</param>
    public Dictionary<string, object> Over(ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> before)
    {
        var values = before.ToDictionary();
        foreach (var property in properties.Where(p => Has(p.Name)))
            if (Value(property) is { } value)
                values[property.Name] = value;
            else
                values.Remove(property.Name);
        PropertyDefaults.Fill(properties, values);
        return values;
    }

    /// <summary>The value of a property as a record has it; null if it is absent or null.</summary>
    private object? Value(Property property) => _fields.GetValueOrDefault(property.Name) is not { } given ? null
        : property.IsList ? Texts(property.Name).Select(t => t.Text).ToImmutableArray()
        : property.Type.Form switch
        {
            ScalarForm.Whole => Convert.ToInt64(given, CultureInfo.InvariantCulture),
            ScalarForm.Number => Convert.ToDouble(given, CultureInfo.InvariantCulture),
            ScalarForm.Boolean => given,
            ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum => Convert.ToString(given, CultureInfo.InvariantCulture)!,
            _ => throw new System.Diagnostics.UnreachableException($"{property.Type.Form}"),
        };
}
