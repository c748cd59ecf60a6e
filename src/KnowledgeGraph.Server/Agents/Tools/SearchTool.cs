using GraphQL.Types;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Finds nodes by words.</summary>
internal sealed class SearchTool(GraphSchema schema, AnswerReader answers) : IAgentTool
{
    private const int DefaultFirst = 10;

    private const string Document =
        "query Search($text: String!, $types: [NodeType!], $first: Int!) { search(text: $text, types: $types, first: $first) { totalCount nodes { score node { __typename id displayName } } } }";

    private readonly IGraphType _types = new ListGraphType(new NonNullGraphType(schema.Types.AllTypes["NodeType"]!));

    public Tool Tool { get; } = ToolSchema.Reading(
        "search", "Search", "Finds nodes of the graph by the beginnings of words in their names, aliases and texts. Use it to find the ids that other tools take.",
        new("text", ToolSchema.Text(), "The words to find, for example a name or a question. At most 200 characters and 16 words.", IsRequired: true),
        new("types", ToolSchema.ListOf(OpenApiSchemas.Inline(schema.Types.AllTypes["NodeType"]!)), "Only nodes of these types. Default: all types."),
        new("first", ToolSchema.WholeNumber(1, GraphSchema.MaxPageSize, DefaultFirst), $"How many nodes to return. Default {DefaultFirst}, maximum {GraphSchema.MaxPageSize}."));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var text = arguments.Text("text");
        var types = arguments.List("types");
        if (InputMistake.Find(_types, types, "types") is { } mistake)
            throw ToolArguments.Refuse("types", mistake.Message, mistake.Facts.Given, mistake.Facts.Allowed);
        var answer = await answers.Ask(
            Document, new Dictionary<string, object?> { ["text"] = text, ["types"] = types, ["first"] = arguments.Number("first") ?? DefaultFirst }, caller, stop);
        return answer.Data["search"]!["totalCount"]!.GetValue<long>() == 0 ? answer.Nothing($"“{text}”") : answer;
    }
}
