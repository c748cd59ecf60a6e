using CsCheck;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Storage;

/// <summary>The parts of a snapshot against lists and dictionaries, over versions of which each must stay as it was.</summary>
public sealed class ColumnProperties
{
    private static readonly Gen<(int Versions, int Size, int Seed)> s_work = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 3000], Gen.Int[0, int.MaxValue - 1]);

    [Fact]
    public void A_list_column_holds_a_list_for_each_row() => s_work.Sample((versions, size, seed) =>
    {
        AssertListColumn(versions, size, seed, c => (byte)c.Below(256));
        AssertListColumn(versions, size, seed, c => new Link(new NodeRef(c.Below(int.MaxValue)), c.Below(1000)));
    }, iter: 15);

    private static void AssertListColumn<T>(int versions, int size, int seed, Func<Choices, T> item) where T : unmanaged
    {
        var choices = new Choices(seed);
        var (column, model) = (ListColumn<T>.Empty, new Dictionary<int, T[]>());
        var all = new List<(ListColumn<T> Column, Dictionary<int, T[]> Model)> { (column, model) };
        for (var version = 0; version < versions; version++)
        {
            model = new Dictionary<int, T[]>(model);
            var builder = new ListColumn<T>.Builder(column);
            for (var i = 0; i < size; i++)
            {
                var row = choices.Below(1 + size / 2);
                var list = Enumerable.Range(0, choices.Chance(20) ? 0 : choices.Below(choices.Chance(2) ? 300 : 6)).Select(_ => item(choices)).ToArray();
                builder.Replace(row, list);
                model[row] = list;
                Assert.Equal(list, builder[row].ToArray());
            }
            column = builder.Build();
            all.Add((column, model));
        }
        foreach (var (built, expected) in all)
            for (var row = 0; row < size + 300; row++)
                Assert.Equal(expected.GetValueOrDefault(row) ?? [], built[row].ToArray());
    }

    [Fact]
    public void A_chunked_array_holds_a_value_for_each_row() => s_work.Sample((versions, size, seed) =>
    {
        var choices = new Choices(seed);
        var (array, model) = (ChunkedArray<long>.Empty, new List<long>());
        var all = new List<(ChunkedArray<long> Array, List<long> Model)> { (array, model) };
        for (var version = 0; version < versions; version++)
        {
            model = [.. model];
            var builder = new ChunkedArray<long>.Builder(array);
            for (var i = 0; i < size; i++)
            {
                // Rows are used one after the other
                var row = choices.Chance(60) ? model.Count : choices.Below(model.Count + 1);
                var value = (long)choices.Below(int.MaxValue);
                builder[row] = value;
                if (row == model.Count)
                    model.Add(value);
                else
                    model[row] = value;
                Assert.Equal(value, builder[row]);
            }
            array = builder.Build();
            all.Add((array, model));
        }
        foreach (var (built, expected) in all)
            Assert.Equal(expected, Enumerable.Range(0, expected.Count).Select(row => built[row]));
    }, iter: 60);

    [Fact]
    public void A_hash_index_finds_what_was_added_and_not_removed() => s_work.Sample((versions, size, seed) =>
    {
        var choices = new Choices(seed);
        // Some hashes share their upper bits, which choose the bucket, some their lower ones, which choose the place; some are equal.
        var hashes = Enumerable.Range(0, size).Select(_ => choices.Below(4) switch
        {
            0 => choices.Below(int.MaxValue),
            1 => -choices.Below(int.MaxValue),
            2 => 0x12340000 | choices.Below(1 << 16),
            _ => (choices.Below(1 << 12) << 20) | 0x7,
        }).ToArray();
        var (index, model) = (HashIndex.Empty, new HashSet<(int Hash, NodeRef Node)>());
        var all = new List<(HashIndex Index, HashSet<(int Hash, NodeRef Node)> Model)> { (index, model) };
        for (var version = 0; version < versions; version++)
        {
            model = [.. model];
            var builder = new HashIndex.Builder(index);
            for (var i = 0; i < size; i++)
            {
                var (hash, node) = (choices.Of(hashes), new NodeRef(choices.Below(3), choices.Below(4)));
                if (choices.Chance(70) && model.Count(m => m.Hash == hash) < 12 && model.Add((hash, node)))
                    builder.Add(hash, node);
                else if (model.Remove((hash, node)) || choices.Chance(50))
                    builder.Remove(hash, node);
                if (i % 50 == 0)
                    Assert.Equal(Nodes(model, hash), Nodes(builder.Find(hash)));
            }
            index = builder.Build();
            all.Add((index, model));
        }
        foreach (var (built, expected) in all)
        {
            var byHash = expected.ToLookup(m => m.Hash, m => m.Node);
            foreach (var hash in hashes.Append(choices.Below(int.MaxValue)))
                Assert.Equal(byHash[hash].OrderBy(n => n.Value), Nodes(built.Find(hash)));
        }
    }, iter: 15);

    private static IEnumerable<NodeRef> Nodes(HashSet<(int Hash, NodeRef Node)> model, int hash) =>
        model.Where(m => m.Hash == hash).Select(m => m.Node).OrderBy(n => n.Value);

    private static List<NodeRef> Nodes(HashIndex.Candidates candidates)
    {
        var nodes = new List<NodeRef>();
        while (candidates.MoveNext())
            nodes.Add(candidates.Current);
        return [.. nodes.OrderBy(n => n.Value)];
    }

    [Fact]
    public void A_merge_is_sorted_and_has_all() => Gen.Select(Gen.Int[0, 30].Array[0, 200], Gen.Int[0, 30].Array[0, 40]).Sample((kept, added) =>
    {
        Array.Sort(kept);
        Array.Sort(added);
        Assert.Equal(kept.Concat(added).Order(), SortedMerge.Merge<int>(kept, added, Comparer<int>.Default));
    }, iter: 300);

    [Fact]
    public void Ordered_nodes_stand_in_order_and_are_found() => s_work.Sample((versions, size, seed) =>
    {
        var choices = new Choices(seed);
        var (nodes, keys) = (OrderedNodes.Empty, new Dictionary<NodeRef, int>());
        var all = new List<(OrderedNodes Nodes, Dictionary<NodeRef, int> Keys)> { (nodes, keys) };
        for (var version = 0; version < versions; version++)
        {
            var next = new Dictionary<NodeRef, int>(keys);
            // What changes its key leaves one place and comes to another
            var removed = keys.Keys.Where(_ => choices.Chance(version % 2 == 0 ? 5 : 60)).ToArray();
            foreach (var node in removed)
                next.Remove(node);
            var added = removed.Where(_ => choices.Chance(50)).Concat(Enumerable.Range(0, choices.Below(size + 1)).Select(i => new NodeRef(version, i))).ToArray();
            var (start, spread) = (choices.Below(1000), choices.Of([1, 10, 10000]));
            foreach (var node in added)
                next.Add(node, start + choices.Below(spread));
            var (before, after) = (By(keys), By(next));
            Array.Sort(removed, before);
            Array.Sort(added, after);
            (nodes, keys) = (nodes.Change(removed, before, added, after), next);
            all.Add((nodes, keys));
        }
        foreach (var (built, expected) in all)
            AssertOrdered(built, expected, choices);
    }, iter: 60);

    private static Comparer<NodeRef> By(Dictionary<NodeRef, int> keys) => Comparer<NodeRef>.Create((left, right) =>
        keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.Value.CompareTo(right.Value));

    private static void AssertOrdered(OrderedNodes nodes, Dictionary<NodeRef, int> keys, Choices choices)
    {
        var expected = keys.Keys.Order(By(keys)).ToList();
        Assert.Equal(expected.Count, nodes.Count);
        Assert.Equal(expected, From(nodes, OrderedNodes.Start));
        Assert.Equal(Enumerable.Reverse(expected), Before(nodes, nodes.End));
        for (var i = 0; i < 5; i++)
        {
            var key = choices.Below(11000);
            var split = expected.FindIndex(n => keys[n] > key) is >= 0 and var index ? index : expected.Count;
            var position = nodes.Seek(n => keys[n] > key);
            Assert.Equal(expected[split..], From(nodes, position));
            Assert.Equal(Enumerable.Reverse(expected[..split]), Before(nodes, position));
        }
    }

    private static List<NodeRef> From(OrderedNodes nodes, OrderedNodes.Position position)
    {
        var found = new List<NodeRef>();
        while (nodes.Next(ref position, out var node))
            found.Add(node);
        return found;
    }

    private static List<NodeRef> Before(OrderedNodes nodes, OrderedNodes.Position position)
    {
        var found = new List<NodeRef>();
        while (nodes.Previous(ref position, out var node))
            found.Add(node);
        return found;
    }
}
