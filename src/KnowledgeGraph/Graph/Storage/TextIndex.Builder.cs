using System.Runtime.InteropServices;
using System.Text;

namespace KnowledgeGraph.Graph.Storage;

internal sealed partial class TextIndex
{
    /// <summary>
    /// Makes the next version: without the removed pairs, which must be there, with the added ones, which must not unless they are removed
    /// too. Not thread-safe.
    /// </summary>
    public sealed class Builder(TextIndex start)
    {
        private readonly TextPool _texts = new();
        /// <summary>The text's number above, the node below.</summary>
        private readonly List<ulong> _removed = [];
        private readonly List<ulong> _added = [];
        private byte[] _utf8 = new byte[256];

        public void Remove(string text, NodeRef node) => _removed.Add(Pair(text, node));

        public void Add(string text, NodeRef node) => _added.Add(Pair(text, node));

        private ulong Pair(string text, NodeRef node)
        {
            if (_utf8.Length < text.Length * 3)
                _utf8 = new byte[text.Length * 3];
            var length = Encoding.UTF8.GetBytes(text, _utf8);
            return (ulong)_texts.NumberOf(_utf8.AsSpan(0, length)) << 32 | (uint)node.Value;
        }

        public TextIndex Build()
        {
            var numbers = _texts.Sort();
            var ranks = new int[numbers.Length];
            for (var i = 0; i < numbers.Length; i++)
                ranks[numbers[i]] = i;
            var removed = Rank(_removed, ranks);
            var added = Rank(_added, ranks);
            Settle(ref removed, ref added);
            if (removed.IsEmpty && added.IsEmpty)
                return start;
            var count = start.Count - removed.Length + added.Length;
            var changes = new Changes(_texts, numbers, removed, added);
            var writer = new Writer(start);
            while (!changes.IsEmpty)
                writer.Merge(ref changes);
            return writer.Build(count);
        }

        private static Span<ulong> Rank(List<ulong> pairs, int[] ranks)
        {
            var span = CollectionsMarshal.AsSpan(pairs);
            foreach (ref var pair in span)
                pair = (ulong)ranks[pair >> 32] << 32 | (uint)pair;
            span.Sort();
            return span;
        }

        /// <summary>Leaves each pair once, and none that is on both sides: those stay as they are.</summary>
        private static void Settle(ref Span<ulong> removed, ref Span<ulong> added)
        {
            var (r, a, keptRemoved, keptAdded) = (0, 0, 0, 0);
            while (r < removed.Length || a < added.Length)
            {
                var pair = a == added.Length || (r < removed.Length && removed[r] < added[a]) ? removed[r] : added[a];
                var (isRemoved, isAdded) = (false, false);
                for (; r < removed.Length && removed[r] == pair; r++)
                    isRemoved = true;
                for (; a < added.Length && added[a] == pair; a++)
                    isAdded = true;
                if (isRemoved && !isAdded)
                    removed[keptRemoved++] = pair;
                if (isAdded && !isRemoved)
                    added[keptAdded++] = pair;
            }
            removed = removed[..keptRemoved];
            added = added[..keptAdded];
        }
    }

    private static int Compare(ReadOnlySpan<byte> text, NodeRef node, ReadOnlySpan<byte> otherText, NodeRef otherNode)
    {
        var order = text.SequenceCompareTo(otherText);
        return order != 0 ? order : ((uint)node.Value).CompareTo((uint)otherNode.Value);
    }

    /// <summary>The last run that begins with this pair or one before it; the first where none does.</summary>
    private int RunOf(ReadOnlySpan<byte> text, NodeRef node)
    {
        var (low, high) = (0, _runs.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(_runs[middle][0], _runs[middle].Nodes[0], text, node) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return Math.Max(low - 1, 0);
    }

    /// <summary>The pairs that go and those that come, sorted, none on both sides; they are walked once.</summary>
    private ref struct Changes(TextPool texts, int[] numbers, ReadOnlySpan<ulong> removed, ReadOnlySpan<ulong> added)
    {
        private ReadOnlySpan<ulong> _removed = removed;
        private ReadOnlySpan<ulong> _added = added;

        public readonly bool IsEmpty => _removed.IsEmpty && _added.IsEmpty;
        private readonly bool IsRemoval => _added.IsEmpty || (!_removed.IsEmpty && _removed[0] < _added[0]);
        private readonly ulong First => IsRemoval ? _removed[0] : _added[0];
        public readonly ReadOnlySpan<byte> Text => TextOf(First);
        public readonly NodeRef Node => NodeOf(First);

        private readonly ReadOnlySpan<byte> TextOf(ulong pair) => texts[numbers[pair >> 32]];
        private static NodeRef NodeOf(ulong pair) => new((int)(uint)pair);

        /// <summary>Steps over the first; whether it is one that comes.</summary>
        public bool Next()
        {
            var isRemoval = IsRemoval;
            if (isRemoval)
                _removed = _removed[1..];
            else
                _added = _added[1..];
            return !isRemoval;
        }

        /// <summary>How many come that stand before the pair.</summary>
        public readonly int CountAdded(ReadOnlySpan<byte> text, NodeRef node)
        {
            var (low, high) = (0, _added.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Compare(TextOf(_added[middle]), NodeOf(_added[middle]), text, node) < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }

        public readonly int CountAdded() => _added.Length;
    }

    /// <summary>Writes the runs of the next version: those that no change touches are the same.</summary>
    private sealed class Writer(TextIndex start)
    {
        private readonly List<Run> _runs = new(start._runs.Length + 8);
        private readonly List<ulong> _keys = new(start._runs.Length + 8);
        /// <summary>How many runs of the old version are done.</summary>
        private int _done;

        // The run in the making
        private int _size;
        private byte[] _bytes = new byte[RunLimit * 8];
        private readonly int[] _starts = new int[RunLimit + 1];
        private readonly ushort[] _nodeStarts = new ushort[RunLimit + 1];
        private readonly NodeRef[] _nodes = new NodeRef[RunLimit];
        private int _texts;
        private int _count;

        /// <summary>Writes the run that the first change touches, with all changes up to where the run after it begins.</summary>
        public void Merge(ref Changes changes)
        {
            var touched = start._runs.Length == 0 ? 0 : start.RunOf(changes.Text, changes.Node);
            CopyUpTo(touched);
            var run = _done < start._runs.Length ? start._runs[_done++] : null;
            var next = _done < start._runs.Length ? start._runs[_done] : null;
            var most = (run?.Nodes.Length ?? 0) + (next is null ? changes.CountAdded() : changes.CountAdded(next[0], next.Nodes[0]));
            _size = most <= RunLimit ? RunLimit : (most + most / UsualRun) / (most / UsualRun + 1);
            for (var i = 0; i < run?.Texts; i++)
            {
                var text = run[i];
                while (!changes.IsEmpty && changes.Text.SequenceCompareTo(text) < 0)
                    AppendNext(ref changes);
                foreach (var node in run.NodesOf(i))
                {
                    while (IsAt(changes, text) && (uint)changes.Node.Value < (uint)node.Value)
                        AppendNext(ref changes);
                    if (IsAt(changes, text) && changes.Node == node)
                        changes.Next();
                    else
                        Append(text, node);
                }
            }
            while (!changes.IsEmpty && (next is null || Compare(changes.Text, changes.Node, next[0], next.Nodes[0]) < 0))
                AppendNext(ref changes);
            Flush();
        }

        private static bool IsAt(Changes changes, ReadOnlySpan<byte> text) => !changes.IsEmpty && changes.Text.SequenceEqual(text);

        private void CopyUpTo(int run)
        {
            _runs.AddRange(start._runs.AsSpan(_done, run - _done));
            _keys.AddRange(start._keys.AsSpan(_done, run - _done));
            _done = run;
        }

        private void AppendNext(ref Changes changes)
        {
            var text = changes.Text;
            var node = changes.Node;
            if (changes.Next())
                Append(text, node);
        }

        private void Append(ReadOnlySpan<byte> text, NodeRef node)
        {
            if (_count == _size)
                Flush();
            if (_texts == 0 || !text.SequenceEqual(_bytes.AsSpan(_starts[_texts - 1].._starts[_texts])))
            {
                var from = _starts[_texts];
                if (from + text.Length > _bytes.Length)
                    Array.Resize(ref _bytes, Math.Max(from + text.Length, _bytes.Length * 2));
                text.CopyTo(_bytes.AsSpan(from));
                _nodeStarts[_texts++] = (ushort)_count;
                _starts[_texts] = from + text.Length;
            }
            _nodes[_count++] = node;
        }

        private void Flush()
        {
            if (_count == 0)
                return;
            _nodeStarts[_texts] = (ushort)_count;
            var run = new Run(_bytes[.._starts[_texts]], _starts[..(_texts + 1)], _nodeStarts[..(_texts + 1)], _nodes[.._count]);
            _runs.Add(run);
            _keys.Add(TextPool.KeyOf(run[0]));
            (_texts, _count) = (0, 0);
        }

        public TextIndex Build(int count)
        {
            CopyUpTo(start._runs.Length);
            return new([.. _runs], [.. _keys], count);
        }
    }
}
