using System.Collections.Immutable;

namespace KnowledgeGraph.Matching;

/// <summary>A node that may be the one that is sought, and why.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ByName">How similar its name is.</param>
/// <param name="ByAlias">How similar its most similar alias or code is; null if it has none.</param>
/// <param name="Alias">That alias or code.</param>
/// <param name="Agreements">For each property that is sought: 1 if a value agrees, 0 if all values differ, 0.5 if the node has no value.</param>
/// <param name="HasType">Whether the node has a type that is sought.</param>
public sealed record Candidate(string Id, string Name, NameSimilarity ByName, NameSimilarity? ByAlias, string? Alias, ImmutableArray<double> Agreements, bool HasType)
{
    /// <summary>What an alias counts, because a name tells more.</summary>
    private const double AliasWeight = 0.98;

    /// <summary>What a node of another type counts.</summary>
    private const double OtherType = 0.9;

    /// <summary>Whether the alias is more similar than the name.</summary>
    public bool IsByAlias => ByAlias is { } alias && alias.Value * AliasWeight > ByName.Value;

    /// <summary>The more similar of name and alias.</summary>
    public NameSimilarity Best => IsByAlias ? ByAlias!.Value : ByName;

    public bool IsExact => ByName.IsExact || ByAlias is { IsExact: true };

    /// <summary>The mean of what the properties say; null if none is sought.</summary>
    public double? Agreement => Agreements.IsEmpty ? null : Agreements.Average();

    /// <summary>
    /// From 0 to 100: the similarity of the name. If properties are sought, they are one half and the name is the other, so that a candidate whose
    /// property differs is below all whose property agrees. If no name is sought, the properties are all.
    /// </summary>
    public double ScoreOf(bool hasName)
    {
        var name = IsByAlias ? ByAlias!.Value.Value * AliasWeight : ByName.Value;
        var whole = Agreement is not { } agreement ? name : hasName ? (name + agreement) / 2 : agreement;
        return Math.Round(100 * whole * (HasType ? 1 : OtherType), 2);
    }
}
