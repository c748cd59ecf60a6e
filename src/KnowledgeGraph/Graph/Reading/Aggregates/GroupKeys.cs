using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Aggregates;

/// <summary>Finds groups: nodes that have the same values.</summary>
internal sealed class GroupKeys(ReadContext context, Visibility visibility)
{
    /// <summary>The related nodes of the first node of each group: one for each term that is a relationship.</summary>
    private readonly List<NodeRef?> _related = [];

    /// <summary>The values of a node.</summary>
    /// <param name="Related">The position of the first of its related nodes.</param>
    private readonly record struct Key(NodeRef Node, int Related);

    /// <summary>Puts the items of each group next to each other: the largest group first, groups of the same size in the order of their values.</summary>
    /// <returns>The sizes of the groups.</returns>
    public List<int> Group(ImmutableArray<GroupTerm> by, Span<Link> items)
    {
        _related.Clear();
        var (groups, keys, sizes, groupOf) = (new Dictionary<Key, int>(new SameValues(this, by)), new List<Key>(), new List<int>(), new int[items.Length]);
        for (var i = 0; i < items.Length; i++)
        {
            context.ThrowIfCancelled();
            var key = KeyOf(items[i].Node, by);
            if (groups.TryGetValue(key, out var group))
                _related.RemoveRange(key.Related, _related.Count - key.Related);
            else
            {
                groups.Add(key, group = keys.Count);
                keys.Add(key);
                sizes.Add(0);
            }
            groupOf[i] = group;
            sizes[group]++;
        }
        var order = Enumerable.Range(0, keys.Count).ToArray();
        Array.Sort(order, (left, right) => sizes[left] != sizes[right] ? sizes[right].CompareTo(sizes[left]) : Compare(by, keys[left], keys[right]));
        Arrange(items, groupOf, order, sizes);
        return [.. order.Select(g => sizes[g])];
    }

    private static void Arrange(Span<Link> items, int[] groupOf, int[] order, List<int> sizes)
    {
        var (next, first) = (new int[order.Length], 0);
        foreach (var group in order)
        {
            next[group] = first;
            first += sizes[group];
        }
        foreach (var (i, item) in items.ToArray().Index())
            items[next[groupOf[i]]++] = item;
    }

    private Key KeyOf(NodeRef node, ImmutableArray<GroupTerm> by)
    {
        var key = new Key(node, _related.Count);
        foreach (var term in by)
            if (term is GroupTerm.Related related)
                _related.Add(visibility.OtherEnd(node, related.Field));
        return key;
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

    private int Compare(ImmutableArray<GroupTerm> by, Key left, Key right)
    {
        var related = 0;
        foreach (var term in by)
        {
            var order = term switch
            {
                GroupTerm.Value { Property.Kind: var kind } => ValueComparison.Compare(
                    kind, JsonText.Unquoted(Bytes(term, left.Node)), JsonText.Unquoted(Bytes(term, right.Node))),
                GroupTerm.Year or GroupTerm.Month => ValueComparison.Compare(ScalarKind.PartialDate, Bytes(term, left.Node), Bytes(term, right.Node)),
                GroupTerm.Related => CompareNodes(_related[left.Related + related], _related[right.Related + related++]),
                _ => throw new UnreachableException($"{term}"),
            };
            if (order != 0)
                return order;
        }
        return 0;
    }

    /// <summary>What tells values apart: equal values have the same bytes.</summary>
    private ReadOnlySpan<byte> Bytes(GroupTerm term, NodeRef node) => term switch
    {
        GroupTerm.Value { Property: var property } => Json(property, node),
        GroupTerm.Year or GroupTerm.Month => DatePart(term, node),
        _ => throw new UnreachableException($"{term}"),
    };

    private sealed class SameValues(GroupKeys keys, ImmutableArray<GroupTerm> by) : IEqualityComparer<Key>
    {
        public bool Equals(Key left, Key right)
        {
            var related = 0;
            foreach (var term in by)
                if (term is GroupTerm.Related ? keys._related[left.Related + related] != keys._related[right.Related + related++]
                    : !keys.Bytes(term, left.Node).SequenceEqual(keys.Bytes(term, right.Node)))
                    return false;
            return true;
        }

        public int GetHashCode(Key key)
        {
            var (hash, related) = (new HashCode(), 0);
            foreach (var term in by)
                if (term is GroupTerm.Related)
                    hash.Add(keys._related[key.Related + related++]);
                else
                    hash.AddBytes(keys.Bytes(term, key.Node));
            return hash.ToHashCode();
        }
    }

    /// <summary>By name and id. A missing node comes last.</summary>
    private int CompareNodes(NodeRef? left, NodeRef? right) =>
        left is { } one && right is { } other ? context.Snapshot.Order.Compare(one, other) : right.HasValue.CompareTo(left.HasValue);
}
