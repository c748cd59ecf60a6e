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

/// <summary>The settings of a lens in a document, as positions of their parameters; -1 for those that the document does not have.</summary>
/// <param name="HasEvidence">Whether the document has the directive, with or without arguments.</param>
public sealed record LensParameters(
    int AsOf = -1, int Presumed = -1, bool HasEvidence = false, int PublishedBy = -1, int Without = -1, int MinOrigins = -1)
{
    public static readonly LensParameters None = new();

    /// <summary>Whether the document may leave out what the whole graph has.</summary>
    public bool IsGiven => AsOf >= 0 || Presumed >= 0 || HasEvidence;

    /// <summary>The lens of one request. What the document says takes precedence over what is said outside it.</summary>
    internal Lens Bind(object?[] values, LensSettings outside)
    {
        if (!IsGiven && ReferenceEquals(outside, LensSettings.None))
            return Lens.Plain;
        // A setting that is given, even as null, counts. A variable without a value does not.
        object? Value(int parameter, object? otherwise) => parameter >= 0 && values[parameter] != Argument.NotGiven ? values[parameter] : otherwise;
        var evidence = HasEvidence || outside.HasEvidence
            ? new EvidenceLens(
                (string?)Value(PublishedBy, outside.PublishedBy),
                [.. ((IEnumerable<string>?)Value(Without, outside.Without?.ToArray()) ?? []).Distinct().Order(StringComparer.Ordinal)],
                (int?)Value(MinOrigins, outside.MinOrigins) ?? 0)
            : null;
        return new Lens((string?)Value(AsOf, outside.AsOf), (bool?)Value(Presumed, outside.Presumed) == false, evidence);
    }
}
