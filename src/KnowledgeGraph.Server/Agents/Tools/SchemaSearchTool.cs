using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Finds the parts of the schema for some words, so that an agent need not read all of it.</summary>
internal sealed class SchemaSearchTool(SchemaIndex index, QuestionFolder questions, AgentOperations operations) : IAgentTool
{
    /// <summary>The most characters of a result: of its text and of its structured content together.</summary>
    public const int MaxResult = 8_000;

    /// <summary>Characters for what surrounds the entries.</summary>
    private const int Frame = 400;

    private const int MaxText = 200;

    public Tool Tool { get; } = ToolSchema.Reading(
        "schema_search", "Search the schema",
        $"Finds the types, fields and example operations of the GraphQL schema for some words. Use it before the tool `query`. The result has at most {MaxResult:N0} characters.",
        new ToolArgument("text", ToolSchema.Text(), $"Words for what is needed, such as: agreements signed between two dates. At most {MaxText} characters.", IsRequired: true));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var text = arguments.Text("text", MaxText);
        var found = index.Find(text, questions.Current.All);
        var parts = new Dictionary<SchemaPart, List<string>> { [SchemaPart.Type] = [], [SchemaPart.Field] = [], [SchemaPart.Example] = [] };
        var left = MaxResult - Frame;
        foreach (var entry in found)
        {
            var size = entry.Text.Length + JsonSerializer.Serialize(entry.Text, AnswerWriter.Json).Length + 4;
            if (size <= left)
            {
                left -= size;
                parts[entry.Part].Add(entry.Text);
            }
        }
        var data = new JsonObject(parts.Select(p => KeyValuePair.Create(KeyOf(p.Key), (JsonNode?)new JsonArray([.. p.Value.Select(t => (JsonNode)t)]))));
        var answer = new AgentAnswer(data, await operations.Version(caller, stop)) { Text = string.Join('\n', parts.SelectMany(p => p.Value)) };
        return answer.Text.Length == 0 ? answer.Nothing($"“{text}”: no type, field or question has these words") : answer;
    }

    private static string KeyOf(SchemaPart part) => part switch
    {
        SchemaPart.Type => "types",
        SchemaPart.Field => "fields",
        SchemaPart.Example => "examples",
        _ => throw new System.Diagnostics.UnreachableException($"{part}"),
    };
}
