using System.Collections;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning;

/// <summary>The first mistake in a value of a request: where it is, what is wrong and what to write instead.</summary>
/// <param name="Value">The literal that is wrong; null in the value of a variable.</param>
internal sealed record InputMistake(string Message, ErrorFacts Facts, ASTNode? Value)
{
    private const int MaxNames = 30;

    /// <summary>Finds the first mistake in a literal or in the value of a variable. Variables within a literal are skipped.</summary>
    /// <param name="path">The name of the value in the message, such as <c>where.name.eq</c>.</param>
    /// <param name="isOfWrite">Whether the value belongs to a write, which checks the form of texts itself.</param>
    public static InputMistake? Find(IGraphType type, object? value, string path, bool isOfWrite = false)
    {
        if (value is GraphQLVariable)
            return null;
        var node = value as ASTNode;
        if (value is null or GraphQLNullValue)
            return type is NonNullGraphType ? new($"`{path}` cannot be null.", new(path), node) : null;
        return type switch
        {
            NonNullGraphType required => Find(required.ResolvedType!, value, path, isOfWrite),
            ListGraphType list when ItemsOf(value) is { } items => items.Select((item, i) => Find(list.ResolvedType!, item, $"{path}[{i}]", isOfWrite)).FirstOrDefault(m => m is not null),
            ListGraphType list => Find(list.ResolvedType!, value, path, isOfWrite),
            IInputObjectGraphType fields => InFields(fields, value, path),
            EnumerationGraphType values => InEnum(values, value, path),
            TextScalar when isOfWrite && value is (string or GraphQLStringValue) => null,
            ScalarGraphType scalar => InScalar(scalar, value, path),
            _ => null,
        };
    }

    private static IEnumerable<object?>? ItemsOf(object value) => value switch
    {
        GraphQLListValue list => list.Values ?? [],
        IDictionary or IReadOnlyDictionary<string, object?> or string => null,
        IEnumerable items => items.Cast<object?>(),
        _ => null,
    };

    private static List<(string Name, object? Value, ASTNode? Node)>? FieldsOf(object value) => value switch
    {
        GraphQLObjectValue literal => [.. (literal.Fields ?? []).Select(f => (f.Name.StringValue, (object?)f.Value, (ASTNode?)f))],
        IReadOnlyDictionary<string, object?> given => [.. given.Select(f => (f.Key, f.Value, (ASTNode?)null))],
        _ => null,
    };

    private static InputMistake? InFields(IInputObjectGraphType type, object value, string path)
    {
        if (FieldsOf(value) is not { } given)
            return Wrong(path, $"an object of type {type.Name}", value);
        foreach (var (name, inner, node) in given)
        {
            if (type.Fields.Find(name) is not { } field)
            {
                var names = type.Fields.Select(f => f.Name).ToList();
                return new($"`{path}` has no field `{name}`.{Suggestion(name, names)}", new(path, name, string.Join(", ", names.Take(MaxNames))), node ?? value as ASTNode);
            }
            if (Find(field.ResolvedType!, inner, $"{path}.{name}", InputTypes.IsOfWrite(type)) is { } mistake)
                return mistake;
        }
        if (type.IsOneOf && given is not [{ Value: not null and not GraphQLNullValue }])
            return new($"`{path}` must have exactly one field with a value, but has {(given is [_] ? "null" : given.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))}.", new(path, given.Count, 1), value as ASTNode);
        var missing = type.Fields.FirstOrDefault(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null && !given.Exists(g => g.Name == f.Name));
        return missing is null ? null : new($"`{path}` needs the field `{missing.Name}`.", new($"{path}.{missing.Name}"), value as ASTNode);
    }

    private static InputMistake? InEnum(EnumerationGraphType type, object value, string path)
    {
        var name = value switch { GraphQLEnumValue literal => literal.Name.StringValue, GraphQLStringValue text => text.Value.ToString(), string text => text, _ => null };
        var names = type.Values.Select(v => v.Name).ToList();
        if (name is null)
            return Wrong(path, $"a value of {type.Name}", value);
        if (!names.Contains(name))
            return new($"`{path}` must be a value of {type.Name}, but was `{name}`.{Suggestion(name, names)}", new(path, name, string.Join(", ", names.Take(MaxNames))), value as ASTNode);
        return value is GraphQLStringValue ? new($"`{path}` must be written without quotes: {name}.", new(path, name), (ASTNode)value) : null;
    }

    private static InputMistake? InScalar(ScalarGraphType type, object value, string path)
    {
        if (value is GraphQLValue literal ? type.CanParseLiteral(literal) : type.CanParseValue(value))
            return null;
        if (type is PartialDateScalar && value is GraphQLIntValue year)
            return new($"`{path}` is a date, which needs quotes: \"{year.Value}\".", new(path, year.Value.ToString()), year);
        return Wrong(path, ScalarSchema.ExpectedOf(type), value);
    }

    private static InputMistake Wrong(string path, string allowed, object value)
    {
        var given = value switch { GraphQLStringValue literal => literal.Value.ToString(), string text => text, _ => Describe(value) };
        return new($"`{path}` must be {allowed}, but was {Describe(value)}.", new(path, given, allowed), value as ASTNode);
    }

    private static string Describe(object value) => value switch
    {
        GraphQLStringValue text => $"\"{Excerpt.Of(text.Value.ToString())}\"",
        GraphQLIntValue number => Excerpt.Of(number.Value.ToString()),
        GraphQLFloatValue number => Excerpt.Of(number.Value.ToString()),
        GraphQLBooleanValue flag => flag.BoolValue ? "true" : "false",
        GraphQLEnumValue name => Excerpt.Of(name.Name.StringValue),
        GraphQLListValue => "a list",
        GraphQLObjectValue or IReadOnlyDictionary<string, object?> => "an object",
        string text => $"\"{Excerpt.Of(text)}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => "a list",
    };

    private static string Suggestion(string name, IEnumerable<string> names) =>
        name.Length <= Excerpt.MaxLength && Nearest.FindAll(name, names).Take(3).ToList() is { Count: > 0 } close ? $" Did you mean `{string.Join("` or `", close)}`?" : "";
}
