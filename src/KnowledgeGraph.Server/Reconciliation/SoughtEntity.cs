using System.Collections.Immutable;
using KnowledgeGraph.Matching;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>One query of a batch: what is known of an entity.</summary>
/// <param name="Key">Its key in the batch.</param>
/// <param name="Name">Its name, a code or an id; null if only properties are given.</param>
/// <param name="Types">The types that it may have; null for all.</param>
/// <param name="PrefersTypes">Whether nodes of other types are candidates too, with a lower score.</param>
/// <param name="Limit">The maximum number of candidates.</param>
internal sealed record SoughtEntity(
    string Key, SoughtName? Name, ImmutableArray<NodeType>? Types, bool PrefersTypes, int Limit, ImmutableArray<(ServiceProperty Property, ImmutableArray<SoughtValue> Values)> Properties)
{
    /// <summary>Maximum number of characters of a name or a value.</summary>
    public const int MaxText = 1_000;

    /// <summary>Maximum number of properties of a query, and of a data extension.</summary>
    public const int MaxProperties = 20;

    /// <summary>Maximum number of values of a query, those of all its properties together. Each is compared with each value of a candidate.</summary>
    public const int MaxValues = 50;

    /// <summary>The largest number of candidates. A query that asks for more gets this number.</summary>
    public const int MaxCandidates = 50;

    public const int DefaultCandidates = 10;

    /// <summary>The types in which candidates are searched; null for all.</summary>
    public ImmutableArray<NodeType>? SearchedTypes => PrefersTypes ? null : Types;
}
