using System.Diagnostics;
using System.Globalization;
using GraphQLParser.AST;

namespace KnowledgeGraph.Planning;

/// <summary>Reads the literal of an input with the variables in it. A field whose variable has no value is left out, as if it was not given.</summary>
internal static class InputLiteral
{
    private static readonly object s_absent = new();

    public static object? Read(GraphQLValue value, IReadOnlyDictionary<string, object?> variables) => ReadAny(value, variables) is var read && read == s_absent ? null : read;

    private static object? ReadAny(GraphQLValue value, IReadOnlyDictionary<string, object?> variables) => value switch
    {
        GraphQLVariable variable => variables.TryGetValue(variable.Name.StringValue, out var given) ? given : s_absent,
        GraphQLObjectValue fields => (fields.Fields ?? []).Select(f => (f.Name.StringValue, Value: ReadAny(f.Value, variables)))
            .Where(f => f.Value != s_absent).ToDictionary(f => f.StringValue, f => f.Value),
        GraphQLListValue list => (list.Values ?? []).Select(v => Read(v, variables)).ToList(),
        GraphQLNullValue => null,
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue text => text.Name.StringValue,
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue number when long.TryParse(number.Value.Span, CultureInfo.InvariantCulture, out var whole) => whole,
        GraphQLIntValue number => number.Value.ToString(),
        GraphQLFloatValue number => double.Parse(number.Value.Span, CultureInfo.InvariantCulture),
        _ => throw new UnreachableException($"{value.Kind}"),
    };
}
