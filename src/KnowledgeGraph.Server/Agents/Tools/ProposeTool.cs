using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Proposes a change for review. It commits nothing.</summary>
internal sealed class ProposeTool(GraphSchema schema, AgentOperations operations, Permission permission, ServerOptions options) : IAgentTool
{
    public Tool Tool { get; } = ToolSchema.Adding(
        "propose", "Propose a change",
        "Proposes a change of the graph for review: a GraphQL mutation that is checked and stored, and committed only when a reviewer accepts it. Needs a token with the scope graph:propose.",
        new("mutation", ToolSchema.Text(), "The text of a GraphQL document with one mutation, such as createAgreement or addRelationship with its evidence. `schema_search` finds them.", IsRequired: true),
        new("variables", ToolSchema.Object(), "The values of its variables."),
        new("title", ToolSchema.Text(), "What the proposal is about, in a few words."),
        new("note", ToolSchema.Text(), "What reviewers should know."));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        permission.Require(caller.Caller, Scope.Propose);
        var document = ProposedDocument.Of(schema, arguments.Text("mutation"), arguments.OptionalText("title"), arguments.OptionalText("note"), options.Limits, stop);
        var request = AgentOperations.RequestOf(document, arguments.Object("variables"), caller);
        (request.MayWrite, request.IsNamed) = (true, false);
        var data = (JsonObject)(await operations.Run(request, stop))["data"]!;
        var (proposals, errors) = (new List<string>(), new List<string>());
        foreach (var payload in data.Select(f => f.Value).OfType<JsonObject>())
        {
            if (payload.Remove(ProposedDocument.Proposal, out var proposal) && proposal is not null)
                proposals.Add($"{proposal["id"]} waits for review ({proposal["status"]}).");
            payload.Remove(ProposedDocument.Errors, out var found);
            errors.AddRange((found as JsonArray ?? []).Select(e => $"{string.Join('.', (JsonArray)e!["path"]!)}: {e["message"]} ({e["code"]})"));
        }
        return new AgentAnswer(data, await operations.Version(caller, stop))
        {
            Text = errors.Count > 0 ? $"Nothing was proposed.\n{string.Join('\n', errors)}" : string.Join('\n', proposals.Distinct().DefaultIfEmpty("Nothing was proposed: the mutation changes nothing, or is a dry run.")),
            IsError = errors.Count > 0,
        };
    }
}
