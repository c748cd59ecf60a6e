using System.Collections.Immutable;
using System.Globalization;

namespace KnowledgeGraph.Planning;

/// <summary>What an argument is given: a literal, a variable, or a list with such items.</summary>
public abstract record Argument
{
    public sealed record Literal(object? Value) : Argument
    {
        public override string ToString() => Value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => Value.ToString()!,
        };
    }

    /// <param name="Default">The argument's own default: it holds where the variable is not given.</param>
    public sealed record Variable(string Name, object? Default) : Argument
    {
        public override string ToString() => "$" + Name;
    }

    /// <summary>A value within a variable: its keys and places in lists.</summary>
    public sealed record Within(string Name, ImmutableArray<object> Path) : Argument
    {
        public override string ToString() => "$" + Name + string.Concat(Path.Select(p => p is int at ? $"[{at}]" : $".{p}"));
    }

    public sealed record List(ImmutableArray<Argument> Items) : Argument
    {
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    /// <summary>An input object: its structure is known when a plan is made, the values within when it runs.</summary>
    public sealed record Object(ImmutableArray<KeyValuePair<string, Argument>> Fields) : Argument
    {
        public override string ToString() => $"{{{string.Join(", ", Fields.Select(f => $"{f.Key}: {f.Value}"))}}}";
    }

    public static readonly Argument None = new Literal(null);

    public bool IsNone => this is Literal { Value: null };

    /// <summary>The value, with the variables of a request.</summary>
    public object? Resolve(IReadOnlyDictionary<string, object?> variables) => this switch
    {
        Literal literal => literal.Value,
        Variable variable => variables.TryGetValue(variable.Name, out var value) ? value : variable.Default,
        Within within => within.Path.Aggregate(variables[within.Name], (value, step) => step is int at
            ? ((IReadOnlyList<object?>)value!)[at] : ((IReadOnlyDictionary<string, object?>)value!)[(string)step]),
        List list => list.Items.Select(i => i.Resolve(variables)).ToArray(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
