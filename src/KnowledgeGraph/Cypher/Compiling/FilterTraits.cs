using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What decides how a filter is written.</summary>
internal static class FilterTraits
{
    /// <summary>The filters that must all match.</summary>
    public static IEnumerable<Filter> Conjuncts(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.SelectMany(Conjuncts),
        Filter.Any { Filters: [var only] } => Conjuncts(only),
        _ => [filter],
    };

    /// <summary>Whether the filter's subqueries are written in place, because Neo4j plans them once there.</summary>
    public static bool IsInPlace(Filter filter) => filter switch
    {
        Filter.Related related => related.Quantifier != Quantifier.Single,
        Filter.Claims claims => claims.Quantifier != Quantifier.Single,
        Filter.One or Filter.AnyRelated or Filter.Compare or Filter.Missing => true,
        Filter.Not { Inner: Filter.One or Filter.Related { Quantifier: Quantifier.Some } } => true,
        Filter.Member member => Conjuncts(member.Inner).All(IsInPlace),
        Filter.End end => Conjuncts(end.Inner).All(IsInPlace),
        _ => !HasSubquery(filter),
    };

    private static bool HasSubquery(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.Any(HasSubquery),
        Filter.Any any => any.Filters.Any(HasSubquery),
        Filter.Not not => HasSubquery(not.Inner),
        Filter.Member member => HasSubquery(member.Inner),
        Filter.End end => HasSubquery(end.Inner),
        Filter.Compare compare => compare.Value is CountOperand or EdgeOperand or RelianceOperand,
        Filter.Missing missing => missing.Value is CountOperand or EdgeOperand or RelianceOperand,
        Filter.Related or Filter.One or Filter.AnyRelated or Filter.Claims => true,
        Filter.Folded or Filter.Items or Filter.AnyItem or Filter.AnyClaim => false,
        _ => throw new UnreachableException($"{filter}"),
    };

    /// <summary>Whether the filter of a list's items has a folded comparison.</summary>
    public static bool HasFolded(Filter filter) => filter switch
    {
        Filter.All all => all.Filters.Any(HasFolded),
        Filter.Any any => any.Filters.Any(HasFolded),
        Filter.Not not => HasFolded(not.Inner),
        Filter.Folded => true,
        Filter.Compare or Filter.Missing => false,
        _ => throw new UnreachableException($"{filter}"),
    };
}
