using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// Finds nodes by the beginning of a text. Immutable: the pairs of text and node, sorted, in runs of which a change copies those that it
/// touches. A run holds each of its texts once, and side by side the nodes of them all; a text with many nodes fills many runs.
/// </summary>
internal sealed partial class TextIndex
{
    private const int RunLimit = 1024;
    private const int UsualRun = RunLimit * 3 / 4;

    public static readonly TextIndex Empty = new([], [], 0);

    private readonly Run[] _runs;
    /// <summary>Of each run's first text the <see cref="TextPool.KeyOf"/>: most of a look-up stays within this array.</summary>
    private readonly ulong[] _keys;

    private TextIndex(Run[] runs, ulong[] keys, int count) => (_runs, _keys, Count) = (runs, keys, count);

    /// <summary>How many pairs there are.</summary>
    public int Count { get; }

    private sealed class Run(byte[] bytes, int[] starts, ushort[] nodeStarts, NodeRef[] nodes)
    {
        /// <summary>The texts side by side, and where each begins (the last entry is where the last one ends).</summary>
        public readonly byte[] Bytes = bytes;
        public readonly int[] Starts = starts;
        /// <summary>The nodes of all texts, those of one by their value, and where each text's begin.</summary>
        public readonly ushort[] NodeStarts = nodeStarts;
        public readonly NodeRef[] Nodes = nodes;

        public int Texts => NodeStarts.Length - 1;

        public ReadOnlySpan<byte> this[int text] => Bytes.AsSpan(Starts[text], Starts[text + 1] - Starts[text]);

        public ReadOnlySpan<NodeRef> NodesOf(int text) => Nodes.AsSpan(NodeStarts[text], NodeStarts[text + 1] - NodeStarts[text]);

        /// <summary>The first text that does not stand before <paramref name="text"/>.</summary>
        public int Seek(ReadOnlySpan<byte> text)
        {
            var (low, high) = (0, Texts);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (this[middle].SequenceCompareTo(text) < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }

        /// <summary>The first text, from one on, that does not begin with <paramref name="prefix"/>; those before it all do.</summary>
        public int SeekPast(ReadOnlySpan<byte> prefix, int from)
        {
            var (low, high) = (from, Texts);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (this[middle].StartsWith(prefix))
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }

    /// <summary>Adjacent pairs: from a text of one run to a text, exclusive, of the same or a later one.</summary>
    public readonly struct Match(TextIndex index, int firstRun, int firstText, int lastRun, int endText)
    {
        /// <summary>About how many pairs there are: exact within one run.</summary>
        public int Estimate => lastRun < 0 ? 0 : firstRun == lastRun ? Slice(firstRun).Length : (lastRun - firstRun) * UsualRun;

        private ReadOnlySpan<NodeRef> Slice(int run)
        {
            var found = index._runs[run];
            var from = run == firstRun ? found.NodeStarts[firstText] : 0;
            var to = run == lastRun ? found.NodeStarts[endText] : found.Nodes.Length;
            return found.Nodes.AsSpan(from, to - from);
        }

        /// <param name="types">A bit for each type of node that is wanted.</param>
        public void AddTo(NodeSet nodes, ulong types)
        {
            for (var run = firstRun; run <= lastRun; run++)
                foreach (var node in Slice(run))
                    if ((types >> node.Type & 1) != 0)
                        nodes.Add(node);
        }
    }

    /// <summary>The pairs whose text is this one.</summary>
    public Match FindWhole(ReadOnlySpan<byte> text) => Find(text, isWhole: true);

    /// <summary>The pairs whose text begins with this one.</summary>
    public Match FindPrefix(ReadOnlySpan<byte> prefix) => Find(prefix, isWhole: false);

    /// <summary>Passes all texts to the search for near words. A text that fills several runs is passed several times.</summary>
    /// <param name="pause">Called from time to time; it may throw.</param>
    public void AddTextsTo(NearWords near, Action pause)
    {
        var characters = new char[256];
        foreach (var run in _runs)
        {
            pause();
            for (var i = 0; i < run.Texts; i++)
            {
                if (run[i].Length > characters.Length)
                    characters = new char[run[i].Length];
                near.Add(characters.AsSpan(0, Encoding.UTF8.GetChars(run[i], characters)));
            }
        }
    }

    private Match Find(ReadOnlySpan<byte> text, bool isWhole)
    {
        var first = RunBefore(text);
        if (first == _runs.Length)
            return new Match(this, 0, 0, -1, 0);
        var from = _runs[first].Seek(text);
        if (from == _runs[first].Texts)
        {
            if (++first == _runs.Length)
                return new Match(this, 0, 0, -1, 0);
            from = 0;
        }
        bool Holds(ReadOnlySpan<byte> found, ReadOnlySpan<byte> text) => isWhole ? found.SequenceEqual(text) : found.StartsWith(text);
        if (!Holds(_runs[first][from], text))
            return new Match(this, 0, 0, -1, 0);
        var (low, step) = (first, 1);
        while (low + step < _runs.Length && Holds(_runs[low + step][0], text))
            (low, step) = (low + step, step * 2);
        var high = Math.Min(low + step, _runs.Length);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (Holds(_runs[middle][0], text))
                low = middle;
            else
                high = middle;
        }
        var start = low == first ? from : 0;
        return new Match(this, first, from, low, isWhole ? start + 1 : _runs[low].SeekPast(text, start));
    }

    /// <summary>The last run that begins before the text (the first one where none does): there is where the text begins, if it is there.</summary>
    private int RunBefore(ReadOnlySpan<byte> text)
    {
        var key = TextPool.KeyOf(text);
        var (low, high) = (0, _keys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_keys[middle] < key || (_keys[middle] == key && _runs[middle][0].SequenceCompareTo(text) < 0))
                low = middle + 1;
            else
                high = middle;
        }
        return Math.Max(low - 1, 0);
    }
}
