using System.Text.Json;
using GraphQL.Types;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Answers a named question.</summary>
internal sealed class QuestionTool(Question question, QuestionRun questions, AnswerReader answers) : IAgentTool
{
    private readonly bool _hasLists = HasLists(question.Operation!.Fields);

    public Tool Tool { get; } = ToolSchema.Reading(NameOf(question.Name), question.Title, DescriptionOf(question), question.Variables.Select(ArgumentOf));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var values = ReadValues(arguments);
        await questions.Run(question, values, caller, answer: null, stop);
        var answer = await answers.Ask(question.Text, values, caller, stop) with { Title = question.Title };
        return IsEmpty(answer) ? answer.Nothing(Asked(values)) : answer;
    }

    /// <summary>Many agents write null where they mean the default.</summary>
    private Dictionary<string, object?> ReadValues(ToolArguments arguments)
    {
        var values = new Dictionary<string, object?>();
        foreach (var variable in question.Variables)
            if (arguments.Values.TryGetValue(variable.Name, out var value) && (value is not null || variable.Type is not NonNullGraphType))
                values[variable.Name] = InputMistake.Find(variable.Type, value, variable.Name) is { } mistake
                    ? throw ToolArguments.Refuse(variable.Name, mistake.Message, mistake.Facts.Given, mistake.Facts.Allowed) : value;
        return values;
    }

    /// <summary>The name of the question as the name of a tool, which can have letters, digits and underscores.</summary>
    public static string NameOf(string question) => string.Concat(question.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string DescriptionOf(Question question) => question.Description is { } more ? $"{question.Title}\n{more}" : question.Title;

    private static ToolArgument ArgumentOf(OutlineVariable variable)
    {
        var schema = OpenApiSchemas.Inline(variable.Type);
        var byDefault = LiteralJson.Of(variable.Default, variable.Type);
        if (byDefault is not null)
            schema["default"] = byDefault;
        var description = variable.Description ?? $"A value of type {variable.Type}.";
        return new ToolArgument(variable.Name, schema, byDefault is null ? description : $"{description} Default of this question: {byDefault.ToJsonString()}.", variable.IsRequired);
    }

    private static bool HasLists(IEnumerable<OutlineField> fields) => fields.Any(f => f.IsList || HasLists(f.Fields));

    /// <summary>Whether nothing was found: no list has an object, or, in a question without lists, no field a value.</summary>
    private bool IsEmpty(AgentAnswer answer) => answer.Excluded.IsEmpty
        && (_hasLists ? !answer.HasEntries && !answer.Supports.Any(s => s.Claim is not null) : answer.Data.All(f => f.Value is null));

    // “Which countries …?” with country "ZZ" and asOf "2024"
    private string Asked(Dictionary<string, object?> values) =>
        $"“{question.Title}”{(values.Count == 0 ? "" : $" with {string.Join(" and ", values.Select(v => $"{v.Key} {JsonSerializer.Serialize(v.Value, AnswerWriter.Json)}"))}")}";
}
