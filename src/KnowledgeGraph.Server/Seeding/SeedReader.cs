using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Reads the YAML files of a seed by the rules of seed/README.md. Reports all errors, each with file, line and column.</summary>
internal sealed class SeedReader
{
    private const string Evidence = "evidence";

    private readonly GraphModel _model;
    private readonly List<ChangeError> _errors = [];
    private readonly SeedRecords _records;

    private SeedReader(GraphModel model) => (_model, _records) = (model, new SeedRecords(_errors));

    /// <param name="model">The model of the graph.</param>
    /// <param name="path">A file, or a folder, which stands for every *.yaml file in it and its subfolders.</param>
    /// <param name="with">Another file or folder, which is read after the first one. Null if there is none.</param>
    public static Seed Read(GraphModel model, string path, string? with = null)
    {
        var reader = new SeedReader(model);
        var files = SeedFiles.Find(path, reader._errors);
        if (with is not null)
            files = [.. files.Concat(SeedFiles.Find(with, reader._errors)).DistinctBy(Path.GetFullPath)];
        foreach (var file in files)
        {
            reader._records.Folder = SeedFiles.FolderWithin(path, file);
            reader.ReadFile(file);
        }
        return reader._records.Build(model, files.Count);
    }

    private void ReadFile(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add(new ChangeError(ChangeErrorCode.UnreadableFile, new FileLocation(file, 1, 1), $"The file cannot be read: {e.Message}"));
            return;
        }
        foreach (var document in YamlReader.Read(file, bytes, _errors))
            if (document is YamlValue.Mapping collections)
                ReadCollections(collections);
            else if (document is not YamlValue.Scalar { IsNothing: true })
                Report(ChangeErrorCode.InvalidValue, document, $"The document must hold collections, such as `agreements:` or `claims:`, but was {document.Describe()}.");
    }

    private void ReadCollections(YamlValue.Mapping collections)
    {
        foreach (var (key, value) in collections.Entries)
        {
            var type = _model.NodeTypes.FirstOrDefault(t => t.CollectionName == key.Text);
            if (type is null)
                Report(ChangeErrorCode.UnknownName, key, $"The collection `{key.Text}` is unknown. {Nearest.Suggest(key.Text, [.. _model.NodeTypes.Select(t => t.CollectionName)])}");
            else if (value is YamlValue.Mapping nodes)
                foreach (var (id, fields) in nodes.Entries)
                    ReadNode(type, id, fields);
            else
                Report(ChangeErrorCode.InvalidValue, value, $"{key.Text}: The collection must hold ids, each with its fields, but was {value.Describe()}.");
        }
    }

    private void ReadNode(NodeType type, YamlValue.Scalar key, YamlValue value)
    {
        var id = $"{type.Prefix}:{key.Text}";
        if (key.Text.StartsWith(type.Prefix + ":", StringComparison.Ordinal))
            Report(ChangeErrorCode.InvalidId, key, $"The id `{key.Text}` must be written `{key.Text[(type.Prefix.Length + 1)..]}`. The collection adds the prefix.");
        else if (value is not YamlValue.Mapping fields)
            Report(ChangeErrorCode.InvalidValue, value, $"{id}: The node must have fields, such as `{type.NameProperty.Name}:`, but was {value.Describe()}.");
        else if (fields.Find(NodeEntry.MergedInto) is { } into)
            ReadMerged(id, fields, into);
        else if (_records.Add(type, id, key.Location) is { } node)
            ReadFields(node, fields);
    }

    private void ReadMerged(string id, YamlValue.Mapping fields, YamlValue value)
    {
        if (fields.Entries.Length > 1)
            Report(ChangeErrorCode.Contradiction, value, $"{id}: The node must have `mergedInto` alone, but it also has other fields.");
        else if (value is YamlValue.Scalar { IsNothing: false } into)
            _records.Add(new Redirect(id, into.Text), into.Location);
        else
            Report(ChangeErrorCode.InvalidValue, value, $"{id}: `mergedInto` must be the id of the node that it became, but was {value.Describe()}.");
    }

    private void ReadFields(SeedRecords.Node node, YamlValue.Mapping fields)
    {
        var shared = fields.Find(Evidence) is { } evidence ? ReadEvidence(node.Id, evidence) : [];
        var isSharedUsed = shared.IsEmpty;
        foreach (var (key, value) in fields.Entries)
        {
            if (key.Text == Evidence)
                continue;
            if (node.Type.FindRelationship(key.Text) is { } field)
                isSharedUsed |= ReadRelationships(node.Id, field, value, shared);
            else if (node.Type.FindProperty(key.Text) is not { } property)
                Report(ChangeErrorCode.UnknownName, node, key, $"{node.Id}: The field `{key.Text}` is unknown. {Nearest.Suggest(key.Text, FieldsOf(node.Type))}");
            else if (ReadProperty(node.Id, property, value) is { } read)
                _records.Set(node, property, read, value.Location);
            else
                _records.MarkFaulty(node);
        }
        if (!isSharedUsed)
            Report(ChangeErrorCode.UnusedEvidence, fields.Find(Evidence)!, $"{node.Id}: No relationship needs this evidence. Remove it, or add a relationship without evidence of its own.");
    }

    private static string[] FieldsOf(NodeType type) =>
        [.. type.Properties.Select(p => p.Name), .. type.Relationships.Select(r => r.Name), Evidence, NodeEntry.MergedInto];

    /// <returns>Whether the shared evidence was needed.</returns>
    private bool ReadRelationships(string owner, RelationshipField field, YamlValue value, ImmutableArray<string> shared)
    {
        if (!field.IsList)
        {
            if (value is not YamlValue.Sequence)
                return ReadRelationship(owner, field, value, shared);
            Report(ChangeErrorCode.InvalidValue, value, $"{owner}: `{field.Name}` must be one id, or one set of fields with `to:`, but was a list.");
        }
        else if (value is YamlValue.Sequence list)
            return list.Items.Aggregate(false, (isUsed, item) => ReadRelationship(owner, field, item, shared) | isUsed);
        else
            Report(ChangeErrorCode.InvalidValue, value, $"{owner}: `{field.Name}` must be a list of ids, or of sets of fields with `to:`, but was {value.Describe()}.");
        return false;
    }

    private bool ReadRelationship(string owner, RelationshipField field, YamlValue value, ImmutableArray<string> shared)
    {
        var subject = $"{owner}: {field.Name}";
        var fields = value as YamlValue.Mapping ?? new YamlValue.Mapping(value.Location, []);
        var other = value is YamlValue.Mapping ? fields.Find("to") : value;
        if (other is not YamlValue.Scalar { IsNothing: false } to)
        {
            Report(ChangeErrorCode.MissingValue, other ?? value, other is null ? $"{owner}: `{field.Name}` has no `to:`. Add the id of the other end."
                : $"{owner}: `{field.Name}` must name the id of the other end, but was {other.Describe()}.");
            return false;
        }
        var (from, end) = field.Direction == Direction.Out ? (owner, to.Text) : (to.Text, owner);
        var errorCount = _errors.Count;
        var properties = new Dictionary<string, object>();
        var (since, until, claims) = (default(string), default(string), default(ImmutableArray<string>?));
        foreach (var (key, item) in fields.Entries)
            switch (key.Text)
            {
                case "to": break;
                case "since": since = ReadText(subject, "since", item); break;
                case "until": until = ReadText(subject, "until", item); break;
                case Evidence: claims = ReadEvidence(subject, item); break;
                case var name when field.Type.FindProperty(name) is { } property:
                    if (ReadProperty(subject, property, item) is { } read)
                        properties.Add(property.Name, read);
                    break;
                default:
                    Report(ChangeErrorCode.UnknownName, key, $"{subject}: The field `{key.Text}` is unknown. {Nearest.Suggest(key.Text, FieldsOf(field.Type))}");
                    break;
            }
        var usesShared = claims is null && field.Type.NeedsEvidence && !shared.IsEmpty;
        var record = new RelationshipRecord(field.Type, from, end, value.Location)
        {
            Since = since,
            Until = until,
            Properties = properties,
            Claims = claims ?? (usesShared ? shared : []),
        };
        _records.Add(record, isFaulty: _errors.Count > errorCount);
        return usesShared;
    }

    private static string[] FieldsOf(RelationshipType type) => ["to", "since", "until", Evidence, .. type.Properties.Select(p => p.Name)];

    private ImmutableArray<string> ReadEvidence(string subject, YamlValue value)
    {
        IEnumerable<YamlValue> items = value is YamlValue.Sequence list ? list.Items : [value];
        return [.. items.Select(i => ReadText(subject, Evidence, i)).OfType<string>().Distinct()];
    }

    private object? ReadProperty(string subject, Property property, YamlValue value)
    {
        if (!property.IsList)
            return ReadScalar(subject, property, value);
        if (value is not YamlValue.Sequence list)
        {
            Report(ChangeErrorCode.InvalidValue, value, $"{subject}: `{property.Name}` must be a list, but was {value.Describe()}.");
            return null;
        }
        var items = list.Items.Select(i => (string?)ReadScalar(subject, property, i)).ToList();
        return items.Contains(null) ? null : items.ToImmutableArray();
    }

    private object? ReadScalar(string subject, Property property, YamlValue value)
    {
        if (ReadText(subject, property.Name, value) is not { } text)
            return null;
        var read = property.Type.Parse(text);
        if (read is not null && !PropertyRules.IsValid(property, read))
            read = null;
        if (read is null)
            Report(ChangeErrorCode.InvalidValue, value, property.Enum is { } choice
                ? $"{subject}: `{property.Name}` has the unknown value {value.Describe()}. {Nearest.Suggest(text, [.. choice.Values.Select(v => v.Name)])}"
                : $"{subject}: `{property.Name}` must be {PropertyRules.Expected(property)}, but was {value.Describe()}.");
        return read;
    }

    private string? ReadText(string subject, string name, YamlValue value)
    {
        if (value is YamlValue.Scalar { IsNothing: false } scalar)
            return scalar.Text;
        Report(ChangeErrorCode.InvalidValue, value, $"{subject}: `{name}` must be text, but was {value.Describe()}.");
        return null;
    }

    private void Report(ChangeErrorCode code, SeedRecords.Node node, YamlValue at, string message)
    {
        _records.MarkFaulty(node);
        Report(code, at, message);
    }

    private void Report(ChangeErrorCode code, YamlValue at, string message) => _errors.Add(new ChangeError(code, at.Location, message));
}
