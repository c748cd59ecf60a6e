using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeGraph.Server.Questions;

/// <summary>Reads the values of a question's variables from the parameters of a URL, and checks them. A parameter of a list is repeated.</summary>
internal static class QuestionParameters
{
    /// <summary>The parameters in their order, with their names as they stand: ASP.NET Core's own collection ignores case.</summary>
    public static ImmutableArray<(string Name, string Value)> Split(string? queryString)
    {
        var pairs = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var pair in new QueryStringEnumerable(queryString))
            pairs.Add((pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return pairs.ToImmutable();
    }

    /// <exception cref="RequestRefusedException">A parameter is unknown, repeated, missing or has a wrong value.</exception>
    public static Dictionary<string, object?> Read(Question question, IEnumerable<(string Name, string Value)> parameters, int maxListSize)
    {
        var given = parameters.GroupBy(p => p.Name, p => p.Value).ToDictionary(g => g.Key, g => g.ToList());
        var names = question.Variables.Select(v => v.Name).ToList();
        if (given.Keys.FirstOrDefault(n => !names.Contains(n)) is { } unknown)
            throw Refuse(unknown, $"The question has no parameter `{Excerpt.Of(unknown)}`. {Suggest(unknown, names)}", allowed: string.Join(", ", names));
        var values = new Dictionary<string, object?>();
        foreach (var variable in question.Variables)
        {
            if (given.TryGetValue(variable.Name, out var texts))
                values[variable.Name] = Read(variable, texts, maxListSize);
            else if (variable.IsRequired)
                throw Refuse(variable.Name, $"The parameter `{variable.Name}` of type {variable.Type} is missing.");
        }
        return values;
    }

    private static string Suggest(string unknown, List<string> names) => names.Count == 0 ? "It has no parameters." : Nearest.Suggest(Excerpt.Of(unknown), names);

    private static object? Read(OutlineVariable variable, List<string> texts, int maxListSize)
    {
        if (variable.ItemType is null && texts.Count > 1)
            throw Refuse(variable.Name, $"The parameter `{variable.Name}` is given {texts.Count} times, but it is no list. Give it once.");
        if (texts.Count > maxListSize)
            throw Refuse(variable.Name, $"The parameter `{variable.Name}` is given {texts.Count} times, but a list can have at most {maxListSize} items.", allowed: maxListSize);
        object? value = variable.ItemType is { } item ? texts.ConvertAll(t => Read(item, t, variable.Name)) : Read(variable.Type, texts[0], variable.Name);
        return InputMistake.Find(variable.Type, value, variable.Name) is { } mistake
            ? throw Refuse(variable.Name, mistake.Message, mistake.Facts.Given, mistake.Facts.Allowed) : value;
    }

    /// <summary>The value of a text. A text that does not fit stays as it is, and is refused as such.</summary>
    private static object? Read(IGraphType type, string text, string name) => type switch
    {
        NonNullGraphType required => Read(required.ResolvedType!, text, name),
        IntGraphType when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number is >= int.MinValue and <= int.MaxValue ? (object)(int)number : number,
        FloatGraphType when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        BooleanGraphType when text is "true" or "false" => text == "true",
        IInputObjectGraphType => ReadObject(text, name),
        _ => text,
    };

    private static Dictionary<string, object?> ReadObject(string text, string name)
    {
        try
        {
            return VariableReader.Read(name, Encoding.UTF8.GetBytes(text));
        }
        catch (RequestRefusedException e)
        {
            throw Refuse(name, e.Message);
        }
    }

    /// <summary>The error of an operation, with the parameter instead of the argument that takes it: the <c>first</c> of a list may come from <c>most</c>.</summary>
    public static GraphError Named(GraphError error, Question question, IReadOnlyDictionary<string, object?> values)
    {
        if (error.Facts.Argument is not { } argument || question.Variables.Any(v => v.Name == argument))
            return error;
        var variable = question.Variables.FirstOrDefault(v => v.Arguments.Contains(argument) && values.TryGetValue(v.Name, out var value) && (error.Facts.Given is null || Equals(value, error.Facts.Given)));
        return variable is null ? error : error with { Message = $"The parameter `{variable.Name}` is wrong: {error.Message}", Facts = error.Facts with { Argument = variable.Name } };
    }

    public static RequestRefusedException Refuse(string name, string message, object? given = null, object? allowed = null) =>
        new(RequestErrorCodes.InvalidParameter, message) { Facts = new ErrorFacts(name, given, allowed) };
}
