using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Aggregates;

/// <summary>The extremes and the sum of a property. Nodes without a value do not count.</summary>
/// <param name="smallest">As JSON; empty if no node has a value.</param>
/// <param name="largest">As JSON; empty if no node has a value.</param>
/// <param name="sum">Null if no node has a number, or if the sum is too large for JSON, which has no infinity.</param>
/// <param name="count">The number of nodes with a number.</param>
internal readonly ref struct Measure(ReadOnlySpan<byte> smallest, ReadOnlySpan<byte> largest, double? sum, int count)
{
    public readonly ReadOnlySpan<byte> Smallest = smallest;
    public readonly ReadOnlySpan<byte> Largest = largest;
    public readonly double? Sum = sum;
    public double? Average => Sum / count;
}

internal sealed class MeasureReader(ReadContext context)
{
    private readonly List<double> _numbers = [];

    public Measure Measure(Property property, ReadOnlySpan<Link> items)
    {
        ReadOnlySpan<byte> smallest = default, largest = default;
        _numbers.Clear();
        foreach (var item in items)
        {
            context.ThrowIfCancelled();
            var json = context.TableOf(item.Node).Properties[property.Ordinal, item.Node.Row];
            if (json.IsEmpty)
                continue;
            if (property.Type.IsNumber)
                _numbers.Add(JsonText.Number(json));
            if (smallest.IsEmpty || ValueComparison.Compare(property.Kind, JsonText.Unquoted(json), JsonText.Unquoted(smallest)) < 0)
                smallest = json;
            if (largest.IsEmpty || ValueComparison.Compare(property.Kind, JsonText.Unquoted(json), JsonText.Unquoted(largest)) > 0)
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
