using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

public enum Direction
{
    Out,
    In,
}

/// <summary>A stored type of relationship: which nodes it may link, and what it carries beside since, until and claims.</summary>
public sealed class RelationshipType(string name, int index)
{
    public string Name { get; } = name;
    /// <summary>Its place among <see cref="GraphModel.RelationshipTypes"/>.</summary>
    public int Index { get; } = index;
    /// <summary>Its place among all types by their names: what an order by type goes by.</summary>
    public int Rank { get; internal set; }
    /// <summary>The name as a value of an answer.</summary>
    internal PaddedText Json { get; } = new($"\"{name}\"");
    /// <summary>The declared set of its own properties, such as <c>Tenure</c>; null where it has none.</summary>
    public string? PropertiesName { get; internal set; }
    public ImmutableArray<Property> Properties { get; internal set; } = [];
    public ImmutableArray<RelationshipField> Fields { get; internal set; } = [];
    public ImmutableHashSet<(NodeType From, NodeType To)> Pairs { get; internal set; } = [];

    /// <summary>Whether a relationship of this type must carry a claim: not where one end is itself evidence.</summary>
    public bool NeedsEvidence => !Pairs.All(p => p.From.IsProvenance || p.To.IsProvenance);
    public Property? SeenOn => Properties.FirstOrDefault(p => p.IsSeenOn);
    public Property? FindProperty(string name) => Properties.FirstOrDefault(p => p.Name == name);
}

/// <summary>A relationship as seen from one end: a field of that end's type.</summary>
public sealed class RelationshipField(
    string name, string description, FieldedType owner, RelationshipType type, Direction direction, CompositeType target, bool isList)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    public FieldedType Owner { get; } = owner;
    public RelationshipType Type { get; } = type;
    public Direction Direction { get; } = direction;
    public CompositeType Target { get; } = target;
    /// <summary>To many: the field is a connection. Otherwise there is at most one such relationship, and the field is its other end.</summary>
    public bool IsList { get; } = isList;

    /// <summary>How many a node should have, by @relationship(atLeast); 0 where it may have none. Fewer are a gap, not a mistake.</summary>
    public int AtLeast { get; init; }

    /// <summary>Whether a node's list of this type and direction may hold nodes that this field leaves out.</summary>
    public bool IsPartial { get; internal set; }

    /// <summary>The place of its lists among a node's adjacency: two a relationship type, OUT before IN.</summary>
    public int AdjacencyIndex => Type.Index * 2 + (int)Direction;
    public override string ToString() => $"{Owner.Name}.{Name}";
}
