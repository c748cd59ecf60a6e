using System.Diagnostics;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Comparisons of a value with a parameter.</summary>
internal static class Comparisons
{
    // n0.name CONTAINS $p0
    public static CypherText OfValues(CypherText value, Comparison comparison, ParameterName with) => comparison switch
    {
        Comparison.Equal => $"{value} = {with}",
        Comparison.In => $"{value} IN {with}",
        Comparison.Contains => $"{value} CONTAINS {with}",
        Comparison.StartsWith => $"{value} STARTS WITH {with}",
        Comparison.EndsWith => $"{value} ENDS WITH {with}",
        Comparison.Greater => $"{value} > {with}",
        Comparison.GreaterOrEqual => $"{value} >= {with}",
        Comparison.Less => $"{value} < {with}",
        Comparison.LessOrEqual => $"{value} <= {with}",
        _ => throw new UnreachableException($"{comparison}"),
    };

    /// <summary>A partial date stands for all its days: no day of 2024 is after 2024, and each is on or before 2024.</summary>
    public static CypherText OfDates(CypherText value, Comparison comparison, ParameterName with) => comparison switch
    {
        Comparison.Greater => CypherText.All([$"{value} > {with}", $"NOT {value} STARTS WITH {with}"]),
        Comparison.LessOrEqual => CypherText.Any([$"{value} <= {with}", $"{value} STARTS WITH {with}"]),
        Comparison.Within => $"{value} STARTS WITH {with}",
        _ => OfValues(value, comparison, with),
    };
}
