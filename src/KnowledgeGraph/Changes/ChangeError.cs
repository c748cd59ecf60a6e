namespace KnowledgeGraph.Changes;

/// <summary>One mistake in a change set: where, what was found, what is expected.</summary>
public sealed record ChangeError(Place? Place, string Message)
{
    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}

/// <summary>A change set was refused; the graph is as it was.</summary>
public sealed class ChangeRefusedException(IReadOnlyList<ChangeError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<ChangeError> Errors { get; } = errors;
}
