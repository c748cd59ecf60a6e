using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>A format of an export.</summary>
/// <param name="Name">Its name in `--format` and `?format=`.</param>
/// <param name="Extensions">Extensions of files that have it.</param>
/// <param name="ContentType">The media type of its file.</param>
/// <param name="Writer">What writes it.</param>
internal sealed record ExportFormat(string Name, string[] Extensions, string ContentType, IGraphWriter Writer)
{
    public static readonly ExportFormat Yaml = new("yaml", [".yaml", ".yml"], "application/zip", new YamlWriter()) { IsFolder = true };

    /// <summary>All formats. The first one is the default.</summary>
    public static readonly ExportFormat[] All =
    [
        new("jsonl", [".jsonl", ".ndjson"], "application/x-ndjson", new JsonLinesWriter()),
        Yaml,
        new("csv", [".csv"], "application/zip", new CsvGraphWriter()) { IsFolder = true },
        new("graphml", [".graphml"], "application/graphml+xml", new GraphMlWriter()),
        new("cypher", [".cypher", ".cql"], "application/x-cypher-query", new CypherScriptWriter()),
        new("jsonld", [".jsonld"], "application/ld+json", new JsonLdWriter()),
    ];

    public static readonly string[] Names = [.. All.Select(f => f.Name)];

    /// <summary>Whether an export is a folder of files, which is sent as a zip.</summary>
    public bool IsFolder { get; private init; }

    /// <summary>The name of its only file, or of the zip.</summary>
    public string FileName => IsFolder ? $"graph-{Name}.zip" : $"graph{Extensions[0]}";

    /// <exception cref="FormatException">There is no such format; the message says which there are.</exception>
    public static ExportFormat Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new FormatException($"The format must be one of {string.Join(", ", Names)}, but was `{Excerpt.Of(name)}`.{Suggestion(name)}");

    private static string Suggestion(string name) => Nearest.Find(name, Names) is { } nearest ? $" Did you mean `{nearest}`?" : "";

    /// <summary>The format of a file by its extension; null if no format has it.</summary>
    public static ExportFormat? OfFile(string name) => All.FirstOrDefault(f => f.Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));
}
