using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Arguments whose structure is part of a plan: `where`, `whereEdge`, `order`, `orderEdge` and `by`. If a variable has the structure, there is
/// a plan for each structure (the keys, and which of them are null), not for each value. The values of `order` and `by` are structure too.
/// </summary>
internal static class StructuredArguments
{
    private static readonly string[] s_names = ["where", "whereEdge", "order", "orderEdge", "by"];

    /// <summary>The variables within such arguments, sorted by name, and whether their values are structure too.</summary>
    public static ImmutableArray<(string Name, bool IsWhole)> Variables(GraphQLDocument document)
    {
        var found = new Finder.Context();
        new Finder().VisitAsync(document, found).AsTask().GetAwaiter().GetResult();
        return [.. found.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value))];
    }

    private sealed class Finder : ASTVisitor<Finder.Context>
    {
        public sealed class Context : IASTVisitorContext
        {
            public Dictionary<string, bool> Variables { get; } = [];
            public string? Argument { get; set; }
            public CancellationToken CancellationToken => default;
        }

        protected override async ValueTask VisitArgumentAsync(GraphQLArgument argument, Context context)
        {
            if (!s_names.Contains(argument.Name.StringValue))
                return;
            context.Argument = argument.Name.StringValue;
            await base.VisitArgumentAsync(argument, context).ConfigureAwait(false);
            context.Argument = null;
        }

        protected override ValueTask VisitVariableAsync(GraphQLVariable variable, Context context)
        {
            if (context.Argument is not null)
                context.Variables[variable.Name.StringValue] = context.Variables.GetValueOrDefault(variable.Name.StringValue) || context.Argument is not ("where" or "whereEdge");
            return default;
        }
    }

    /// <summary>The structure of the values of variables, as text. Two requests with the same text share a plan.</summary>
    public static string Shape(ImmutableArray<(string Name, bool IsWhole)> structured, IReadOnlyDictionary<string, object?> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, isWhole) in structured)
        {
            text.Append(name);
            if (variables.TryGetValue(name, out var value))
                Append(text.Append('='), value, isWhole);
            text.Append(';');
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, bool isWhole)
    {
        switch (value)
        {
            case null: text.Append('0'); break;
            case IReadOnlyDictionary<string, object?> fields:
                text.Append('{');
                foreach (var (name, field) in fields)
                {
                    Append(text.Append(name).Append(':'), field, isWhole);
                    text.Append(',');
                }
                text.Append('}');
                break;
            case IEnumerable items and not string when isWhole || items.Cast<object?>().Any(i => i is IDictionary or IReadOnlyDictionary<string, object?>):
                text.Append('[');
                foreach (var item in items)
                {
                    Append(text, item, isWhole);
                    text.Append(',');
                }
                text.Append(']');
                break;
            default: text.Append(isWhole ? Convert.ToString(value, CultureInfo.InvariantCulture) : "1"); break;
        }
    }

    /// <summary>The argument with its structure; null if it is a variable without a value.</summary>
    public static Argument? Read(GraphQLValue value, IReadOnlyDictionary<string, object?> variables) => value switch
    {
        GraphQLVariable variable => variables.TryGetValue(variable.Name.StringValue, out var given) ? Read(given, variable.Name.StringValue, []) : null,
        GraphQLObjectValue fields => new Argument.Object([.. (fields.Fields ?? [])
            .Select(f => KeyValuePair.Create(f.Name.StringValue, Read(f.Value, variables)!)).Where(f => f.Value is not null)]),
        GraphQLListValue list => new Argument.List([.. (list.Values ?? []).Select(v => Read(v, variables) ?? Argument.None)]),
        GraphQLNullValue => Argument.None,
        GraphQLStringValue text => new Argument.Literal(text.Value.ToString()),
        GraphQLEnumValue text => new Argument.Literal(text.Name.StringValue),
        GraphQLBooleanValue flag => new Argument.Literal(flag.BoolValue),
        GraphQLIntValue number => new Argument.Literal(double.Parse(number.Value.ToString(), CultureInfo.InvariantCulture)),
        GraphQLFloatValue number => new Argument.Literal(double.Parse(number.Value.ToString(), CultureInfo.InvariantCulture)),
        _ => throw new UnreachableException(),
    };

    private static Argument Read(object? value, string name, ImmutableArray<object> path) => value switch
    {
        null => Argument.None,
        IReadOnlyDictionary<string, object?> fields => new Argument.Object([.. fields.Select(f => KeyValuePair.Create(f.Key, Read(f.Value, name, path.Add(f.Key))))]),
        IEnumerable items and not string when items.Cast<object?>().Any(i => i is IReadOnlyDictionary<string, object?>) =>
            new Argument.List([.. items.Cast<object?>().Select((item, i) => Read(item, name, path.Add(i)))]),
        _ => new Argument.Within(name, path),
    };
}
