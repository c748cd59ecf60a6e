using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Planning;

/// <summary>Reads arguments whose values are bound when the plan runs.</summary>
internal static class ArgumentReader
{
    /// <param name="given">The arguments in the document.</param>
    /// <param name="declared">The arguments in the schema, with their defaults.</param>
    public static Argument Read(GraphQLArguments? given, QueryArguments declared, string name)
    {
        var argument = declared.Find(name)!;
        var value = given?.Items.Find(a => a.Name == name)?.Value;
        return value is null ? new Argument.Literal(argument.DefaultValue) : Read(value, argument.DefaultValue);
    }

    /// <summary>Reads an argument for which null differs from no value. A variable without a value resolves to <see cref="Argument.NotGiven"/>.</summary>
    /// <returns>Null if the document does not have the argument.</returns>
    public static Argument? ReadOptional(GraphQLArguments? given, string name) =>
        given?.Items.Find(a => a.Name == name) is { Value: var value } ? Read(value, Argument.NotGiven) : null;

    private static Argument Read(GraphQLValue value, object? ifMissing) => value switch
    {
        GraphQLVariable variable => new Argument.Variable(variable.Name.StringValue, ifMissing),
        GraphQLNullValue => Argument.None,
        GraphQLStringValue text => new Argument.Literal(text.Value.ToString()),
        GraphQLEnumValue text => new Argument.Literal(text.Name.StringValue),
        GraphQLBooleanValue flag => new Argument.Literal(flag.BoolValue),
        GraphQLIntValue number => new Argument.Literal(Whole(number.Value.ToString())),
        GraphQLFloatValue number => new Argument.Literal(double.Parse(number.Value.ToString(), CultureInfo.InvariantCulture)),
        GraphQLListValue list => new Argument.List([.. (list.Values ?? []).Select(v => Read(v, null))]),
        _ => throw new UnreachableException($"{value.Kind}"),
    };

    /// <summary>A long, or the text of a number that is too large for it: an id can be any whole number.</summary>
    private static object Whole(string digits) =>
        BigInteger.Parse(digits, CultureInfo.InvariantCulture) is var number && number >= long.MinValue && number <= long.MaxValue ? (long)number : digits;
}
