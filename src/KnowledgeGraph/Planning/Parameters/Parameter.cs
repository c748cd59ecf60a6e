using System.Collections.Immutable;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>
/// A value that an operation takes from its arguments when it runs. It is checked here once, before anything is read, so that both stores
/// can rely on it.
/// </summary>
public abstract record Parameter
{
    internal DocumentText? Document { get; init; }
    /// <summary>The position in the tokens of the document.</summary>
    internal int Position { get; init; }
    /// <summary>The place in the document, for errors.</summary>
    public (int Line, int Column) Location => Document!.Locate(Position);
    public ImmutableArray<object> Path { get; init; } = [];

    /// <summary>Whether the parameter stands for the same number of items in every request.</summary>
    internal virtual bool HasFixedSize => false;

    /// <summary>The value in one request.</summary>
    public abstract object? Bind(IReadOnlyDictionary<string, object?> variables);

    protected GraphErrorException Refuse(string message, string code, ErrorFacts facts = default) =>
        new([new GraphError(message, code) { Locations = [Location], Path = Path, Facts = facts }]);
}

/// <summary>A parameter with values of one type, which a <see cref="Slot{T}"/> reads.</summary>
public abstract record Parameter<T> : Parameter
{
    public sealed override object? Bind(IReadOnlyDictionary<string, object?> variables) => ValueOf(variables);

    /// <summary>The value in one request.</summary>
    public abstract T ValueOf(IReadOnlyDictionary<string, object?> variables);
}
