using System.Collections.Immutable;
using KnowledgeGraph.Evidence;

namespace KnowledgeGraph.Planning;

/// <summary>What a request sees of the graph: on which date, with or without what is only presumed, and by which evidence.</summary>
/// <param name="AsOf">The date of the operation; null for none.</param>
/// <param name="HidesPresumed">Whether what is only presumed to be in effect is left out.</param>
/// <param name="Evidence">Null if all evidence counts and nothing is left out because of it.</param>
public sealed record Lens(string? AsOf, bool HidesPresumed, EvidenceLens? Evidence)
{
    /// <summary>The present, from which nothing is left out.</summary>
    public static readonly Lens Plain = new(null, false, null);

    /// <summary>The lens with the ids of the nodes that merged ids stand for.</summary>
    internal Lens Redirected(Func<string, string> resolve) => Evidence is { Without: { IsEmpty: false } without }
        ? this with { Evidence = Evidence with { Without = [.. without.Select(resolve).Distinct().Order(StringComparer.Ordinal)] } } : this;
}

/// <summary>What a request says about its lens outside the document, in its URL or its extensions. Null where it says nothing.</summary>
public sealed record LensSettings(
    string? AsOf = null, bool? Presumed = null, string? PublishedBy = null, ImmutableArray<string>? Without = null, int? MinOrigins = null)
{
    public static readonly LensSettings None = new();

    public bool HasEvidence => PublishedBy is not null || Without is not null || MinOrigins is not null;

    /// <summary>These settings where they are given, and the others elsewhere.</summary>
    public LensSettings Over(LensSettings others) => new(
        AsOf ?? others.AsOf, Presumed ?? others.Presumed, PublishedBy ?? others.PublishedBy, Without ?? others.Without, MinOrigins ?? others.MinOrigins);
}

/// <summary>The settings of a lens in a document, as their parameters.</summary>
/// <param name="HasEvidence">Whether the document has the directive, with or without arguments.</param>
public sealed record LensParameters(
    Slot<string?> AsOf, Slot<bool?> Presumed, bool HasEvidence, Slot<string?> PublishedBy, Slot<string[]?> Without, Slot<int?> MinOrigins)
{
    public static readonly LensParameters None = new(default, default, false, default, default, default);

    /// <summary>Whether the document may leave out what the whole graph has.</summary>
    public bool IsGiven => !AsOf.IsNone || !Presumed.IsNone || HasEvidence;

    /// <summary>The lens of one request. What the document says takes precedence over what is said outside it.</summary>
    internal Lens Bind(object?[] values, LensSettings outside)
    {
        if (!IsGiven && ReferenceEquals(outside, LensSettings.None))
            return Lens.Plain;
        // A setting that is given, even as null, counts. A variable without a value does not.
        T Value<T>(Slot<T> slot, T otherwise) => slot.IsGivenIn(values) ? slot.In(values) : otherwise;
        var evidence = HasEvidence || outside.HasEvidence
            ? new EvidenceLens(
                Value(PublishedBy, outside.PublishedBy),
                [.. (Value(Without, outside.Without?.ToArray()) ?? []).Distinct().Order(StringComparer.Ordinal)],
                Value(MinOrigins, outside.MinOrigins) ?? 0)
            : null;
        return new Lens(Value(AsOf, outside.AsOf), Value(Presumed, outside.Presumed) == false, evidence);
    }
}
