namespace KnowledgeGraph.Changes;

/// <summary>Something in a valid change set that its author should look at.</summary>
/// <param name="Code">What is doubtful, for programs.</param>
/// <param name="Location">Where the record was given; null if the change set does not say, or if a stored record is doubtful after the change.</param>
/// <param name="Message">What is doubtful and what to do, for people.</param>
public sealed record ChangeWarning(ChangeWarningCode Code, ChangeLocation? Location, string Message)
{
    /// <summary>Where the other record was given, if the warning is about two.</summary>
    public ChangeLocation? OtherLocation { get; init; }

    public override string ToString() => Location is null ? Message : $"{Location}: {Message}";
}
