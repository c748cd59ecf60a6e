using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Planning;

/// <summary>The error for an operation that costs too much. It names the costliest field, and a page size that would be allowed.</summary>
internal static class CostRefusal
{
    public static GraphErrorException Create(BoundPlan bound, double limit)
    {
        var cost = bound.Cost;
        var isOfFields = cost.Fields > limit;
        var field = CostliestField(bound, isOfFields);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The operation's {(isOfFields ? "field cost" : "type cost")} is {Of(cost, isOfFields):N0}, but at most {limit:N0} is allowed. The costliest field is {field.Key.Name} ({Of(CostOf(bound, field), isOfFields):N0}). {Advice(bound, field, limit)}");
        return new GraphErrorException([new GraphError(message, ErrorCodes.CostTooHigh) { Path = [field.Key.Name], Facts = new(Given: Math.Round(Of(cost, isOfFields)), Allowed: limit) }]);
    }

    private static PlanField CostliestField(BoundPlan bound, bool isOfFields) =>
        bound.Plan.Roots.MaxBy(r => Of(CostOf(bound, r), isOfFields))!;

    private static OperationCost CostOf(BoundPlan bound, PlanField root) =>
        new OperationPlan([root], bound.Plan.Parameters, bound.Plan.Lens).Cost(bound.IsUnderLens).Measure(bound.Values, bound.Sizes);

    private static double Of(OperationCost cost, bool isOfFields) => isOfFields ? cost.Fields : cost.Types;

    /// <summary>Suggests smaller pages of the costliest field if that is enough, and otherwise smaller pages of all fields.</summary>
    private static string Advice(BoundPlan bound, PlanField field, double limit)
    {
        if (field is PagedField { Page: var page } && LargestFirst(bound, [page.Index], limit) is { } one)
            return string.Create(CultureInfo.InvariantCulture, $"Ask for smaller pages ({field.Key.Name}(first: {one}) would pass) or fewer levels.");
        ImmutableArray<int> pages = [.. Enumerable.Range(0, bound.Values.Length).Where(i => bound.Values[i] is Page)];
        return LargestFirst(bound, pages, limit) is { } every
            ? string.Create(CultureInfo.InvariantCulture, $"Ask for smaller pages (first: {every} in every list would pass) or fewer levels.")
            : "Ask for fewer fields: smaller pages would not help enough.";
    }

    /// <summary>The largest size of these pages with which the operation is allowed; null if it is not even with pages of 1.</summary>
    private static int? LargestFirst(BoundPlan bound, ImmutableArray<int> pages, double limit)
    {
        var (low, high) = (0, pages.Select(p => ((Page)bound.Values[p]!).Size).DefaultIfEmpty(0).Max());
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Passes(middle))
                low = middle;
            else
                high = middle - 1;
        }
        return low > 0 ? low : null;

        bool Passes(int size)
        {
            var values = (object?[])bound.Values.Clone();
            foreach (var page in pages)
                if (values[page] is Page { Size: var given } larger && given > size)
                    values[page] = larger with { Size = size };
            var (fields, types) = bound.CostWith(values);
            return fields <= limit && types <= limit;
        }
    }
}
