using KnowledgeGraph.Graph.Reading.Connections;
using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>What a filter or a sort key reads: a node, the relationship that led to it if one did, the current item within a quantifier.</summary>
internal readonly ref struct Subject(NodeRef node, RelationshipTable? relationships, int relationship, ReadOnlySpan<byte> item = default)
{
    /// <summary>A node to which no relationship led.</summary>
    public Subject(NodeRef node) : this(node, null, -1) { }

    /// <summary>A country of a reliance.</summary>
    public Subject(RelianceChains chains, Partner partner) : this(partner.Country) => (Chains, Partner) = (chains, partner);

    public readonly RelianceChains? Chains;
    public readonly Partner Partner;
    public readonly NodeRef Node = node;
    public readonly RelationshipTable? Relationships = relationships;
    public readonly int Relationship = relationship;
    public readonly ReadOnlySpan<byte> Item = item;
}
