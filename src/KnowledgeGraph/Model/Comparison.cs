namespace KnowledgeGraph.Model;

/// <summary>How a value is compared. A negated form is the complement of its twin, so that it holds for a missing value.</summary>
public enum Comparison
{
    Equal,
    In,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Within,
}

/// <summary>How a plan prints a comparison.</summary>
public static class ComparisonText
{
    public static string Print(this Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.In => "in",
        Comparison.Contains => "contains",
        Comparison.StartsWith => "starts with",
        Comparison.EndsWith => "ends with",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Within => "within",
        _ => throw new System.Diagnostics.UnreachableException($"{comparison}"),
    };
}
