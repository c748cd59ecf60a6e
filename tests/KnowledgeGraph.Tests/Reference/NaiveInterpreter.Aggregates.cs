using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>Counts, extremes and groups. Sums are left to cases: of numbers so far apart they depend on the order of adding.</summary>
internal sealed partial class NaiveInterpreter
{
    private sealed record Aggregated(FieldedType Type, List<Edge> Edges, List<string> By);
    private sealed record AggregatedLinks(List<NaiveLink> Of);
    private sealed record Values(List<object> Of);
    private sealed record GroupKey(Aggregated Group);

    private object? ResolveAggregate(object source, FieldMeaning meaning, Func<string, object?> argument) => (source, meaning) switch
    {
        (Aggregated { Edges: var edges }, FieldMeaning.Leaf { What: Leaf.Count }) => Json((long)edges.Count),
        (Aggregated { Edges: var edges }, FieldMeaning.Measured measured) =>
            new Values([.. edges.Select(e => e.Node.Record.Properties.GetValueOrDefault(measured.Name)).OfType<object>()]),
        (Aggregated { Edges: var edges }, FieldMeaning.MeasuredEdges) => new AggregatedLinks(edges.ConvertAll(e => e.Link!)),
        (AggregatedLinks { Of: var links }, FieldMeaning.MeasuredSince) => new Values([.. links.Select(l => l.Record.Since).OfType<object>()]),
        (AggregatedLinks { Of: var links }, FieldMeaning.MeasuredUntil) => new Values([.. links.Select(l => l.Record.Until).OfType<object>()]),
        (AggregatedLinks { Of: var links }, FieldMeaning.Measured measured) =>
            new Values([.. links.Select(l => l.Record.Properties.GetValueOrDefault(measured.Name)).OfType<object>()]),
        (Aggregated all, FieldMeaning.GroupBy) => Groups(all, argument),
        (Aggregated group, FieldMeaning.GroupKey) => new GroupKey(group),
        (GroupKey { Group: var group }, FieldMeaning.GroupValue value) => Json(KeyOf(group, value.Name)),
        (GroupKey { Group: var group }, FieldMeaning.GroupNode node) => KeyOf(group, node.Name),
        (Values { Of: var values }, FieldMeaning.Leaf { What: Leaf.Smallest }) => Json(values.Aggregate((object?)null, (m, v) => m is null || CompareValues(v, m, false) < 0 ? v : m)),
        (Values { Of: var values }, FieldMeaning.Leaf { What: Leaf.Largest }) => Json(values.Aggregate((object?)null, (m, v) => m is null || CompareValues(v, m, false) > 0 ? v : m)),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    /// <summary>"A key field is null where the value is missing or too coarse", and if the groups are not by it.</summary>
    private object? KeyOf(Aggregated group, string field)
    {
        var by = string.Concat(field.Select(c => char.IsAsciiLetterUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
        return group.By.Contains(by) ? KeyOf(group.Edges[0].Node, by) : null;
    }

    /// <param name="by">A value of the enum, such as KIND, SIGNED_YEAR or OUTLET.</param>
    private object? KeyOf(NaiveNode node, string by)
    {
        string NameIn(string text) => text.Replace("_", "", StringComparison.Ordinal);
        Property? PropertyOf(string name) => node.Record.Type.Properties.FirstOrDefault(p => p.Name.Equals(NameIn(name), StringComparison.OrdinalIgnoreCase));
        if (node.Record.Type.Relationships.FirstOrDefault(r => !r.IsList && r.Name.Equals(NameIn(by), StringComparison.OrdinalIgnoreCase)) is { } one)
            return Related(node, one).FirstOrDefault()?.Node;
        if (PropertyOf(by) is { } property)
            return node.Record.Properties.GetValueOrDefault(property.Name);
        var (suffix, pattern) = by.EndsWith("_YEAR", StringComparison.Ordinal) ? ("_YEAR", "yyyy") : ("_MONTH", "yyyy-MM");
        return node.Text(PropertyOf(by[..^suffix.Length])!.Name) is { } date && date.Length >= pattern.Length ? date[..pattern.Length] : null;
    }

    /// <summary>"The largest group first, then by the values", a node by name and id.</summary>
    private List<Aggregated> Groups(Aggregated all, Func<string, object?> argument)
    {
        var by = ((IEnumerable<object?>)argument("by")!).Cast<string>().Distinct().ToList();
        int ByKeys(NaiveNode left, NaiveNode right) => by.Select(k => (KeyOf(left, k), KeyOf(right, k)) switch
        {
            (NaiveNode one, NaiveNode other) => NaiveOrder.ByName(one, other),
            (NaiveNode, null) => -1,
            (null, NaiveNode) => 1,
            var (one, other) => CompareValues(one, other, all.Type.Properties.Any(p => p.Kind == ScalarKind.String && p.Name.Equals(k, StringComparison.OrdinalIgnoreCase))),
        }).FirstOrDefault(o => o != 0);
        var groups = new List<List<Edge>>();
        foreach (var edge in all.Edges)
            if (groups.Find(g => ByKeys(g[0].Node, edge.Node) == 0) is { } group)
                group.Add(edge);
            else
                groups.Add([edge]);
        return [.. groups
            .Sorted((left, right) => right.Count.CompareTo(left.Count) is not 0 and var bySize ? bySize : ByKeys(left[0].Node, right[0].Node))
            .Select(g => new Aggregated(all.Type, g, by))];
    }
}
