using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Evaluates filters that have the same value for every node and every request.</summary>
internal static class ConstantFilter
{
    /// <returns>Null if the value depends on the node or on a parameter.</returns>
    public static bool? ValueOf(Filter filter) => filter switch
    {
        Filter.All all => And(all.Filters.Select(ValueOf)),
        Filter.Any any => !And(any.Filters.Select(f => !ValueOf(f))),
        Filter.Not not => !ValueOf(not.Inner),
        // An empty list has no item and satisfies every `all`.
        Filter.Items items => OfMatches(items.Quantifier, ValueOf(items.Inner)),
        Filter.Related related => OfMatches(related.Quantifier, ValueOf(related.Inner)),
        Filter.Claims claims => OfMatches(claims.Quantifier, ValueOf(claims.Inner)),
        Filter.End end => ValueOf(end.Inner),
        Filter.One one => OfMatches(Quantifier.Some, ValueOf(one.Inner)),
        Filter.Member member => OfMatches(Quantifier.Some, ValueOf(member.Inner)),
        Filter.Missing or Filter.Compare or Filter.Folded or Filter.AnyItem or Filter.AnyRelated or Filter.AnyClaim => null,
        _ => throw new UnreachableException($"{filter}"),
    };

    private static bool? And(IEnumerable<bool?> values)
    {
        bool? result = true;
        foreach (var value in values)
            result &= value;
        return result;
    }

    private static bool? OfMatches(Quantifier quantifier, bool? inner) => (quantifier, inner) switch
    {
        (Quantifier.Some or Quantifier.Single, false) => false,
        (Quantifier.None, false) => true,
        (Quantifier.All, true) => true,
        (Quantifier.Some or Quantifier.Single or Quantifier.None or Quantifier.All, _) => null,
        _ => throw new UnreachableException($"{quantifier}"),
    };
}
