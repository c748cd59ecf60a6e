using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>The type of the end of a relationship: a node type, an interface or a union.</summary>
public abstract class CompositeType(string name, string description)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    /// <summary>The node types that belong to this type, in the order of the model.</summary>
    public ImmutableArray<NodeType> Members { get; internal set; } = [];
}

/// <summary>A union of node types.</summary>
public sealed class UnionType(string name, string description) : CompositeType(name, description);

/// <summary>A type that has fields.</summary>
public abstract class FieldedType(string name, string description) : CompositeType(name, description)
{
    public ImmutableArray<Property> Properties { get; internal set; } = [];
    public ImmutableArray<RelationshipField> Relationships { get; internal set; } = [];
    /// <summary>The root field that lists its nodes, such as <c>countries</c>.</summary>
    public string CollectionName { get; internal set; } = "";
    /// <summary>The root field that finds one node, such as <c>country</c>.</summary>
    public string FieldName { get; } = char.ToLowerInvariant(name[0]) + name[1..];
    /// <summary>The first searched property, which is the default sort key.</summary>
    public Property NameProperty => Properties.First(p => p.IsSearched);
    /// <summary>Its position in <see cref="GraphModel.Collections"/>.</summary>
    public int CollectionIndex { get; internal set; }

    /// <summary>What its nodes can be grouped by.</summary>
    public ImmutableArray<GroupTerm> GroupTerms => _groupTerms.IsDefault ? _groupTerms = GroupTerm.Of(this) : _groupTerms;
    private ImmutableArray<GroupTerm> _groupTerms;

    public Property? FindProperty(string name) => Properties.FirstOrDefault(p => p.Name == name);
    public RelationshipField? FindRelationship(string name) => Relationships.FirstOrDefault(r => r.Name == name);
}

/// <summary>Fields that several node types share.</summary>
public sealed class InterfaceType(string name, string description) : FieldedType(name, description)
{
    public Lifespan? Lifespan { get; internal set; }
    /// <summary>Who takes part in such a node; null if this does not apply to the type.</summary>
    public ParticipantRoles? Participants { get; internal set; }
}

/// <summary>A stored type of node; its ids begin with the prefix.</summary>
public sealed class NodeType(string name, string description, string prefix) : FieldedType(name, description)
{
    public string Prefix { get; } = prefix;
    /// <summary>The property that the id of a new node is made from, in upper case; null for a slug of the name.</summary>
    public Property? IdProperty => Properties.FirstOrDefault(p => p.MakesId);
    /// <summary>Its value in the enum NodeType, such as <c>COUNTRY</c>.</summary>
    public string EnumName { get; } = string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
    /// <summary>Its position in <see cref="GraphModel.NodeTypes"/>.</summary>
    public int Index { get; internal set; }
    /// <summary>Whether such a node is itself evidence, so that its relationships need no claim.</summary>
    public bool IsProvenance { get; internal set; }
    public ImmutableArray<InterfaceType> Interfaces { get; internal set; } = [];
    /// <summary>When such a node is in effect; null if this does not apply to the type.</summary>
    public Lifespan? Lifespan { get; internal set; }
    public RelianceRule? Reliance { get; internal set; }
    public ParticipantRoles? Participants => Interfaces.Select(i => i.Participants).FirstOrDefault(p => p is not null);
    /// <summary>The adjacencies that such a node can have, in the order of their positions.</summary>
    public ImmutableArray<Adjacency> Adjacencies { get; internal set; } = [];
}
