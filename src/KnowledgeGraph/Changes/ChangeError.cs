namespace KnowledgeGraph.Changes;

/// <summary>An error in a change set.</summary>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Location">Where the record was given; null if the change set does not say.</param>
/// <param name="Message">What is wrong and what to do, for people.</param>
public sealed record ChangeError(ChangeErrorCode Code, ChangeLocation? Location, string Message)
{
    /// <summary>The field of the record that is wrong: a property, `id`, `from`, `to`, `since`, `until` or `evidence`; null if it is the record as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>The stored record that the change contradicts; null if there is none.</summary>
    public ConflictingRecord? Conflict { get; init; }

    public override string ToString() => Location is null ? Message : $"{Location}: {Message}";
}

/// <summary>A stored node or relationship that a change contradicts.</summary>
/// <param name="Revision">The version of the graph that last changed it; null if it has none.</param>
/// <param name="ChangedBy">Who changed it then; null for the operator, or if that was not recorded.</param>
/// <param name="ChangedAt">When it was changed then, as Unix time in milliseconds; null if that was not recorded.</param>
public sealed record ConflictingRecord(long? Revision, string? ChangedBy, long? ChangedAt);

/// <summary>A change set was refused. The graph is unchanged.</summary>
public sealed class ChangeRefusedException(IReadOnlyList<ChangeError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<ChangeError> Errors { get; } = errors;
}
