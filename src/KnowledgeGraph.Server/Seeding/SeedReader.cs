using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Reads YAML as <c>seed/README.md</c> describes it; every mistake has its file, line and column.</summary>
public sealed class SeedReader
{
    private readonly GraphModel _model;
    private readonly Dictionary<string, NodeDraft> _nodes = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];
    private readonly List<ChangeError> _errors = [];
    private string _file = "";

    private sealed record NodeDraft(NodeType Type, string Id, Place Place, Dictionary<string, (object Value, Place Place)> Properties);

    private SeedReader(GraphModel model) => _model = model;

    /// <param name="path">A file, or a folder of which all *.yaml files are read.</param>
    public static SeedContents Read(GraphModel model, string path)
    {
        var reader = new SeedReader(model);
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml", SearchOption.AllDirectories) : [path];
        foreach (var file in files.Order(StringComparer.Ordinal))
            reader.ReadFile(file);
        return reader.Contents();
    }

    private SeedContents Contents() => new(
        [.. _nodes.Values.Select(n => new NodeRecord(n.Type, n.Id, Filled(n.Type.Properties, n.Properties.ToDictionary(p => p.Key, p => p.Value.Value)), n.Place))],
        [.. _relationships.Values], [.. _errors]);

    private static Dictionary<string, object> Filled(ImmutableArray<Property> properties, Dictionary<string, object> values)
    {
        PropertyDefaults.Fill(properties, values);
        return values;
    }

    private void ReadFile(string file)
    {
        _file = file;
        var yaml = new YamlStream();
        try
        {
            using var text = File.OpenText(file);
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            _errors.Add(new ChangeError(new Place(file, (int)e.Start.Line, (int)e.Start.Column), $"no YAML: {e.InnerException?.Message ?? e.Message}"));
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add(new ChangeError(new Place(file, 1, 0), $"cannot be read: {e.Message}"));
            return;
        }
        foreach (var document in yaml.Documents)
            foreach (var (key, value) in Fields(document.RootNode, "collections such as countries, agreements and claims"))
                ReadCollection(key, value);
    }

    private void ReadCollection(YamlScalarNode key, YamlNode value)
    {
        var collections = _model.NodeTypes.Select(t => t.CollectionName).ToList();
        if (_model.FindCollection(key.Value!) is not NodeType type)
            Report(key, $"unknown collection {key.Value} found; expected {Nearest(key.Value!, collections)}");
        else
            foreach (var (id, body) in Fields(value, $"{type.CollectionName} by their ids"))
                ReadNode(type, id, body);
    }

    private void ReadNode(NodeType type, YamlScalarNode key, YamlNode body)
    {
        var id = $"{type.Prefix}:{key.Value}";
        if (!_nodes.TryGetValue(id, out var node))
            _nodes.Add(id, node = new NodeDraft(type, id, PlaceOf(key), []));
        else if (node.Type != type)
            Report(key, $"{id}: type {type.Name} found; expected {node.Type.Name}, as at {node.Place}");
        var fields = Fields(body, $"the properties and relationships of {id}").ToList();
        var evidence = fields.Where(f => f.Key.Value == "evidence").SelectMany(f => Ids(f.Value)).ToImmutableArray();
        foreach (var (name, value) in fields)
        {
            if (name.Value == "evidence")
                continue;
            if (type.FindProperty(name.Value!) is { } property)
                ReadProperty(id, node.Properties, property, name, value);
            else if (type.FindRelationship(name.Value!) is { } relationship)
                ReadRelationships(id, relationship, value, evidence);
            else
                Report(name, $"{id}: unknown field {name.Value} found; expected {Nearest(name.Value!,
                    [.. type.Properties.Select(p => p.Name), .. type.Relationships.Select(r => r.Name), "evidence"])}");
        }
    }

    private void ReadProperty(
        string owner, Dictionary<string, (object Value, Place Place)> values, Property property, YamlScalarNode key, YamlNode value)
    {
        if (Convert(owner, property, value) is not { } read)
            return;
        if (!values.TryAdd(property.Name, (read, PlaceOf(key))) && !SeedContents.AreSame(values[property.Name].Value, read))
            Report(key, $"{owner}: {property.Name} found with another value; expected that of {values[property.Name].Place}");
    }

    /// <returns>Null for an empty value, and for one of a wrong shape, which is reported.</returns>
    private object? Convert(string owner, Property property, YamlNode value)
    {
        if (property.IsList)
        {
            if (value is YamlSequenceNode list && list.Children.All(c => c is YamlScalarNode))
                return list.Children.Select(c => ((YamlScalarNode)c).Value!).ToImmutableArray();
            Report(value, $"{owner}: {property.Name}: {Shape(value)} found; expected a list");
            return null;
        }
        if (value is not YamlScalarNode scalar)
        {
            Report(value, $"{owner}: {property.Name}: {Shape(value)} found; expected a single value");
            return null;
        }
        if (IsNull(scalar))
            return null;
        var text = scalar.Value!;
        return property.Kind switch
        {
            ScalarKind.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            ScalarKind.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            ScalarKind.Boolean when text is "true" or "false" => text == "true",
            ScalarKind.Int or ScalarKind.Float or ScalarKind.Boolean => Refuse(scalar, $"{owner}: {property.Name} \"{text}\" found; expected " +
                (property.Kind == ScalarKind.Boolean ? "true or false" : "a number")),
            _ => text,
        };
    }

    private void ReadRelationships(string owner, RelationshipField field, YamlNode value, ImmutableArray<string> evidence)
    {
        foreach (var item in value is YamlSequenceNode list ? list.Children : [value])
        {
            if (item is YamlScalarNode scalar)
            {
                if (!IsNull(scalar))
                    Add(owner, field, scalar.Value!, null, null, [], null, evidence, PlaceOf(item));
            }
            else if (item is YamlMappingNode)
                ReadRelationship(owner, field, item, evidence);
            else
                Report(item, $"{owner}: {field.Name}: {Shape(item)} found; expected an id, or to: and what the relationship carries");
        }
    }

    private void ReadRelationship(string owner, RelationshipField field, YamlNode item, ImmutableArray<string> evidence)
    {
        string? to = null, since = null, until = null;
        var values = new Dictionary<string, (object Value, Place Place)>();
        ImmutableArray<string>? own = null;
        foreach (var (name, value) in Fields(item, ""))
        {
            switch (name.Value)
            {
                case "to": to = Text(owner, name, value); break;
                case "since": since = Text(owner, name, value); break;
                case "until": until = Text(owner, name, value); break;
                case "evidence": own = [.. Ids(value)]; break;
                case var other when field.Type.FindProperty(other!) is { } property: ReadProperty(owner, values, property, name, value); break;
                default:
                    Report(name, $"{owner}: {field.Name}: unknown key {name.Value} found; expected {Nearest(name.Value!,
                        ["to", "since", "until", "evidence", .. field.Type.Properties.Select(p => p.Name)])}");
                    break;
            }
        }
        if (to is null)
            Report(item, $"{owner}: {field.Name}: no `to` found; expected the id of the other end");
        else
            Add(owner, field, to, since, until, values.ToDictionary(v => v.Key, v => v.Value.Value), own, evidence, PlaceOf(item));
    }

    private void Add(
        string owner, RelationshipField field, string other, string? since, string? until, Dictionary<string, object> values,
        ImmutableArray<string>? own, ImmutableArray<string> evidence, Place place)
    {
        var (from, to) = field.Direction == Direction.Out ? (owner, other) : (other, owner);
        var record = new RelationshipRecord(field.Type, from, to, place)
        {
            Since = since,
            Until = until,
            Properties = Filled(field.Type.Properties, values),
            Claims = [.. (own ?? (field.Type.NeedsEvidence ? evidence : [])).Distinct()],
        };
        if (_relationships.TryAdd(record.Key, record))
            return;
        var first = _relationships[record.Key];
        if (first.Until != record.Until || first.Properties.Count != record.Properties.Count
            || !first.Properties.All(p => record.Properties.TryGetValue(p.Key, out var value) && SeedContents.AreSame(p.Value, value)))
            _errors.Add(new ChangeError(place, $"{from} {field.Type.Name} {to} found with other values; expected those of {first.Place}, or another since"));
        else
            _relationships[record.Key] = first with { Claims = [.. first.Claims.Union(record.Claims)] };
    }

    private string? Text(string owner, YamlScalarNode key, YamlNode value)
    {
        if (value is YamlScalarNode scalar)
            return IsNull(scalar) ? null : scalar.Value;
        Report(value, $"{owner}: {key.Value}: {Shape(value)} found; expected a single value");
        return null;
    }

    private IEnumerable<string> Ids(YamlNode value)
    {
        foreach (var item in value is YamlSequenceNode list ? list.Children : [value])
        {
            if (item is YamlScalarNode { Value.Length: > 0 } scalar)
                yield return scalar.Value;
            else
                Report(item, $"evidence: {Shape(item)} found; expected the id of a claim, or a list of them");
        }
    }

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Fields(YamlNode node, string expected)
    {
        if (node is YamlScalarNode scalar && IsNull(scalar))
            yield break;
        if (node is not YamlMappingNode mapping)
        {
            Report(node, $"{Shape(node)} found; expected {expected}");
            yield break;
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: not null } name)
                yield return (name, value);
            else
                Report(key, $"{Shape(key)} found as a key; expected a name");
        }
    }

    private object? Refuse(YamlNode node, string message)
    {
        Report(node, message);
        return null;
    }

    private void Report(YamlNode node, string message) => _errors.Add(new ChangeError(PlaceOf(node), message));
    private Place PlaceOf(YamlNode node) => new(_file, (int)node.Start.Line, (int)node.Start.Column);

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private static string Shape(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar => $"\"{scalar.Value}\"",
        _ => "an alias",
    };

    /// <summary>The known name that differs least, or all of them where none is near.</summary>
    private static string Nearest(string found, IReadOnlyList<string> known)
    {
        var nearest = known.MinBy(k => Distance(found, k))!;
        return Distance(found, nearest) <= 2 + found.Length / 4 ? $"{nearest}, or another of {string.Join(", ", known.Except([nearest]))}" : $"one of {string.Join(", ", known)}";
    }

    /// <summary>Levenshtein's distance: how many letters must be changed, added or left out.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
