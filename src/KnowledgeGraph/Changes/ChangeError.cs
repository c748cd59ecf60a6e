namespace KnowledgeGraph.Changes;

/// <summary>An error in a change set.</summary>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Location">Where the record was given; null if the change set does not say.</param>
/// <param name="Message">What is wrong and what to do, for people.</param>
public sealed record ChangeError(ChangeErrorCode Code, ChangeLocation? Location, string Message)
{
    /// <summary>The field of the record that is wrong: a property, `id`, `from`, `to`, `since`, `until` or `evidence`; null if it is the record as a whole.</summary>
    public string? Field { get; init; }

    public override string ToString() => Location is null ? Message : $"{Location}: {Message}";
}

/// <summary>A change set was refused. The graph is unchanged.</summary>
public sealed class ChangeRefusedException(IReadOnlyList<ChangeError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<ChangeError> Errors { get; } = errors;
}
