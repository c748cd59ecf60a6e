using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Aggregates;

/// <summary>Reads and compares what nodes are grouped by.</summary>
internal sealed class GroupKeys(ReadContext context, Visibility visibility)
{
    /// <summary>The related nodes of all items: for each item, one for each term that is a relationship. They are looked up once, and compared often.</summary>
    private readonly List<NodeRef?> _related = [];

    /// <param name="Position">The position of the first of its related nodes.</param>
    private readonly record struct Item(NodeRef Node, int Position);

    /// <summary>Sorts the items by the terms, and returns the ranges of those that have the same values.</summary>
    public List<Range> Group(ImmutableArray<GroupTerm> by, Span<Link> items)
    {
        var sorted = new Item[items.Length];
        _related.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            context.ThrowIfCancelled();
            sorted[i] = new Item(items[i].Node, _related.Count);
            foreach (var term in by)
                if (term is GroupTerm.Related related)
                    _related.Add(visibility.OtherEnd(items[i].Node, related.Field));
        }
        sorted.AsSpan().Sort(items, (left, right) => Compare(by, left, right));
        var ranges = new List<Range>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (ranges.Count > 0 && Compare(by, sorted[ranges[^1].Start.Value], sorted[i]) == 0)
                ranges[^1] = ranges[^1].Start..(i + 1);
            else
                ranges.Add(i..(i + 1));
        }
        return ranges;
    }

    /// <summary>The value of a property as JSON; empty if there is none.</summary>
    public ReadOnlySpan<byte> Json(Property property, NodeRef node) => context.TableOf(node).Properties[property.Ordinal, node.Row];

    /// <summary>The year or the month of a date, without quotes; empty if there is none.</summary>
    public ReadOnlySpan<byte> DatePart(GroupTerm term, NodeRef node) => term switch
    {
        GroupTerm.Year { Property: var date } => PartialDate.Year(JsonText.Unquoted(Json(date, node))),
        GroupTerm.Month { Property: var date } => PartialDate.Month(JsonText.Unquoted(Json(date, node))),
        _ => throw new UnreachableException($"{term}"),
    };

    private int Compare(ImmutableArray<GroupTerm> by, Item left, Item right)
    {
        var related = 0;
        foreach (var term in by)
        {
            var order = term switch
            {
                GroupTerm.Value { Property: var property } => ValueComparison.Compare(
                    property.Kind, JsonText.Unquoted(Json(property, left.Node)), JsonText.Unquoted(Json(property, right.Node))),
                GroupTerm.Year or GroupTerm.Month => ValueComparison.Compare(ScalarKind.PartialDate, DatePart(term, left.Node), DatePart(term, right.Node)),
                GroupTerm.Related => CompareNodes(_related[left.Position + related], _related[right.Position + related++]),
                _ => throw new UnreachableException($"{term}"),
            };
            if (order != 0)
                return order;
        }
        return 0;
    }

    /// <summary>By name and id. A missing node comes last.</summary>
    private int CompareNodes(NodeRef? left, NodeRef? right) =>
        left is { } one && right is { } other ? context.Snapshot.Order.Compare(one, other) : right.HasValue.CompareTo(left.HasValue);
}
