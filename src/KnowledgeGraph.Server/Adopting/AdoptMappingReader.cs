using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.Adopting;

/// <summary>Reads a mapping from YAML, and reports all of its errors.</summary>
internal sealed class AdoptMappingReader
{
    private const string Report = "report", Nodes = "nodes", Relationships = "relationships";
    private const string Type = "type", Properties = "properties", Reversed = "reversed", Value = "value";
    private static readonly string[] s_parts = [Report, Nodes, Relationships];
    private static readonly string[] s_report = ["title", "kind", "publisher", "publisherKind", "date", "url", "statement"];

    private readonly GraphModel _model;
    private readonly List<ChangeError> _errors = [];

    private AdoptMappingReader(GraphModel model) => _model = model;

    /// <exception cref="ChangeRefusedException">The mapping has errors.</exception>
    public static AdoptMapping Read(GraphModel model, string file, byte[] text)
    {
        var reader = new AdoptMappingReader(model);
        var documents = YamlReader.Read(file, text, reader._errors);
        var mapping = documents is [YamlValue.Mapping only] ? reader.Read(only) : null;
        if (mapping is null && reader._errors.Count == 0)
            reader.Fail(new(file, 1, 1), "The mapping must be one YAML document with `report:`, `nodes:` and, if there are any, `relationships:`.");
        return reader._errors.Count == 0 ? mapping! : throw new ChangeRefusedException([.. reader._errors.OrderBy(e => e.Location, ChangeLocation.Order)]);
    }

    private AdoptMapping? Read(YamlValue.Mapping all)
    {
        CheckKeys(all, s_parts);
        foreach (var needed in (string[])[Report, Nodes])
            if (all.Find(needed) is null)
                Fail(all.Location, $"`{needed}` is missing. {(needed == Report ? "Name the report that the graph comes from: its title, publisher, date and url." : "Map each label to a type.")}");
        var report = ReadReport(all.Find(Report));
        ImmutableArray<AdoptedNodes> nodes = [.. Items(all, Nodes).Select(n => ReadNodes(n.Key, n.Value)).OfType<AdoptedNodes>()];
        ImmutableArray<AdoptedRelationships> relationships = [.. Items(all, Relationships).Select(r => ReadRelationships(r.Key, r.Value)).OfType<AdoptedRelationships>()];
        return report is null ? null : new(report, nodes, relationships);
    }

    private AdoptedReport? ReadReport(YamlValue? value)
    {
        if (value is null)
            return null;
        if (value is not YamlValue.Mapping given)
        {
            Fail(value.Location, $"`{Report}` must have {string.Join(", ", s_report)}, but was {value.Describe()}.");
            return null;
        }
        CheckKeys(given, s_report);
        var texts = given.Entries.Where(e => s_report.Contains(e.Key.Text)).ToDictionary(e => e.Key.Text, e => Text(e.Key.Text, e.Value));
        foreach (var needed in (string[])["title", "publisher"])
            if (!texts.ContainsKey(needed))
                Fail(given.Location, $"`{needed}` of the report is missing.");
        var evidence = _model.Evidence;
        CheckValue(given, "kind", evidence.Report.FindProperty("kind")!);
        CheckValue(given, "publisherKind", evidence.Outlet.FindProperty("kind")!);
        CheckValue(given, "date", evidence.PublishedOn);
        CheckValue(given, "url", evidence.Report.FindProperty("url")!);
        return new(
            texts.GetValueOrDefault("title") ?? "", texts.GetValueOrDefault("kind") ?? "REFERENCE", texts.GetValueOrDefault("publisher") ?? "",
            texts.GetValueOrDefault("publisherKind") ?? "OTHER", texts.GetValueOrDefault("date"), texts.GetValueOrDefault("url"), texts.GetValueOrDefault("statement"));
    }

    private void CheckValue(YamlValue.Mapping given, string name, Property property)
    {
        if (given.Find(name) is YamlValue.Scalar { IsNothing: false } scalar && !PropertyRules.IsValid(property, scalar.Text))
            Fail(scalar.Location, $"`{name}` must be {PropertyRules.Expected(property)}, but was {scalar.Describe()}.");
    }

    private IEnumerable<(YamlValue.Scalar Key, YamlValue.Mapping Value)> Items(YamlValue.Mapping all, string part)
    {
        if (all.Find(part) is not { } value)
            yield break;
        if (value is not YamlValue.Mapping given)
        {
            Fail(value.Location, $"`{part}` must be {(part == Nodes ? "labels" : "types of relationships")}, each with its `{Type}`, but was {value.Describe()}.");
            yield break;
        }
        foreach (var (key, item) in given.Entries)
            if (item is YamlValue.Mapping mapping)
                yield return (key, mapping);
            else
                Fail(item.Location, $"`{key.Text}` must have a `{Type}` and `{Properties}`, but was {item.Describe()}.");
    }

    private AdoptedNodes? ReadNodes(YamlValue.Scalar label, YamlValue.Mapping given)
    {
        CheckKeys(given, [Type, RecordLine.Id, Properties]);
        if (TypeIn(label, given, "nodes", _model.NodeTypes, t => t.Name) is not { } type)
            return null;
        var id = given.Find(RecordLine.Id) is { } value && Text(RecordLine.Id, value) is { } text ? CsvTemplate.Of(text) : null;
        if (id is { Columns.IsEmpty: true })
            Fail(given.Find(RecordLine.Id)!.Location, $"`{RecordLine.Id}` must have the name of a property in braces, such as `{type.Prefix}:{{code}}`.");
        var fields = ReadProperties(given, type.Properties);
        if (!fields.Any(f => f.Property == type.NameProperty))
            Fail(given.Location, $"`{type.NameProperty.Name}` of {type.Name} is missing in `{Properties}`. Every node needs it.");
        return new(label.Text, type, id, fields);
    }

    private AdoptedRelationships? ReadRelationships(YamlValue.Scalar name, YamlValue.Mapping given)
    {
        CheckKeys(given, [Type, Properties, RecordLine.Since, RecordLine.Until, Reversed]);
        if (TypeIn(name, given, "relationships", _model.RelationshipTypes, t => t.Name) is not { } type)
            return null;
        var reversed = given.Find(Reversed);
        if (reversed is not null and not YamlValue.Scalar { Text: "true" or "false" })
            Fail(reversed.Location, $"`{Reversed}` must be true or false, but was {reversed.Describe()}.");
        AdoptedField[] dates = [.. ((string[])[RecordLine.Since, RecordLine.Until]).Select(d => given.Find(d) is { } value ? ReadField(d, null, value) : null).OfType<AdoptedField>()];
        return new(name.Text, type, reversed is YamlValue.Scalar { Text: "true" }, [.. dates, .. ReadProperties(given, type.Properties)]);
    }

    private T? TypeIn<T>(YamlValue.Scalar key, YamlValue.Mapping given, string what, ImmutableArray<T> types, Func<T, string> nameOf) where T : class
    {
        var name = (given.Find(Type) as YamlValue.Scalar)?.Text ?? "";
        if (types.FirstOrDefault(t => nameOf(t) == name) is { } found)
            return found;
        Fail((given.Find(Type) ?? key).Location, name.Length == 0 ? $"`{Type}` of {key.Text} is missing." : $"The type of {what} `{name}` is unknown. {Nearest.Suggest(name, [.. types.Select(nameOf)])}");
        return null;
    }

    private ImmutableArray<AdoptedField> ReadProperties(YamlValue.Mapping given, ImmutableArray<Property> properties)
    {
        if (given.Find(Properties) is not { } value)
            return [];
        if (value is not YamlValue.Mapping all)
        {
            Fail(value.Location, $"`{Properties}` must be names of properties, each with the property that it comes from, but was {value.Describe()}.");
            return [];
        }
        var fields = ImmutableArray.CreateBuilder<AdoptedField>();
        foreach (var (key, source) in all.Entries)
            if (properties.FirstOrDefault(p => p.Name == key.Text) is not { } property)
                Fail(key.Location, $"The property `{key.Text}` is unknown. {Nearest.Suggest(key.Text, [.. properties.Select(p => p.Name)])}");
            else if (ReadField(key.Text, property, source) is { } field)
                fields.Add(field);
        return fields.ToImmutable();
    }

    // `name: fullName` is a property, `name: "{first} {last}"` a template, `kind: { value: MINISTRY }` the value itself.
    private AdoptedField? ReadField(string name, Property? property, YamlValue value)
    {
        if (value is YamlValue.Mapping { Entries: [var (key, constant)] } && key.Text == Value)
        {
            if (Text(Value, constant) is not { } given)
                return null;
            if (property is { IsList: false } && (property.Type.Parse(given) is not { } parsed || !PropertyRules.IsValid(property, parsed)))
                Fail(constant.Location, $"`{name}` must be {PropertyRules.Expected(property)}, but was {constant.Describe()}.");
            return new(name, property, null, given);
        }
        if (value is YamlValue.Mapping)
        {
            Fail(value.Location, $"`{name}` must be the name of a property, a text with names in braces, or `{{ {Value}: … }}` for the same value everywhere.");
            return null;
        }
        return Text(name, value) is { } text ? new(name, property, text.Contains('{', StringComparison.Ordinal) ? CsvTemplate.Of(text) : CsvTemplate.OfColumn(text), null) : null;
    }

    private void CheckKeys(YamlValue.Mapping given, string[] known)
    {
        foreach (var (key, _) in given.Entries.Where(e => !known.Contains(e.Key.Text)))
            Fail(key.Location, $"The field `{key.Text}` is unknown. {Nearest.Suggest(key.Text, known)}");
    }

    private string? Text(string name, YamlValue value)
    {
        if (value is YamlValue.Scalar { IsNothing: false, Text.Length: > 0 } scalar)
            return scalar.Text;
        Fail(value.Location, $"`{name}` must be text, but was {value.Describe()}.");
        return null;
    }

    private void Fail(FileLocation location, string message) => _errors.Add(new(ChangeErrorCode.InvalidValue, location, message));
}
