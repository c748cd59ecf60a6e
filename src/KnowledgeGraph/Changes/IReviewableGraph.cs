using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// The stored graph, as warnings read it. A warning may need any relationship of the nodes that a change touches, and nodes that it does not touch.
/// Errors need less: see <see cref="IStoredGraph"/>.
/// </summary>
public interface IReviewableGraph : IStoredGraph
{
    /// <summary>The nodes of a type whose property has one of these values, ignoring case and diacritics.</summary>
    /// <param name="type">The type.</param>
    /// <param name="property">A property of the type that is text.</param>
    /// <param name="folded">The values, folded.</param>
    IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded);
}
