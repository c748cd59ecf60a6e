using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema;

/// <summary>What a field of a filter or of a sort key means. The planner reads it.</summary>
internal abstract record FilterMeaning
{
    public sealed record And : FilterMeaning;
    public sealed record Or : FilterMeaning;
    public sealed record Not : FilterMeaning;

    // What is compared
    public sealed record Id : FilterMeaning;
    public sealed record NodeProperty(Property Property) : FilterMeaning;
    public sealed record RecordedAt : FilterMeaning;
    public sealed record Since : FilterMeaning;
    public sealed record Until : FilterMeaning;
    public sealed record EdgeProperty(Property Property) : FilterMeaning;
    public sealed record Contested : FilterMeaning;
    public sealed record InEffect : FilterMeaning;
    public sealed record Standing : FilterMeaning;
    public sealed record Corroboration : FilterMeaning;
    public sealed record CorroborationValue(Leaf What) : FilterMeaning;
    public sealed record Claims : FilterMeaning;
    public sealed record RelianceStrength(EnumType Strengths) : FilterMeaning;
    public sealed record RelianceStanding : FilterMeaning;
    public sealed record RelianceContested : FilterMeaning;
    public sealed record RelianceSince : FilterMeaning;
    public sealed record RelianceCorroboration : FilterMeaning;
    public sealed record Through : FilterMeaning;
    public sealed record RelationshipTypeName : FilterMeaning;
    public sealed record End(bool IsFrom) : FilterMeaning;
    public sealed record Edges : FilterMeaning;
    public sealed record Node : FilterMeaning;
    public sealed record Member(NodeType Type) : FilterMeaning;
    public sealed record Many(RelationshipField Field) : FilterMeaning;
    public sealed record One(RelationshipField Field) : FilterMeaning;

    // How
    public sealed record Operator(Comparison Comparison, bool IsNegated = false) : FilterMeaning;
    public sealed record Folded : FilterMeaning;
    public sealed record Quantified(Quantifier Quantifier) : FilterMeaning;
    public sealed record Any : FilterMeaning;
    public sealed record Count : FilterMeaning;
}
