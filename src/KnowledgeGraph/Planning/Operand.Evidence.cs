using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

public abstract partial record Operand
{
    /// <summary>A value of a relationship that its dates or its claims decide.</summary>
    public abstract record OfEdge(ScalarKind Kind, EnumType? Enum = null, bool IsComputed = false) : Operand(Kind, Enum, IsComputed);

    /// <summary>Whether one claim asserts the relationship and another denies it.</summary>
    public sealed record Contested() : OfEdge(ScalarKind.Boolean)
    {
        protected override string Text => "edge.contested";
    }

    /// <summary>Whether the relationship is in effect on the date that applies, or today.</summary>
    public sealed record InEffect() : OfEdge(ScalarKind.Boolean)
    {
        protected override string Text => "edge.inEffect";
    }

    /// <summary>The standing of the relationship on the date that applies, or today. The best comes first.</summary>
    public sealed record Standing() : OfEdge(ScalarKind.Enum, Standings.Type, IsComputed: true)
    {
        protected override string Text => "edge.standing";
    }

    /// <summary>A number or the date of the corroboration.</summary>
    public sealed record Corroboration(Leaf What) : OfEdge(What == Leaf.FirstReportedOn ? ScalarKind.PartialDate : ScalarKind.Int, IsComputed: What != Leaf.FirstReportedOn)
    {
        protected override string Text => $"edge.corroboration.{PlanPrinter.Words($"{What}")}";
    }

    /// <summary>The type of the relationship.</summary>
    public sealed record RelationshipTypeName(EnumType Types) : OfEdge(ScalarKind.Enum, Types)
    {
        protected override string Text => "type";
    }

    /// <summary>The id of an end of the relationship.</summary>
    public sealed record EndId(bool IsFrom) : OfEdge(ScalarKind.Id)
    {
        protected override string Text => IsFrom ? "from.id" : "to.id";
    }

    /// <summary>The number of claims.</summary>
    public sealed record ClaimCount() : OfEdge(ScalarKind.Int, IsComputed: true)
    {
        protected override string Text => "count(edge.evidence)";
    }
}
