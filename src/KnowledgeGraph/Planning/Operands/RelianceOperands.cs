using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Operands;

/// <summary>A value of a reliance, which all of its instruments decide together.</summary>
public abstract record RelianceOperand(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false) : Operand(Kind, Enum, IsComputed);

/// <summary>The greatest strength. EXPLICIT comes first.</summary>
public sealed record RelianceStrengthOperand(EnumType Strengths) : RelianceOperand(ScalarKind.Enum, Strengths, IsComputed: true)
{
    protected override string Text => "strength";
}

/// <summary>The best standing. The best comes first.</summary>
public sealed record RelianceStandingOperand() : RelianceOperand(ScalarKind.Enum, Standings.Type, IsComputed: true)
{
    protected override string Text => "standing";
}

public sealed record RelianceContestedOperand() : RelianceOperand(ScalarKind.Boolean)
{
    protected override string Text => "contested";
}

public sealed record RelianceSinceOperand() : RelianceOperand(ScalarKind.PartialDate)
{
    protected override string Text => "since";
}

public sealed record RelianceCorroborationOperand(Leaf What) : RelianceOperand(What == Leaf.FirstReportedOn ? ScalarKind.PartialDate : ScalarKind.Int, IsComputed: What != Leaf.FirstReportedOn)
{
    protected override string Text => $"corroboration.{PlanPrinter.Words($"{What}")}";
}

/// <summary>The number of instruments.</summary>
public sealed record ThroughCountOperand() : RelianceOperand(ScalarKind.Int, IsComputed: true)
{
    protected override string Text => "count(through)";
}
