using System.Text.Json.Nodes;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Finds how two nodes connect.</summary>
internal sealed class PathsTool(AnswerReader answers) : IAgentTool
{
    private const string Document = """
        query Paths($from: ID!, $to: ID!, $maxLength: Int!) {
          from: node(id: $from) { id displayName }
          to: node(id: $to) { id displayName }
          paths(from: $from, to: $to, maxLength: $maxLength) {
            length
            independentOrigins
            steps { from { id displayName } forward relationship { type since until contested } to { id displayName } }
          }
        }
        """;

    public Tool Tool { get; } = ToolSchema.Reading(
        "paths", "Find paths", $"Finds how two nodes connect: the shortest paths from one to the other, at most {GraphSchema.DefaultPaths}, with the evidence of each step.",
        new("from", ToolSchema.Text(), "The id of the first node, such as country:USA.", IsRequired: true),
        new("to", ToolSchema.Text(), "The id of the last node.", IsRequired: true),
        new("maxLength", ToolSchema.WholeNumber(1, GraphSchema.MaxPathLength, GraphSchema.DefaultPathLength),
            $"The maximum number of relationships of a path. Default {GraphSchema.DefaultPathLength}, maximum {GraphSchema.MaxPathLength}."));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var (from, to, maxLength) = (arguments.Text("from"), arguments.Text("to"), arguments.Number("maxLength") ?? GraphSchema.DefaultPathLength);
        var answer = await answers.Ask(Document, new Dictionary<string, object?> { ["from"] = from, ["to"] = to, ["maxLength"] = maxLength }, caller, stop);
        if (answer.Data["from"] is null || answer.Data["to"] is null)
            return answer.Nothing($"`{(answer.Data["from"] is null ? from : to)}`");
        return answer.Data["paths"] is JsonArray { Count: > 0 } ? answer : answer.Nothing($"a path from `{from}` to `{to}` with at most {maxLength} relationships");
    }
}
