using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>The stored graph, as the check and the review of a change set read it.</summary>
public interface IStoredGraph
{
    NodeRecord? FindNode(string id);

    /// <summary>The id of the node into which a node was merged; null if it was not.</summary>
    string? FindRedirect(string id);

    /// <summary>The id of the node whose unique property has this value, ignoring case.</summary>
    string? FindUnique(NodeType type, Property property, string value);

    /// <summary>The nodes of a type whose property has one of these values, ignoring case and diacritics.</summary>
    /// <param name="type">The type.</param>
    /// <param name="property">A property of the type that is text.</param>
    /// <param name="folded">The values, folded.</param>
    IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded);

    /// <summary>All relationships that start or end at the node; none for an unknown id.</summary>
    IEnumerable<RelationshipRecord> RelationshipsOf(string id);

    /// <summary>The relationships of a type that start at the node (<see cref="Direction.Out"/>) or end at it; none for an unknown id.</summary>
    IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction);

    /// <summary>The relationship with the key of the record: <paramref name="record"/> gives type, ends and key properties.</summary>
    RelationshipRecord? FindRelationship(RelationshipRecord record);

    /// <summary>All relationships that have the claim as evidence.</summary>
    IEnumerable<RelationshipRecord> CarriedBy(string claim);

    /// <summary>All relationships that have the id of the node in a property with @reference.</summary>
    IEnumerable<RelationshipRecord> ReferencedBy(string id);

    /// <summary>The recorded change that made a version; null if there is none.</summary>
    RecordedChange? FindChange(long version);

    /// <summary>All entries of the recorded change that made a version; none if there is no such change.</summary>
    IEnumerable<RecordedEntry> EntriesOf(long version);

    /// <summary>The proposal with the number; null if there is none.</summary>
    Proposal? FindProposal(long number);
}
