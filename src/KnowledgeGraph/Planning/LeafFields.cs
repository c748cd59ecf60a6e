using System.Diagnostics;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>The field of a plan for each <see cref="Leaf"/> of the schema.</summary>
internal static class LeafFields
{
    public static PlanField Plan(ResponseKey key, Leaf what) => what switch
    {
        Leaf.Id => new PlanField.Id(key),
        Leaf.RecordedAt => new PlanField.RecordedAt(key),
        Leaf.TotalCount => new PlanField.TotalCount(key),
        Leaf.HasNextPage => new PlanField.HasNextPage(key),
        Leaf.HasPreviousPage => new PlanField.HasPreviousPage(key),
        Leaf.StartCursor => new PlanField.StartCursor(key),
        Leaf.EndCursor => new PlanField.EndCursor(key),
        Leaf.Cursor => new PlanField.Cursor(key),
        Leaf.Since => new PlanField.Since(key),
        Leaf.Until => new PlanField.Until(key),
        Leaf.Contested => new PlanField.Contested(key),
        Leaf.TypeName => new PlanField.TypeName(key),
        Leaf.Forward => new PlanField.Forward(key),
        Leaf.IndependentOrigins => new PlanField.IndependentOrigins(key),
        Leaf.Outlets => new PlanField.Outlets(key),
        Leaf.Reports => new PlanField.Reports(key),
        Leaf.FirstReportedOn => new PlanField.FirstReportedOn(key),
        Leaf.Score => new PlanField.Score(key),
        Leaf.MatchedField => new PlanField.MatchedField(key),
        Leaf.MatchedText => new PlanField.MatchedText(key),
        Leaf.Length => new PlanField.Length(key),
        Leaf.OnDate => new PlanField.OnDate(key),
        Leaf.What => new PlanField.What(key),
        Leaf.Count => new PlanField.Count(key),
        Leaf.Smallest => new PlanField.Smallest(key),
        Leaf.Largest => new PlanField.Largest(key),
        Leaf.Sum => new PlanField.Sum(key),
        Leaf.Average => new PlanField.Average(key),
        Leaf.Strength => new PlanField.Strength(key),
        Leaf.Reason => new PlanField.Reason(key),
        _ => throw new UnreachableException($"{what}"),
    };
}
