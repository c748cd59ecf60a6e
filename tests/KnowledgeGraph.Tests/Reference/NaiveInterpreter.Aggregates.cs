using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>Counts, extremes and groups. Sums are left to cases: of numbers so far apart they depend on the order of adding.</summary>
internal sealed partial class NaiveInterpreter
{
    private sealed record Aggregated(FieldedType Type, List<NaiveNode> Nodes, List<Property> By);
    private sealed record Values(List<object> Of);
    private sealed record GroupKey(NaiveNode Node, List<Property> By);

    private static object? ResolveAggregate(object source, FieldMeaning meaning, Func<string, object?> argument) => (source, meaning) switch
    {
        (Aggregated { Nodes: var nodes }, FieldMeaning.Leaf { What: Leaf.Count }) => Json((long)nodes.Count),
        (Aggregated { Nodes: var nodes }, FieldMeaning.Measured measured) =>
            new Values([.. nodes.Select(n => n.Record.Properties.GetValueOrDefault(measured.Name)).OfType<object>()]),
        (Aggregated all, FieldMeaning.GroupBy) => Groups(all, argument),
        (Aggregated group, FieldMeaning.GroupKey) => new GroupKey(group.Nodes[0], group.By),
        (GroupKey { Node: var node, By: var by }, FieldMeaning.NodeProperty property) =>
            by.Exists(p => p.Name == property.Name) ? Json(node.Record.Properties.GetValueOrDefault(property.Name)) : null,
        (Values { Of: var values }, FieldMeaning.Leaf { What: Leaf.Smallest }) => Json(values.Aggregate((object?)null, (m, v) => m is null || CompareValues(v, m, false) < 0 ? v : m)),
        (Values { Of: var values }, FieldMeaning.Leaf { What: Leaf.Largest }) => Json(values.Aggregate((object?)null, (m, v) => m is null || CompareValues(v, m, false) > 0 ? v : m)),
        _ => throw new NotSupportedException(meaning.ToString()),
    };

    /// <summary>"The largest group first, then by the values."</summary>
    private static List<Aggregated> Groups(Aggregated all, Func<string, object?> argument)
    {
        var by = ((IEnumerable<object?>)argument("by")!).Select(n => all.Type.Properties.First(p => AggregateTypes.Screaming(p.Name) == (string)n!)).Distinct().ToList();
        int ByKeys(NaiveNode left, NaiveNode right) => by
            .Select(p => CompareValues(left.Record.Properties.GetValueOrDefault(p.Name), right.Record.Properties.GetValueOrDefault(p.Name), p.Kind == ScalarKind.String))
            .FirstOrDefault(o => o != 0);
        var groups = new List<List<NaiveNode>>();
        foreach (var node in all.Nodes)
            if (groups.Find(g => ByKeys(g[0], node) == 0) is { } group)
                group.Add(node);
            else
                groups.Add([node]);
        return [.. groups
            .Sorted((left, right) => right.Count.CompareTo(left.Count) is not 0 and var bySize ? bySize : ByKeys(left[0], right[0]))
            .Select(g => new Aggregated(all.Type, g, by))];
    }
}
