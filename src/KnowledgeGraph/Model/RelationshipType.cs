using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

public enum Direction
{
    Out,
    In,
}

/// <summary>A stored type of relationship: the nodes that it can link, and its properties besides since, until and claims.</summary>
public sealed class RelationshipType(string name, int index)
{
    public string Name { get; } = name;
    /// <summary>Its name as a field of an input, such as <c>partyTo</c> for <c>PARTY_TO</c>.</summary>
    public string FieldName { get; } = string.Concat(name.Split('_').Select((word, i) => i == 0 ? word.ToLowerInvariant() : word[..1] + word[1..].ToLowerInvariant()));
    /// <summary>Its position in <see cref="GraphModel.RelationshipTypes"/>.</summary>
    public int Index { get; } = index;
    /// <summary>Its position among all types sorted by name, which is the sort key for an order by type.</summary>
    public int Rank { get; internal set; }
    /// <summary>The name as a value in a response.</summary>
    internal PaddedText Json { get; } = new($"\"{name}\"");
    /// <summary>The type that declares its properties, such as <c>Tenure</c>; null if it has none.</summary>
    public string? PropertiesName { get; internal set; }
    public ImmutableArray<Property> Properties { get; internal set; } = [];
    public ImmutableArray<RelationshipField> Fields { get; internal set; } = [];
    public ImmutableHashSet<(NodeType From, NodeType To)> Pairs { get; internal set; } = [];

    /// <summary>Whether a relationship of this type must have a claim. It need not if one end is itself evidence.</summary>
    public bool NeedsEvidence => !Pairs.All(p => p.From.IsProvenance || p.To.IsProvenance);
    /// <summary>The lists of the nodes at which relationships of this type start.</summary>
    public Adjacency Out => new(this, Direction.Out);
    /// <summary>The lists of the nodes at which relationships of this type end.</summary>
    public Adjacency In => new(this, Direction.In);
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
    /// <summary>Whether the field is a connection. Otherwise there is at most one such relationship, and the field is its other end.</summary>
    public bool IsList { get; } = isList;

    /// <summary>How many relationships a node should have, from @relationship(atLeast). Fewer are a warning, not an error.</summary>
    public int AtLeast { get; init; }

    /// <summary>Whether the list of this type and direction can have nodes that this field leaves out.</summary>
    public bool IsPartial { get; internal set; }

    public Adjacency Adjacency { get; } = new(type, direction);
    public override string ToString() => $"{Owner.Name}.{Name}";
}
