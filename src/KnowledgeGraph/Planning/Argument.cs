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

    public sealed record List(ImmutableArray<Argument> Items) : Argument
    {
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    public static readonly Argument None = new Literal(null);

    public bool IsNone => this is Literal { Value: null };

    /// <summary>The value, with the variables of a request.</summary>
    public object? Resolve(IReadOnlyDictionary<string, object?> variables) => this switch
    {
        Literal literal => literal.Value,
        Variable variable => variables.TryGetValue(variable.Name, out var value) ? value : variable.Default,
        List list => list.Items.Select(i => i.Resolve(variables)).ToArray(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
