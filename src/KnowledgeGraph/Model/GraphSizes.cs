using System.Collections.Immutable;
using System.Globalization;

namespace KnowledgeGraph.Model;

/// <summary>The number of nodes and relationships of each type in a graph, and the largest degrees. Immutable and independent of the store.</summary>
/// <remarks>The same graph has the same sizes in every store, so that an operation has the same cost.</remarks>
public sealed class GraphSizes : IEquatable<GraphSizes>
{
    /// <summary>Degrees are measured only for types with at most this many nodes, because that means looking at each node.</summary>
    public const int MaxNodesForDegrees = 100_000;

    /// <summary>Unknown sizes. A list counts as its page size, and looking at nodes costs nothing.</summary>
    public static readonly GraphSizes Unknown = new([], [], []);

    private readonly ImmutableArray<long> _nodes;
    private readonly ImmutableArray<long> _relationships;
    private readonly ImmutableArray<ImmutableArray<int>> _degrees;

    /// <param name="nodes">By <see cref="NodeType.Index"/>; empty if unknown.</param>
    /// <param name="relationships">By <see cref="RelationshipType.Index"/>; empty if unknown.</param>
    /// <param name="degrees">
    /// The maximum number of relationships of one node, by <see cref="NodeType.Index"/>, then <see cref="Adjacency.Index"/>.
    /// An empty inner array means unknown.
    /// </param>
    public GraphSizes(ImmutableArray<long> nodes, ImmutableArray<long> relationships, ImmutableArray<ImmutableArray<int>> degrees) =>
        (_nodes, _relationships, _degrees) = (nodes, relationships, degrees);

    /// <summary>The number of nodes of the type; infinity if unknown.</summary>
    public double Of(CompositeType type)
    {
        if (_nodes.IsEmpty)
            return double.PositiveInfinity;
        var sum = 0L;
        foreach (var member in type.Members)
            sum += _nodes[member.Index];
        return sum;
    }

    /// <summary>The number of nodes of all types; infinity if unknown.</summary>
    public double All => _nodes.IsEmpty ? double.PositiveInfinity : _nodes.Sum();

    /// <summary>The number of relationships of the type; infinity if unknown.</summary>
    public double Of(RelationshipType type) => _relationships.IsEmpty ? double.PositiveInfinity : _relationships[type.Index];

    /// <summary>The number of relationships of all types; infinity if unknown.</summary>
    public double AllRelationships => _relationships.IsEmpty ? double.PositiveInfinity : _relationships.Sum();

    /// <summary>The maximum number of relationships that the field has at one node; if that is unknown, the number of all relationships of its type.</summary>
    public double LargestDegree(RelationshipField field)
    {
        var all = Of(field.Type);
        if (_degrees.IsEmpty)
            return all;
        var largest = 0.0;
        foreach (var member in field.Owner.Members)
            largest = Math.Max(largest, _degrees[member.Index].IsEmpty ? all : _degrees[member.Index][field.Adjacency.Index]);
        return largest;
    }

    public bool Equals(GraphSizes? other) => other is not null && _nodes.SequenceEqual(other._nodes) && _relationships.SequenceEqual(other._relationships)
        && _degrees.Length == other._degrees.Length && _degrees.Zip(other._degrees).All(d => d.First.SequenceEqual(d.Second));

    public override bool Equals(object? obj) => Equals(obj as GraphSizes);

    public override int GetHashCode() => HashCode.Combine(_nodes.Length, _nodes.Sum(), _relationships.Sum());

    public override string ToString() => _nodes.IsEmpty ? "unknown" : string.Create(
        CultureInfo.InvariantCulture, $"nodes: {string.Join(' ', _nodes)}; relationships: {string.Join(' ', _relationships)}; degrees: {string.Join(" | ", _degrees.Select(d => string.Join(' ', d)))}");
}
