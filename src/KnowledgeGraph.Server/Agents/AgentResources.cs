using System.Text.Json.Nodes;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Agents.Tools;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents;

/// <summary>What agents can read without a tool: the questions, a summary of the schema, and each node.</summary>
internal sealed class AgentResources
{
    private const string SchemaUri = "graph://schema";
    private const string Questions = "graph://questions/";
    private const string Nodes = "graph://nodes/";
    private const string Markdown = "text/markdown";
    private const string GraphQL = "application/graphql";
    private const string Json = "application/json";

    private readonly QuestionFolder _folder;
    private readonly AgentOperations _operations;
    private readonly GetTool _get;
    private readonly string _summary;

    public AgentResources(GraphSchema schema, OperationRunner runner, QuestionFolder folder)
    {
        (_folder, _operations, _summary) = (folder, new AgentOperations(runner), SchemaSummary.Of(schema.Model));
        _get = new GetTool(schema, _operations, new AnswerReader(schema, _operations, new ClaimReader(schema, _operations)));
    }

    public IList<Resource> List() =>
    [
        new() { Uri = SchemaUri, Name = "schema", Title = "The schema in short", Description = "The types with their properties and relationships, and how to ask.", MimeType = Markdown },
        .. _folder.Current.All.Where(q => q.Operation is not null).Select(q => new Resource
        {
            Uri = Questions + q.Name,
            Name = q.Name,
            Title = q.Title,
            Description = $"The GraphQL operation of this question. The tool {QuestionTool.NameOf(q.Name)} answers it.",
            MimeType = GraphQL,
        }),
    ];

    public static IList<ResourceTemplate> Templates() =>
    [
        new()
        {
            UriTemplate = Nodes + "{id}",
            Name = "node",
            Title = "A node",
            Description = "A node by its id, such as country:USA, with its properties, its relationships and their evidence.",
            MimeType = Json,
        },
    ];

    /// <returns>Null if there is no such resource.</returns>
    public async Task<ReadResourceResult?> Read(string uri, QuestionCaller caller, CancellationToken stop)
    {
        if (Within(uri, Nodes) is { } id)
        {
            var answer = await _get.Get(id, caller, stop);
            return answer.Unknown is null ? Result(uri, Json, AnswerWriter.StructureOf(answer).ToJsonString(AnswerWriter.Json), answer.Version) : null;
        }
        var version = await _operations.Version(caller, stop);
        if (uri == SchemaUri)
            return Result(uri, Markdown, $"{_summary}\nGraph: version {version}\n", version);
        return Within(uri, Questions) is { } name && _folder.Current.Find(name) is { Operation: not null } question
            ? Result(uri, GraphQL, $"{question.Text.TrimEnd()}\n# Graph: version {version}\n", version) : null;
    }

    private static string? Within(string uri, string start) => uri.StartsWith(start, StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[start.Length..]) : null;

    private static ReadResourceResult Result(string uri, string type, string text, long version) => new()
    {
        Contents = [new TextResourceContents { Uri = uri, MimeType = type, Text = text, Meta = new JsonObject { ["version"] = version } }],
        Meta = new JsonObject { ["version"] = version },
    };
}
