namespace KnowledgeGraph.Changes.Seeding;

/// <summary>What a run of a seed does with conflicts.</summary>
public enum ConflictChoice
{
    /// <summary>Leaves them alone. The next run finds them again.</summary>
    List,

    /// <summary>Keeps what the graph holds.</summary>
    Ours,

    /// <summary>Takes what the seed says.</summary>
    Theirs,
}

/// <summary>What the seed and the graph disagree about.</summary>
public enum SeedConflictKind
{
    /// <summary>Both gave a field a new value.</summary>
    Value,

    /// <summary>The seed changed a record that the graph no longer has.</summary>
    GoneFromGraph,

    /// <summary>The seed says something about a node that the graph has merged into another one.</summary>
    Merged,

    /// <summary>The seed no longer has a record that the graph changed.</summary>
    GoneFromSeed,

    /// <summary>The seed no longer has a record that something else in the graph needs.</summary>
    Needed,

    /// <summary>The seed has a relationship that the graph cannot have, because the graph no longer has what it needs, or as another type.</summary>
    Missing,
}

/// <summary>Something that both the seed and the graph changed since the seed was loaded last.</summary>
/// <param name="Kind">What they disagree about.</param>
/// <param name="Subject">The id of the node, or the key of the relationship.</param>
public sealed record SeedConflict(SeedConflictKind Kind, string Subject)
{
    /// <summary>The field that both changed.</summary>
    public string? Field { get; init; }

    /// <summary>What the graph holds in the field; null for nothing.</summary>
    public object? Graph { get; init; }

    /// <summary>What the seed says in the field; null for nothing.</summary>
    public object? Seed { get; init; }

    /// <summary>What the side that has the record changed.</summary>
    public IReadOnlyList<FieldChange> Changed { get; init; } = [];

    /// <summary>What needs the record, what it became, or what the record needs: an id or a key.</summary>
    public string? Other { get; init; }

    public override string ToString() => $"{Subject}: " + Kind switch
    {
        SeedConflictKind.Value => $"`{Field}`: the graph has {Show(Graph)}, the seed says {Show(Seed)}.",
        SeedConflictKind.GoneFromGraph => $"The graph no longer has it, but the seed changed {ShowChanged()}.",
        SeedConflictKind.Merged => $"The graph has merged it into {Other}. Let the seed say it about {Other}, or give this entry `mergedInto: {Other}` alone.",
        SeedConflictKind.GoneFromSeed => $"The seed no longer has it, but the graph changed {ShowChanged()}.",
        SeedConflictKind.Needed => $"The seed no longer has it, but {Other} needs it.",
        SeedConflictKind.Missing => $"The seed has it, but it needs {Other}, which the graph no longer has or has as another type.",
        _ => throw new System.Diagnostics.UnreachableException($"{Kind}"),
    };

    private string ShowChanged() => string.Join(", ", Changed.Select(c => $"`{c.Name}` from {Show(c.Before)} to {Show(c.After)}"));

    private static string Show(object? value) => value is null ? "nothing" : ChangeSetValidator.Show(value);
}
