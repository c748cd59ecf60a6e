using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Runs queries, and finds the claims that their answers rest on.</summary>
internal sealed class AnswerReader(GraphSchema schema, AgentOperations operations, ClaimReader claims)
{
    /// <param name="document">A query that is valid and within the limits: the fields that are added for the evidence are not the client's.</param>
    /// <exception cref="GraphErrorException">The operation is not right, or beyond a limit.</exception>
    /// <exception cref="Requests.RequestRefusedException">The caller may not run it, or it cannot be run now.</exception>
    public async Task<AgentAnswer> Ask(
        string document, IReadOnlyDictionary<string, object?> variables, QuestionCaller caller, CancellationToken stop, string? operationName = null)
    {
        var (response, notes) = await Run(document, variables, caller, operationName, stop);
        var traced = TracedResponse.Read((JsonObject)response["data"]!);
        var evidence = await claims.Read(traced, caller, stop);
        return new AgentAnswer(traced.Data, traced.Version)
        {
            HasEntries = traced.HasEntries,
            Supports = evidence.Supports,
            Evidence = evidence.Lines,
            Excluded = traced.Excluded,
            Notes = [.. notes, .. (response["extensions"]?["notes"] as JsonArray ?? []).Select(n => n!.GetValue<string>()), .. evidence.Notes],
        };
    }

    private async Task<(JsonObject Response, ImmutableArray<string> Notes)> Run(
        string document, IReadOnlyDictionary<string, object?> variables, QuestionCaller caller, string? operationName, CancellationToken stop)
    {
        try
        {
            var traced = TracedDocument.Of(schema, document, operationName, stop);
            return (await operations.Run(AgentOperations.RequestOf(traced, variables, caller, operationName), stop), []);
        }
        catch (GraphErrorException e)
        {
            // With the fields for the evidence it is beyond a limit. Without them it is not.
            var response = await operations.Run(AgentOperations.RequestOf(document, variables, caller, operationName), stop);
            response["data"]![TracedDocument.Graph] = new JsonObject { ["version"] = await operations.Version(caller, stop) };
            return (response, [$"The evidence is missing, because finding it would be beyond a limit. Ask for less. {e.Errors[0].Message}"]);
        }
    }
}
