using System.Numerics;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// A set of nodes, one bit each in pages that are made where they are needed: few nodes cost little to add and to clear, many no more than
/// a bit for each row of the graph. It is kept and used again; not thread-safe.
/// </summary>
internal sealed class NodeSet
{
    private const int PageBits = 9;
    private const int PageRows = 1 << PageBits;

    /// <summary>By the node's value without its lowest bits, type by type.</summary>
    private Page?[][] _pages = [];
    private readonly List<Page> _used = [];

    private sealed class Page(int key)
    {
        public readonly int Key = key;
        public readonly ulong[] Bits = new ulong[PageRows / 64];
        public bool IsUsed;
    }

    public int Count { get; private set; }

    private Page? Find(NodeRef node) => (uint)node.Type < (uint)_pages.Length && _pages[node.Type] is var pages
        && (uint)(node.Row >> PageBits) < (uint)pages.Length ? pages[node.Row >> PageBits] : null;

    public bool Contains(NodeRef node) => Find(node) is { } page && (page.Bits[(node.Row & (PageRows - 1)) >> 6] >> node.Row & 1) != 0;

    public void Add(NodeRef node)
    {
        var page = Find(node);
        if (page is not { IsUsed: true })
            page = Use(node, page);
        ref var bits = ref page.Bits[(node.Row & (PageRows - 1)) >> 6];
        var bit = 1UL << node.Row;
        if ((bits & bit) == 0)
            Count++;
        bits |= bit;
    }

    public void Remove(NodeRef node)
    {
        if (!Contains(node))
            return;
        Find(node)!.Bits[(node.Row & (PageRows - 1)) >> 6] &= ~(1UL << node.Row);
        Count--;
    }

    private Page Use(NodeRef node, Page? page)
    {
        if (page is null)
        {
            var (type, index) = (node.Type, node.Row >> PageBits);
            if (type >= _pages.Length)
            {
                var length = _pages.Length;
                Array.Resize(ref _pages, type + 1);
                _pages.AsSpan(length).Fill([]);
            }
            if (index >= _pages[type].Length)
                Array.Resize(ref _pages[type], Math.Max(index + 1, _pages[type].Length * 2));
            _pages[type][index] = page = new Page(node.Value & ~(PageRows - 1));
        }
        page.IsUsed = true;
        _used.Add(page);
        return page;
    }

    public void UnionWith(NodeSet other)
    {
        foreach (var theirs in other._used)
        {
            var node = new NodeRef(theirs.Key);
            var page = Find(node);
            if (page is not { IsUsed: true })
                page = Use(node, page);
            for (var i = 0; i < page.Bits.Length; i++)
            {
                Count += BitOperations.PopCount(theirs.Bits[i] & ~page.Bits[i]);
                page.Bits[i] |= theirs.Bits[i];
            }
        }
    }

    public void IntersectWith(NodeSet other) => Keep(other, isWithin: true);

    public void ExceptWith(NodeSet other) => Keep(other, isWithin: false);

    private void Keep(NodeSet other, bool isWithin)
    {
        Count = 0;
        foreach (var page in _used)
        {
            var theirs = other.Find(new NodeRef(page.Key)) is { IsUsed: true } found ? found.Bits : null;
            for (var i = 0; i < page.Bits.Length; i++)
            {
                var bits = theirs is null ? 0 : theirs[i];
                page.Bits[i] &= isWithin ? bits : ~bits;
                Count += BitOperations.PopCount(page.Bits[i]);
            }
        }
    }

    public void Clear()
    {
        foreach (var page in _used)
        {
            Array.Clear(page.Bits);
            page.IsUsed = false;
        }
        _used.Clear();
        Count = 0;
    }

    /// <summary>The number of nodes of a type.</summary>
    public int CountOf(int type)
    {
        var count = 0;
        foreach (var page in _used)
            if (new NodeRef(page.Key).Type == type)
                foreach (var bits in page.Bits)
                    count += BitOperations.PopCount(bits);
        return count;
    }

    /// <summary>The nodes, in no order; the one that was given may be removed meanwhile.</summary>
    public Enumerator GetEnumerator() => new(this, type: null);

    /// <summary>The nodes of a type, in no order.</summary>
    public Enumerator OfType(int type) => new(this, type);

    public struct Enumerator(NodeSet set, int? type)
    {
        private int _page;
        private int _word = -1;
        private ulong _bits;

        public NodeRef Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_bits == 0)
            {
                if (++_word == PageRows / 64)
                    (_page, _word) = (_page + 1, 0);
                while (_page < set._used.Count && type is { } wanted && new NodeRef(set._used[_page].Key).Type != wanted)
                    _page++;
                if (_page >= set._used.Count)
                    return false;
                _bits = set._used[_page].Bits[_word];
            }
            Current = new NodeRef(set._used[_page].Key + (_word << 6) + BitOperations.TrailingZeroCount(_bits));
            _bits &= _bits - 1;
            return true;
        }
    }
}
