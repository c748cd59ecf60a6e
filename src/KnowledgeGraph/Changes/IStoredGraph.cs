using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>What a check of a change set must know of the graph that it changes.</summary>
public interface IStoredGraph
{
    NodeRecord? FindNode(string id);

    /// <summary>The id of the node whose unique property has this value in any case.</summary>
    string? FindUnique(NodeType type, Property property, string value);

    /// <summary>All that starts or ends at the node; none for an unknown id.</summary>
    IEnumerable<RelationshipRecord> RelationshipsOf(string id);

    /// <summary>The relationship of that key; <paramref name="record"/> gives type, ends and key properties.</summary>
    RelationshipRecord? FindRelationship(RelationshipRecord record);

    /// <summary>All that rests on the claim.</summary>
    IEnumerable<RelationshipRecord> CarriedBy(string claim);
}
