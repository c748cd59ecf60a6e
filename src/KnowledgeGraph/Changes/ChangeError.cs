namespace KnowledgeGraph.Changes;

/// <summary>An error in a change set: where it is, what is wrong, and what to do.</summary>
public sealed record ChangeError(Place? Place, string Message)
{
    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}

/// <summary>A change set was refused. The graph is unchanged.</summary>
public sealed class ChangeRefusedException(IReadOnlyList<ChangeError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<ChangeError> Errors { get; } = errors;
}
