using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Graph.Reading.Aggregates;

/// <summary>The extremes and the sum of a value of nodes or relationships. Those without a value do not count.</summary>
/// <param name="smallest">As JSON; empty if none has a value.</param>
/// <param name="largest">As JSON; empty if none has a value.</param>
/// <param name="sum">Null if none has a number, or if the sum is too large for JSON, which has no infinity.</param>
/// <param name="count">The number of those with a number.</param>
internal readonly ref struct Measure(ReadOnlySpan<byte> smallest, ReadOnlySpan<byte> largest, double? sum, int count)
{
    public readonly ReadOnlySpan<byte> Smallest = smallest;
    public readonly ReadOnlySpan<byte> Largest = largest;
    public readonly double? Sum = sum;
    public double? Average => Sum / count;
}

internal sealed class MeasureReader(ReadContext context, ValueReader values)
{
    private readonly List<double> _numbers = [];

    /// <param name="relationships">The table of the relationships; null for the nodes of a collection.</param>
    public Measure Measure(Operand value, ReadOnlySpan<Link> items, RelationshipTable? relationships)
    {
        ReadOnlySpan<byte> smallest = default, largest = default;
        _numbers.Clear();
        foreach (var item in items)
        {
            context.ThrowIfCancelled();
            var json = values.Json(value, new Subject(item.Node, relationships, item.Relationship));
            if (json.IsEmpty)
                continue;
            if (value.Type.IsNumber)
                _numbers.Add(JsonText.Number(json));
            if (smallest.IsEmpty || ValueComparison.Compare(value.Kind, JsonText.Unquoted(json), JsonText.Unquoted(smallest)) < 0)
                smallest = json;
            if (largest.IsEmpty || ValueComparison.Compare(value.Kind, JsonText.Unquoted(json), JsonText.Unquoted(largest)) > 0)
                largest = json;
        }
        return new Measure(smallest, largest, Sum(), _numbers.Count);
    }

    /// <summary>Adds the numbers in sorted order, so that rounding does not depend on the order in which nodes are found.</summary>
    private double? Sum()
    {
        if (_numbers.Count == 0)
            return null;
        _numbers.Sort();
        var sum = 0.0;
        foreach (var number in _numbers)
            sum += number;
        return double.IsFinite(sum) ? sum : null;
    }
}
