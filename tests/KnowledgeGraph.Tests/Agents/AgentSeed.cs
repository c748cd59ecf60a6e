using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Agents;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Agents;

/// <summary>The tools over a store with the whole seed.</summary>
internal sealed class AgentSeed : IDisposable
{
    private static readonly QuestionCaller s_caller = new(Caller.Nobody, IPAddress.Loopback);

    private readonly OperationRunner _runner;
    private readonly AgentTools _tools;

    public AgentSeed(IGraphStore store)
    {
        var options = new ServerOptions();
        _runner = new OperationRunner(TestGraph.Schema, store, PersistedOperations.None, options, TimeProvider.System, NullLogger<OperationRunner>.Instance);
        Questions = new QuestionFolder(SeedFolders.Questions, TestGraph.Schema, OperationLimits.None, TimeProvider.System);
        _tools = new AgentTools(TestGraph.Schema, _runner, Questions, options);
    }

    public QuestionFolder Questions { get; }

    public async Task<AgentAnswer> Call(string tool, object? arguments = null)
    {
        var found = _tools.Find(tool)!;
        var given = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        return await found.Call(ToolArguments.Read(found.Tool, given, _runner.MaxListSize), s_caller, CancellationToken.None);
    }

    /// <summary>The data of a query, as any other client gets it.</summary>
    public async Task<JsonNode> Ask(string document) =>
        (await new AgentOperations(_runner).Run(AgentOperations.RequestOf(document, null, s_caller), CancellationToken.None))["data"]!;

    public void Dispose() => _runner.Dispose();
}
