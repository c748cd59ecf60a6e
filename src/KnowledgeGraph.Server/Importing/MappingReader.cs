using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Reads a mapping from YAML, and reports all of its errors.</summary>
internal sealed class MappingReader
{
    private const string Properties = "properties", Separator = "separator";

    private readonly GraphModel _model;
    private readonly List<ChangeError> _errors = [];
    private readonly List<CsvField> _fields = [];

    private MappingReader(GraphModel model) => _model = model;

    /// <exception cref="ChangeRefusedException">The mapping has errors.</exception>
    public static CsvMapping Read(GraphModel model, string file, byte[] text)
    {
        var reader = new MappingReader(model);
        var documents = YamlReader.Read(file, text, reader._errors);
        var mapping = documents is [YamlValue.Mapping only] ? reader.Read(only) : null;
        if (mapping is null && reader._errors.Count == 0)
            reader.Report(new(file, 1, 1), "The mapping must be one YAML document that names a type in `node:` or `relationship:`.");
        return reader._errors.Count == 0 ? mapping! : throw new ChangeRefusedException([.. reader._errors.OrderBy(e => e.Location, ChangeLocation.Order)]);
    }

    private CsvMapping? Read(YamlValue.Mapping all)
    {
        if ((all.Find(RecordLine.Node) is null) == (all.Find(RecordLine.Relationship) is null))
        {
            Report(all.Location, "The mapping must name one type, either in `node:` or in `relationship:`.");
            return null;
        }
        var node = TypeIn(all.Find(RecordLine.Node), "nodes", _model.NodeTypes, t => t.Name);
        var relationship = TypeIn(all.Find(RecordLine.Relationship), "relationships", _model.RelationshipTypes, t => t.Name);
        if (node is null && relationship is null)
            return null;
        var (properties, names) = (node?.Properties ?? relationship!.Properties, CsvMapping.FieldsOf(node));
        var separator = CsvMapping.DefaultSeparator;
        foreach (var (key, value) in all.Entries)
            switch (key.Text)
            {
                case RecordLine.Node or RecordLine.Relationship: break;
                case Properties when value is YamlValue.Mapping given: ReadProperties(given, properties); break;
                case Properties: Report(value.Location, $"`{Properties}` must be names of properties, each with its column, but was {value.Describe()}."); break;
                case Separator when Text(key, value) is { } text: separator = text; break;
                case Separator: break;
                case var name when names.Contains(name): Add(key, value, property: null); break;
                default: Report(key.Location, $"The field `{key.Text}` is unknown. {Nearest.Suggest(key.Text, [.. names, Properties, Separator])}"); break;
            }
        foreach (var needed in node is null ? (string[])[RecordLine.From, RecordLine.To] : [RecordLine.Id])
            if (!_fields.Exists(f => f.Name == needed))
                Report(all.Location, $"`{needed}` is missing. Give it as text with columns in braces, such as `{(node is null ? "country" : node.Prefix)}:{{Code}}`.");
        return new(node, relationship, [.. _fields]) { Separator = separator };
    }

    private T? TypeIn<T>(YamlValue? value, string what, ImmutableArray<T> types, Func<T, string> nameOf) where T : class
    {
        if (value is null)
            return null;
        var name = (value as YamlValue.Scalar)?.Text ?? "";
        if (types.FirstOrDefault(t => nameOf(t) == name) is { } found)
            return found;
        Report(value.Location, $"The type of {what} `{name}` is unknown. {Nearest.Suggest(name, [.. types.Select(nameOf)])}");
        return null;
    }

    private void ReadProperties(YamlValue.Mapping given, ImmutableArray<Property> properties)
    {
        foreach (var (key, value) in given.Entries)
            if (properties.FirstOrDefault(p => p.Name == key.Text) is { } property)
                Add(key, value, property);
            else
                Report(key.Location, $"The property `{key.Text}` is unknown. {Nearest.Suggest(key.Text, [.. properties.Select(p => p.Name)])}");
    }

    // Text with braces is a template, any other is the name of a column.
    private void Add(YamlValue.Scalar key, YamlValue value, Property? property)
    {
        if (Text(key, value) is { } text)
            _fields.Add(new(key.Text, property, text.Contains('{', StringComparison.Ordinal) ? CsvTemplate.Of(text) : CsvTemplate.OfColumn(text), value.Location));
    }

    private string? Text(YamlValue.Scalar key, YamlValue value)
    {
        if (value is YamlValue.Scalar { IsNothing: false, Text.Length: > 0 } scalar)
            return scalar.Text;
        Report(value.Location, $"`{key.Text}` must be text, but was {value.Describe()}.");
        return null;
    }

    private void Report(FileLocation location, string message) => _errors.Add(new(ChangeErrorCode.InvalidValue, location, message));
}
