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

    public abstract object? Bind(IReadOnlyDictionary<string, object?> variables);

    protected GraphErrorException Refuse(string message, string code, ErrorFacts facts = default) =>
        new([new GraphError(message, code) { Locations = [Location], Path = Path, Facts = facts }]);
}
