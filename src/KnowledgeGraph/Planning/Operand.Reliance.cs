using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

public abstract partial record Operand
{
    /// <summary>A value of a reliance, which all of its instruments decide together.</summary>
    public abstract record OfReliance(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false) : Operand(Kind, Enum, IsComputed);

    /// <summary>The greatest strength. EXPLICIT comes first.</summary>
    public sealed record RelianceStrength(EnumType Strengths) : OfReliance(ScalarKind.Enum, Strengths, IsComputed: true)
    {
        protected override string Text => "strength";
    }

    /// <summary>The best standing. The best comes first.</summary>
    public sealed record RelianceStanding() : OfReliance(ScalarKind.Enum, Standings.Type, IsComputed: true)
    {
        protected override string Text => "standing";
    }

    public sealed record RelianceContested() : OfReliance(ScalarKind.Boolean)
    {
        protected override string Text => "contested";
    }

    public sealed record RelianceSince() : OfReliance(ScalarKind.PartialDate)
    {
        protected override string Text => "since";
    }

    public sealed record RelianceCorroboration(Leaf What) : OfReliance(What == Leaf.FirstReportedOn ? ScalarKind.PartialDate : ScalarKind.Int, IsComputed: What != Leaf.FirstReportedOn)
    {
        protected override string Text => $"corroboration.{PlanPrinter.Words($"{What}")}";
    }

    /// <summary>The number of instruments.</summary>
    public sealed record ThroughCount() : OfReliance(ScalarKind.Int, IsComputed: true)
    {
        protected override string Text => "count(through)";
    }
}
