using System.Collections.Immutable;
using System.Globalization;

namespace KnowledgeGraph.Planning;

/// <summary>The value of an argument: a literal, a variable, or a list or object of such values.</summary>
public abstract record Argument
{
    public sealed record Literal(object? Value) : Argument
    {
        public override object? Resolve(IReadOnlyDictionary<string, object?> variables) => Value;

        public override string ToString() => Value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => Value.ToString()!,
        };
    }

    /// <param name="Default">The default of the argument, which is used if the variable has no value.</param>
    public sealed record Variable(string Name, object? Default) : Argument
    {
        public override object? Resolve(IReadOnlyDictionary<string, object?> variables) => variables.TryGetValue(Name, out var value) ? value : Default;

        public override string ToString() => "$" + Name;
    }

    /// <summary>A value within a variable.</summary>
    /// <param name="Path">Keys of objects and positions in lists.</param>
    public sealed record Within(string Name, ImmutableArray<object> Path) : Argument
    {
        public override object? Resolve(IReadOnlyDictionary<string, object?> variables) => Path.Aggregate(variables[Name], (value, step) => step is int at
            ? ((IReadOnlyList<object?>)value!)[at] : ((IReadOnlyDictionary<string, object?>)value!)[(string)step]);

        public override string ToString() => "$" + Name + string.Concat(Path.Select(p => p is int at ? $"[{at}]" : $".{p}"));
    }

    public sealed record List(ImmutableArray<Argument> Items) : Argument
    {
        public override object? Resolve(IReadOnlyDictionary<string, object?> variables) => Items.Select(i => i.Resolve(variables)).ToArray();

        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    /// <summary>An input object. Its structure is known when the plan is made, the values within it when the plan runs.</summary>
    public sealed record Object(ImmutableArray<KeyValuePair<string, Argument>> Fields) : Argument
    {
        public override object? Resolve(IReadOnlyDictionary<string, object?> variables) =>
            throw new System.Diagnostics.UnreachableException("The structure of an input object is part of the plan, and only the values within it are resolved.");

        public override string ToString() => $"{{{string.Join(", ", Fields.Select(f => $"{f.Key}: {f.Value}"))}}}";
    }

    public static readonly Argument None = new Literal(null);

    /// <summary>What an optional argument resolves to if it is a variable without a value.</summary>
    public static readonly object NotGiven = new();

    public bool IsNone => this is Literal { Value: null };

    /// <summary>The value, with the variables of a request.</summary>
    public abstract object? Resolve(IReadOnlyDictionary<string, object?> variables);
}
