using System.Collections.Immutable;

namespace KnowledgeGraph.Evidence;

/// <summary>Which evidence counts.</summary>
/// <param name="PublishedBy">Reports that were published later do not count; null for no date.</param>
/// <param name="Without">The ids of reports, outlets, journalists and originators that do not count, nor does what copies them; sorted.</param>
/// <param name="MinOrigins">The number of independent origins that a relationship of an instrument needs.</param>
public sealed record EvidenceLens(string? PublishedBy, ImmutableArray<string> Without, int MinOrigins)
{
    public bool Equals(EvidenceLens? other) =>
        other is not null && PublishedBy == other.PublishedBy && MinOrigins == other.MinOrigins && Without.SequenceEqual(other.Without);

    public override int GetHashCode() => HashCode.Combine(PublishedBy, MinOrigins, Without.Length, Without.Length > 0 ? Without[0] : null);
}
