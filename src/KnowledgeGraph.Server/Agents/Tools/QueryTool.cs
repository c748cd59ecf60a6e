using System.Text.Json.Nodes;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Runs any query within the limits.</summary>
internal sealed class QueryTool(AgentOperations operations, AnswerReader answers) : IAgentTool
{
    public Tool Tool { get; } = ToolSchema.Reading(
        "query", "Run a GraphQL query",
        "Runs a GraphQL query, and adds the evidence of its relationships. Prefer the tool of a named question if there is one. The tool `schema_search` finds fields and types.",
        new("query", ToolSchema.Text(), "The text of a GraphQL document with a query.", IsRequired: true),
        new("variables", ToolSchema.Object(), "The values of its variables."),
        new("operationName", ToolSchema.Text(), "The operation to run. Needed only if the document has several."));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var (query, variables, name) = (arguments.Text("query"), arguments.Object("variables"), arguments.OptionalText("operationName"));
        var request = AgentOperations.RequestOf(query, variables, caller, name);
        request.IsNamed = false;
        try
        {
            await operations.Check(request, stop);
        }
        catch (RequestRefusedException e) when (e.Code == RequestErrorCodes.MethodNotAllowed)
        {
            throw ToolArguments.Refuse("query", "`query` must be a query, but is a mutation. The tool `propose` takes mutations.");
        }
        var answer = await answers.Ask(query, request.Variables, caller, stop, name);
        return answer.Data.All(f => IsNothing(f.Value)) ? answer.Nothing("what the query asks for") : answer;
    }

    /// <summary>Whether a field of the root found nothing: no node, an empty list, a connection without edges.</summary>
    private static bool IsNothing(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonArray items => items.All(i => i is null),
        JsonObject fields => fields.Any(f => f.Value is JsonArray) && fields.All(f => f.Key == "pageInfo" || f.Value is JsonArray { Count: 0 } || (f.Key == "totalCount" && $"{f.Value}" == "0")),
        _ => false,
    };
}
