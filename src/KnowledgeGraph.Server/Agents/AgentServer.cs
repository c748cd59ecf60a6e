using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Agents.Tools;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Serves agents by the Model Context Protocol (https://modelcontextprotocol.io), over whatever transport.</summary>
internal sealed class AgentServer(GraphSchema schema, OperationRunner runner, QuestionFolder folder, ServerOptions options, ILogger<AgentServer> logger)
{
    private const string Instructions = """
        A knowledge graph of actors, agreements, measures and their objectives, with the reports that are the evidence.
        Ask the tool of a named question first. Find ids with `search`. Use `schema_search` before `query`.
        Every answer has numbered evidence. Cite it with marks such as [1], quote exactly, and check the draft with `check_citations`.
        If an answer says that the graph knows nothing of something, say so. Do not guess.
        `version` is the version of the graph that an answer was read from.
        """;

    private readonly AgentTools _tools = new(schema, runner, folder, options);
    private readonly AgentResources _resources = new(schema, runner, folder);

    /// <summary>Sets what a session offers to one caller.</summary>
    public void Configure(McpServerOptions session, QuestionCaller caller)
    {
        session.ServerInfo = new Implementation { Name = "KnowledgeGraph", Title = "KnowledgeGraph", Version = typeof(AgentServer).Assembly.GetName().Version!.ToString(3) };
        session.ServerInstructions = Instructions;
        session.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. _tools.All.Select(t => t.Tool)] });
        session.Handlers.CallToolHandler = async (request, stop) => await Call(request.Params, caller, stop);
        session.Handlers.ListResourcesHandler = (_, _) => ValueTask.FromResult(new ListResourcesResult { Resources = _resources.List() });
        session.Handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult { ResourceTemplates = AgentResources.Templates() });
        session.Handlers.ReadResourceHandler = async (request, stop) => await Read(request.Params.Uri, request.Server.NegotiatedProtocolVersion, caller, stop);
    }

    private async Task<CallToolResult> Call(CallToolRequestParams call, QuestionCaller caller, CancellationToken stop)
    {
        var tool = _tools.Find(call.Name) ?? throw new McpProtocolException(
            $"There is no tool `{Excerpt.Of(call.Name)}`. {Suggest(call.Name)}", McpErrorCode.InvalidParams);
        try
        {
            return AnswerWriter.Write(await tool.Call(ToolArguments.Read(tool.Tool, call.Arguments, runner.MaxListSize), caller, stop));
        }
        catch (Exception e) when (Refusal.Of(e, logger, stop) is { } refusal)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = Explain(refusal, withPlaces: tool is QueryTool) }] };
        }
    }

    private string Suggest(string name) =>
        Nearest.Find(name, _tools.All.Select(t => t.Tool.Name)) is { } nearest ? $"Did you mean `{nearest}`?" : "`tools/list` names them.";

    private async Task<ReadResourceResult> Read(string uri, string? protocolVersion, QuestionCaller caller, CancellationToken stop)
    {
        try
        {
            // Since 2026-07-28, a resource that does not exist is a wrong parameter.
            return await _resources.Read(uri, caller, stop) ?? throw new McpProtocolException(
                $"The graph knows nothing of {Excerpt.Of(uri)}.",
                string.CompareOrdinal(protocolVersion, "2026-07-28") >= 0 ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound);
        }
        catch (Exception e) when (e is not McpProtocolException && Refusal.Of(e, logger, stop) is { } refusal)
        {
            throw new McpProtocolException(Explain(refusal, withPlaces: false), refusal.Kind == RefusalKind.Fault ? McpErrorCode.InternalError : McpErrorCode.InvalidRequest);
        }
    }

    /// <param name="withPlaces">Whether the agent has written the document, so that the places in it help.</param>
    private static string Explain(Refusal refusal, bool withPlaces) => string.Join('\n', refusal.Errors.Take(ErrorWriter.MaxErrors).Select(e =>
        $"{(withPlaces && e.Locations is [var (line, column), ..] ? $"Line {line}, column {column}: " : "")}{Excerpt.OfMessage(e.Message)} ({e.Code})"));
}
