using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Operations;

/// <summary>Documents by their ids, read from a folder of manifests when the server starts: as relay-compiler and Apollo's tools write them.</summary>
internal sealed class PersistedOperations
{
    public static readonly PersistedOperations None = new([]);

    private const string ApolloFormat = "apollo-persisted-query-manifest";

    private readonly Dictionary<string, byte[]> _documents;

    private PersistedOperations(Dictionary<string, byte[]> documents) => _documents = documents;

    public int Count => _documents.Count;

    /// <summary>The document as it would stand in a request's JSON; null for an unknown id.</summary>
    public byte[]? Find(string id) => _documents.GetValueOrDefault(id);

    /// <summary>All documents of the folder, each checked against the schema.</summary>
    /// <exception cref="ManifestException">A file that is no manifest, or a document that is not right; the message says which.</exception>
    public static PersistedOperations Load(string? folder, GraphSchema schema, OperationLimits limits)
    {
        if (folder is null)
            return None;
        if (!Directory.Exists(folder))
            throw new ManifestException($"{folder}: The folder does not exist. It must have manifests of persisted operations (*.json).");
        var documents = new Dictionary<string, byte[]>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var (id, document) in Read(file))
            {
                Check(file, id, document, schema, limits);
                var bytes = GraphQLRequest.Encode(document);
                if (!documents.TryAdd(id, bytes) && !documents[id].AsSpan().SequenceEqual(bytes))
                    throw new ManifestException($"{file}: Another manifest has the id {id} with another document.");
            }
        return new PersistedOperations(documents);
    }

    private static IEnumerable<(string Id, string Document)> Read(string file)
    {
        JsonElement root;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            root = json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ManifestException($"{file}: The JSON is not valid at line {e.LineNumber + 1}.");
        }
        if (root.ValueKind != JsonValueKind.Object)
            throw Wrong(file);
        return root.TryGetProperty("format", out var format) && format.ValueEquals(ApolloFormat) ? ReadApollo(file, root) : ReadRelay(file, root);
    }

    // {"<id>": "query …"}
    private static IEnumerable<(string, string)> ReadRelay(string file, JsonElement root) => root.EnumerateObject().Select(p =>
        p.Value.ValueKind == JsonValueKind.String ? (p.Name, p.Value.GetString()!) : throw Wrong(file));

    // {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "…", "name": "…", "type": "query", "body": "query …"}]}
    private static IEnumerable<(string, string)> ReadApollo(string file, JsonElement root)
    {
        if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || version.GetDouble() != 1
            || !root.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
            throw Wrong(file);
        return operations.EnumerateArray().Select(o => o.ValueKind == JsonValueKind.Object
            && o.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            && o.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String ? (id.GetString()!, body.GetString()!) : throw Wrong(file));
    }

    private static ManifestException Wrong(string file) => new(
        $"{file}: This is not a manifest of Relay (an object of documents by their ids) or Apollo ({ApolloFormat}, version 1).");

    private static void Check(string file, string id, string document, GraphSchema schema, OperationLimits limits)
    {
        try
        {
            _ = Operation.Parse(schema, document, null, limits);
        }
        catch (GraphErrorException e) when (e.Errors is not [{ Code: ErrorCodes.OperationNameMissing }])
        {
            throw new ManifestException($"{file}: {id}: {e.Errors[0].Message} ({e.Errors[0].Code})");
        }
    }
}
