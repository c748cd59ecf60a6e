using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>
/// Writes a graph as the files of a seed: one for each collection, in the order of ids, with the fields in the order of the model. Values that are defaults
/// are left out. The same graph always gives the same files.
/// </summary>
internal sealed class SeedWriter
{
    /// <summary>A list of texts that would be longer is written on several lines. A list of ids always is, so that a change of one is a change of one line.</summary>
    private const int MaxLine = 120;

    private readonly Emitter _yaml;
    private readonly GraphExtract _graph;

    private SeedWriter(TextWriter text, GraphExtract graph)
    {
        _graph = graph;
        _yaml = new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithIndentedSequences().WithNewLine("\n"));
    }

    /// <param name="graph">What is written.</param>
    /// <param name="create">Creates a file with a name, which is written before the next one is created.</param>
    public static void Write(GraphExtract graph, Func<string, TextWriter> create)
    {
        var redirects = graph.Redirects.ToLookup(r => graph.TypeOf(graph.Resolve(r.From)));
        foreach (var type in graph.Model.NodeTypes)
        {
            using var nodes = graph.Nodes(type).GetEnumerator();
            if (!nodes.MoveNext())
                continue;
            using var text = create($"{type.CollectionName}.yaml");
            text.Write($"# yaml-language-server: $schema={SeedFiles.SchemaName}\n\n");
            new SeedWriter(new SpacedNodes(text), graph).Write(type, nodes, redirects[type]);
        }
        using var schema = create(SeedFiles.SchemaName);
        schema.Write(SeedSchema.Print(graph.Model));
    }

    /// <summary>
    /// The field that has the relationship. It is written at the node where it starts. But what actors do under an instrument is written at the instrument,
    /// because a curator looks for it there.
    /// </summary>
    private RelationshipField FieldOf(RelationshipRecord relationship)
    {
        var (from, to) = (_graph.TypeOf(relationship.From), _graph.TypeOf(relationship.To));
        RelationshipField? Find(Direction direction, NodeType owner, NodeType other) =>
            owner.Relationships.FirstOrDefault(f => f.Type == relationship.Type && f.Direction == direction && f.Target.Members.Contains(other));
        var (atStart, atEnd) = (Find(Direction.Out, from, to), Find(Direction.In, to, from));
        return (to.Lifespan is not null && from.Lifespan is null && !from.IsProvenance ? atEnd ?? atStart : atStart ?? atEnd)
            ?? throw new InvalidDataException($"{relationship.Key}: The model has no field for the relationship.");
    }

    /// <param name="nodes">At the first node.</param>
    private void Write(NodeType type, IEnumerator<NodeRecord> nodes, IEnumerable<Redirect> merged)
    {
        _yaml.Emit(new StreamStart());
        _yaml.Emit(new DocumentStart(null, null, isImplicit: true));
        Start();
        WriteKey(type.CollectionName);
        Start();
        do
            Write(nodes.Current);
        while (nodes.MoveNext());
        foreach (var (from, into) in merged)
        {
            WriteKey(from[(type.Prefix.Length + 1)..]);
            Start();
            WriteKey(NodeEntry.MergedInto);
            WriteText(into);
            End();
        }
        End();
        End();
        _yaml.Emit(new DocumentEnd(isImplicit: true));
        _yaml.Emit(new StreamEnd());
    }

    private void Write(NodeRecord node)
    {
        WriteKey(node.Id[(node.Type.Prefix.Length + 1)..]);
        Start();
        foreach (var (property, value) in Given(node.Type.Properties, node.Properties))
        {
            WriteKey(property.Name);
            WriteValue(property, value);
        }
        foreach (var field in node.Type.Relationships)
            if (_graph.Relationships(node, field.Type, field.Direction).Where(r => FieldOf(r) == field).ToList() is { Count: > 0 } relationships)
                Write(field, relationships);
        End();
    }

    private static IEnumerable<(Property Property, object Value)> Given(IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        foreach (var property in properties)
            if (values.TryGetValue(property.Name, out var value) && !(PropertyDefaults.Of(property) is { } usual && PropertyValues.Same(usual, value)))
                yield return (property, value);
    }

    private void Write(RelationshipField field, List<RelationshipRecord> relationships)
    {
        WriteKey(field.Name);
        if (!field.IsList)
        {
            Write(field, relationships.Single());
            return;
        }
        StartList(isFlow: false);
        foreach (var relationship in relationships)
            Write(field, relationship);
        EndList();
    }

    private static string Other(RelationshipField field, RelationshipRecord relationship) => field.Direction == Direction.Out ? relationship.To : relationship.From;

    private static bool IsEndAlone(RelationshipRecord relationship) => relationship is { Since: null, Until: null, Claims.IsEmpty: true } && !Given(relationship.Type.Properties, relationship.Properties).Any();

    private void Write(RelationshipField field, RelationshipRecord relationship)
    {
        if (IsEndAlone(relationship))
        {
            WriteText(Other(field, relationship));
            return;
        }
        Start();
        WriteKey("to");
        WriteText(Other(field, relationship));
        foreach (var (property, value) in Given(relationship.Type.Properties, relationship.Properties))
        {
            WriteKey(property.Name);
            WriteValue(property, value);
        }
        WriteDate("since", relationship.Since);
        WriteDate("until", relationship.Until);
        if (!relationship.Claims.IsEmpty)
        {
            WriteKey("evidence");
            if (relationship.Claims is [var claim])
                WriteText(claim);
            else
                WriteList(relationship.Claims, WriteText, isFlow: false);
        }
        End();
    }

    private void WriteDate(string name, string? date)
    {
        if (date is null)
            return;
        WriteKey(name);
        WritePlain(date);
    }

    private void WriteValue(Property property, object value)
    {
        Action<string> write = property.Kind == ScalarKind.String ? WriteText : WritePlain;
        switch (value)
        {
            case string text: write(text); break;
            case bool flag: WritePlain(flag ? "true" : "false"); break;
            case IFormattable number: WritePlain(number.ToString(null, CultureInfo.InvariantCulture)); break;
            case IEnumerable<string> list: WriteList([.. list], write, isFlow: list.Sum(i => i.Length + 2) <= MaxLine); break;
            default: throw new System.Diagnostics.UnreachableException($"{value}");
        }
    }

    private void WriteList(IReadOnlyCollection<string> items, Action<string> write, bool isFlow)
    {
        StartList(isFlow);
        foreach (var item in items)
            write(item);
        EndList();
    }

    /// <summary>Text that YAML would take for another type is quoted, and so is text with characters that a line cannot show.</summary>
    private void WriteText(string text) => Write(
        text, IsOtherType(text) || text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF') ? ScalarStyle.DoubleQuoted : ScalarStyle.Any);

    private static bool IsOtherType(string text) =>
        text is "" or "~" || text.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF"
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void WriteKey(string key) => Write(key, IsOtherType(key) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any);

    private void WritePlain(string text) => Write(text, ScalarStyle.Any);

    private void Write(string text, ScalarStyle style) => _yaml.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private void Start() => _yaml.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));

    private void End() => _yaml.Emit(new MappingEnd());

    private void StartList(bool isFlow) => _yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isFlow ? SequenceStyle.Flow : SequenceStyle.Block));

    private void EndList() => _yaml.Emit(new SequenceEnd());
}
