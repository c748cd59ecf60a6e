using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Server.Adopting;

/// <summary>A graph with other names, copied from Neo4j into a temporary file that can be imported.</summary>
internal sealed class AdoptedGraph : IDisposable
{
    private const int Page = 500;

    private readonly GraphModel _model;
    private readonly AdoptMapping _mapping;
    private readonly List<string> _places = [];

    private AdoptedGraph(GraphModel model, AdoptMapping mapping, string name) => (_model, _mapping, File) = (model, mapping, ImportFile.Temporary(name));

    /// <summary>Its lines are what was read.</summary>
    public ImportFile File { get; }

    /// <summary>What the mapping does not name, with how often it was found.</summary>
    public SortedDictionary<string, long> Unmapped { get; } = new(StringComparer.Ordinal);

    public IRecordReader Reader => new JsonLinesReader(_model, File, _mapping.FieldsOf);

    /// <summary>Reads the whole graph, in pages.</summary>
    /// <exception cref="Stores.StoreException">Neo4j is away or refuses.</exception>
    public static async Task<AdoptedGraph> Read(Neo4jAddress source, GraphModel model, AdoptMapping mapping, TimeProvider clock, CancellationToken stop)
    {
        var graph = new AdoptedGraph(model, mapping, source.ToString());
        try
        {
            using var client = INeo4jClient.To(source, clock);
            await using var output = new BufferedStream(graph.File.OpenWrite());
            using var lines = new AdoptedLines(model, mapping, output);
            await graph.Read(Fetches.Of(client, stop), lines, stop);
            return graph;
        }
        catch (Exception e)
        {
            graph.Dispose();
            if (e is QueryException or HttpRequestException or IOException)
                throw Neo4jFailure.Of(e, source);
            throw;
        }
    }

    private async Task Read(Fetch fetch, AdoptedLines lines, CancellationToken stop)
    {
        lines.WriteEvidence();
        _places.AddRange(Enumerable.Repeat("report", 3));
        await foreach (var row in Rows(fetch, SourceStatements.Nodes, 0, stop))
            Add(NodeOf(row), lines);
        lines.WriteEvidenceRelationships();
        _places.AddRange(Enumerable.Repeat("report", 2));
        await foreach (var row in Rows(fetch, SourceStatements.Relationships, 1, stop))
            Add(row, lines);
    }

    private async IAsyncEnumerable<JsonElement> Rows(Fetch fetch, Statement statement, int last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        if ((await fetch(CheckStatements.Last, null))[last] is not { ValueKind: JsonValueKind.Number } end)
            yield break;
        for (var from = 0L; from <= end.GetInt64(); from += Page)
        {
            stop.ThrowIfCancellationRequested();
            foreach (var row in await fetch(statement, CheckStatements.Page(_model, from, Page)))
                yield return row;
        }
    }

    private static RawNode NodeOf(JsonElement row) => new(
        row.GetProperty("element").GetString()!, [.. row.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!)], RawItem.ValuesOf(row), null, IsStated: false);

    private void Add(RawNode node, AdoptedLines lines)
    {
        if (lines.Find(node) is not { } how)
        {
            Count(node.Labels.IsEmpty ? "node without a label" : string.Join(':', node.Labels));
            return;
        }
        CountProperties(how.Label, node, [.. how.Fields.SelectMany(f => f.Sources), .. how.Id?.Columns ?? []]);
        lines.Write(node, how);
        _places.Add($"{how.Label} {node.Element}");
    }

    private void Add(JsonElement row, AdoptedLines lines)
    {
        var (type, from, to) = (row.GetProperty("type").GetString()!, NodeOf(row.GetProperty("from")), NodeOf(row.GetProperty("to")));
        if (lines.Find(type) is not { } how)
            Count(type);
        else if (lines.Find(from) is not { } start || lines.Find(to) is not { } end)
            Count($"{type} at a node that is not mapped");
        else
        {
            var item = new RawNode(row.GetProperty("element").GetString()!, [], RawItem.ValuesOf(row), null, IsStated: false);
            CountProperties(type, item, [.. how.Fields.SelectMany(f => f.Sources)]);
            lines.Write(item, how, (from, start), (to, end));
            _places.Add($"{type} {item.Element}");
        }
    }

    private void CountProperties(string owner, RawItem item, ImmutableArray<string> mapped)
    {
        foreach (var name in item.Values.Keys.Where(k => !mapped.Contains(k)))
            Count($"{owner}.{name}");
    }

    private void Count(string name) => Unmapped[name] = Unmapped.GetValueOrDefault(name) + 1;

    // Person 4:…:7.born: Official: `since` must be …
    /// <summary>Prints errors with their places in the other graph: label or type, Neo4j's own id and, if one is meant, the property.</summary>
    public void Write(TextWriter output, ImportErrors errors)
    {
        using var stream = File.OpenRead();
        var lines = new LineReader(stream, JsonLinesReader.MaxLine);
        ReadOnlyMemory<byte> line = default;
        foreach (var (location, message) in errors.All)
        {
            while (lines.Number < location.Line && lines.Next(out line))
            {
            }
            var place = _places[location.Line - 1];
            output.WriteLine($"{place}{(SourceOf(place.Split(' ')[0], FieldAt(line.Span, location.Column)) is { } source ? $".{source}" : "")}: {message}");
        }
    }

    /// <summary>The field of a line whose value is at a column.</summary>
    private static string? FieldAt(ReadOnlySpan<byte> line, int column)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (column > 1 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (System.Text.Encoding.UTF8.GetCharCount(line[..(int)reader.TokenStartIndex]) + 1 == column)
                return name;
            reader.Skip();
        }
        return null;
    }

    private string? SourceOf(string owner, string? field) => field is null ? null
        : _mapping.Nodes.Where(n => n.Label == owner).SelectMany(n => n.Fields).Concat(_mapping.Relationships.Where(r => r.Name == owner).SelectMany(r => r.Fields))
            .FirstOrDefault(f => f.Name == field) is { } mapped ? string.Join(" and ", mapped.Sources) : null;

    public void Dispose() => File.Dispose();
}
