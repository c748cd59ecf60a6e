using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Reads the response to a <see cref="TracedDocument"/>, and takes out the fields that were added.</summary>
internal sealed class TracedResponse
{
    private readonly List<Support> _supports = [];
    private readonly List<AnswerNode> _nodes = [];
    private readonly HashSet<Exclusion> _excluded = [];

    private TracedResponse(JsonObject data) => Data = data;

    public JsonObject Data { get; }

    public long Version { get; private set; }

    /// <summary>Whether a list of the response has an object.</summary>
    public bool HasEntries { get; private set; }

    /// <summary>The parts that rest on claims, in the order of the response.</summary>
    public IReadOnlyList<Support> Supports => _supports;

    /// <summary>The nodes that are no claims, each once.</summary>
    public IEnumerable<AnswerNode> Nodes => _nodes.DistinctBy(n => n.Id);

    public ImmutableArray<Exclusion> Excluded => [.. _excluded];

    /// <param name="data">The data of the response. It is changed.</param>
    public static TracedResponse Read(JsonObject data)
    {
        var read = new TracedResponse(data) { Version = Take(data, TracedDocument.Graph)!["version"]!.GetValue<long>() };
        read.Visit(data, []);
        return read;
    }

    private void Visit(JsonNode? value, ImmutableArray<object> path)
    {
        if (value is JsonObject fields)
            VisitObject(fields, path);
        for (var i = 0; value is JsonArray items && i < items.Count; i++)
        {
            HasEntries |= items[i] is JsonObject;
            Visit(items[i], path.Add(i));
        }
    }

    private void VisitObject(JsonObject fields, ImmutableArray<object> path)
    {
        var node = Take(fields, TracedDocument.Node);
        if (Take(fields, TracedDocument.Claim) is { } claim)
            _supports.Add(new Support(path, [claim.GetValue<string>()]) { Claim = fields });
        else if (node is not null)
            _nodes.Add(new AnswerNode(node.GetValue<string>(), path, fields));
        if (Take(fields, TracedDocument.Evidence) is JsonArray evidence)
            _supports.Add(new Support(path, ClaimsIn(evidence)) { Subject = fields });
        var edges = Take(fields, TracedDocument.Edges) as JsonArray ?? [];
        for (var i = 0; i < edges.Count; i++)
            _supports.Add(new Support([.. path, "nodes", i], ClaimsIn((JsonArray)edges[i]![TracedDocument.Evidence]!)));
        foreach (var item in Take(fields, TracedDocument.Excluded) as JsonArray ?? [])
            _excluded.Add(new Exclusion(item!["node"]!["id"]!.GetValue<string>(), item["node"]!["name"]!.GetValue<string>(), item["reason"]!.GetValue<string>()));
        foreach (var (key, value) in fields)
            Visit(value, path.Add(key));
    }

    private static ImmutableArray<string> ClaimsIn(JsonArray claims) => [.. claims.Select(c => c![TracedDocument.Claim]!.GetValue<string>())];

    private static JsonNode? Take(JsonObject fields, string key) => fields.Remove(key, out var value) ? value : null;
}

/// <summary>A node in the data of an answer.</summary>
internal sealed record AnswerNode(string Id, ImmutableArray<object> Path, JsonObject Fields);
