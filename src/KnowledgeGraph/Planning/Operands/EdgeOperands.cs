using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Operands;

/// <summary>A value of a relationship that its dates or its claims decide.</summary>
public abstract record EdgeOperand(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false) : Operand(Kind, Enum, IsComputed);

/// <summary>Whether one claim asserts the relationship and another denies it.</summary>
public sealed record ContestedOperand() : EdgeOperand(ScalarKind.Boolean)
{
    protected override string Text => "edge.contested";
}

/// <summary>Whether the relationship is in effect on the date that applies, or today.</summary>
public sealed record InEffectOperand() : EdgeOperand(ScalarKind.Boolean)
{
    protected override string Text => "edge.inEffect";
}

/// <summary>The standing of the relationship on the date that applies, or today. The best comes first.</summary>
public sealed record StandingOperand() : EdgeOperand(ScalarKind.Enum, Standings.Type, IsComputed: true)
{
    protected override string Text => "edge.standing";
}

/// <summary>A number or the date of the corroboration.</summary>
public sealed record CorroborationOperand(Leaf What) : EdgeOperand(What == Leaf.FirstReportedOn ? ScalarKind.PartialDate : ScalarKind.Int, IsComputed: What != Leaf.FirstReportedOn)
{
    protected override string Text => $"edge.corroboration.{PlanPrinter.Words($"{What}")}";
}

/// <summary>The type of the relationship.</summary>
public sealed record RelationshipTypeOperand(EnumType Types) : EdgeOperand(ScalarKind.Enum, Types)
{
    protected override string Text => "type";
}

/// <summary>The id of an end of the relationship.</summary>
public sealed record EndIdOperand(bool IsFrom) : EdgeOperand(ScalarKind.Id)
{
    protected override string Text => IsFrom ? "from.id" : "to.id";
}

/// <summary>The number of claims.</summary>
public sealed record ClaimCountOperand() : EdgeOperand(ScalarKind.Int, IsComputed: true)
{
    protected override string Text => "count(edge.evidence)";
}
