using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Operands;

/// <summary>A value that a filter compares or that an order sorts by.</summary>
/// <param name="IsComputed">Whether the value is a number that no row stores as text: a size or a time.</param>
public abstract record Operand(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false)
{
    public ScalarType Type => ScalarType.Of(Kind);
    protected abstract string Text { get; }
    public sealed override string ToString() => Text;
}

public sealed record IdOperand() : Operand(ScalarKind.Id)
{
    protected override string Text => "id";
}

/// <summary>A property of the node.</summary>
public sealed record StoredOperand(Property Property) : Operand(Property.Kind, Property.Enum)
{
    protected override string Text => Property.Name;
}

public sealed record RecordedAtOperand() : Operand(ScalarKind.DateTime, IsComputed: true)
{
    protected override string Text => "recordedAt";
}

/// <summary>The number of relationships that a field has.</summary>
public sealed record CountOperand(RelationshipField Field) : Operand(ScalarKind.Int, IsComputed: true)
{
    protected override string Text => $"count({Field.Name})";
}

/// <summary>A value of the node at the end of a relationship of which there is at most one.</summary>
public sealed record ThroughOperand(RelationshipField Field, Operand Inner) : Operand(Inner.Kind, Inner.Enum, Inner.IsComputed)
{
    protected override string Text => $"{Field.Name}.{Inner}";
}

/// <summary>An item of a list.</summary>
public sealed record ItemOperand(Property Property) : Operand(Property.Kind, Property.Enum)
{
    protected override string Text => "item";
}

public sealed record SinceOperand() : Operand(ScalarKind.PartialDate)
{
    protected override string Text => "edge.since";
}

public sealed record UntilOperand() : Operand(ScalarKind.PartialDate)
{
    protected override string Text => "edge.until";
}

/// <summary>A property of the relationship.</summary>
public sealed record EdgeStoredOperand(Property Property) : Operand(Property.Kind, Property.Enum)
{
    protected override string Text => "edge." + Property.Name;
}

public sealed record EdgeRecordedAtOperand() : Operand(ScalarKind.DateTime, IsComputed: true)
{
    protected override string Text => "edge.recordedAt";
}
