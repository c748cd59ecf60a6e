using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>
/// The nodes that have all words of a search, or all but a few, as sets. They are gathered from the word index at the first use, those that lack words
/// only if a page or a count needs them.
/// </summary>
internal sealed class WordHits(ReadContext context, SearchWords words)
{
    /// <summary>Reading and splitting the text of a node takes as long as looking up this many pairs of the index.</summary>
    private const int PairsPerText = 256;

    private readonly NodeSet _all = new();
    private readonly NodeSet _names = new();
    private readonly NodeSet _pairs = new();
    /// <summary>By the number of words that are missing.</summary>
    private readonly List<NodeSet> _lacking = [];
    private readonly List<WordLookup> _lookups = [];
    private ulong _types;
    private int _maxMissing;
    private bool _isGathered;
    private bool _isPartialGathered;

    /// <summary>The number of pairs of the rarest word.</summary>
    public int Rarest => _lookups is [var rarest, ..] ? rarest.Estimate : int.MaxValue;

    /// <summary>The nodes with all words.</summary>
    public NodeSet All
    {
        get
        {
            Gather();
            return _all;
        }
    }

    /// <summary>The nodes with all words in their names.</summary>
    public NodeSet Names
    {
        get
        {
            Gather();
            return _names;
        }
    }

    /// <summary>The nodes that lack so many words.</summary>
    public NodeSet Lacking(int missing)
    {
        GatherPartial();
        return _lacking[missing];
    }

    /// <param name="types">A bit for each selected type.</param>
    /// <param name="maxMissing">The most words that a hit may lack.</param>
    public void Begin(IEnumerable<WordLookup> lookups, ulong types, int maxMissing)
    {
        (_types, _maxMissing, _isGathered, _isPartialGathered) = (types, maxMissing, false, false);
        foreach (var set in (ReadOnlySpan<NodeSet>)[_all, _names, _pairs, .. _lacking])
            set.Clear();
        _lookups.Clear();
        _lookups.AddRange(lookups);
        _lookups.Sort(static (left, right) => left.Estimate.CompareTo(right.Estimate));
    }

    private void Gather()
    {
        if (_isGathered)
            return;
        _isGathered = true;
        for (var i = 0; i < _lookups.Count && (i == 0 || _all.Count > 0); i++)
        {
            var lookup = _lookups[i];
            if (i == 0)
            {
                lookup.AddNamesTo(_names, _types);
                lookup.AddOthersTo(_all, _types);
                _all.UnionWith(_names);
            }
            else if (IsCommon(lookup, _all))
                KeepThoseWith(lookup);
            else
            {
                _pairs.Clear();
                lookup.AddNamesTo(_pairs, _types);
                _names.IntersectWith(_pairs);
                lookup.AddOthersTo(_pairs, _types);
                _all.IntersectWith(_pairs);
            }
        }
    }

    /// <summary>Whether reading the nodes takes less time than looking up the word.</summary>
    private static bool IsCommon(WordLookup lookup, NodeSet nodes) => lookup.Estimate / PairsPerText > nodes.Count;

    /// <summary>
    /// Finds the hits that lack words. Word by word, each set has the nodes that lack at most so many of the words so far. A node that may lack one word
    /// has one of the two rarest, and so on. So the other words, which are in more nodes, are sought among few nodes.
    /// </summary>
    private void GatherPartial()
    {
        if (_isPartialGathered)
            return;
        _isPartialGathered = true;
        var max = _maxMissing;
        while (_lacking.Count <= max)
            _lacking.Add(new NodeSet());
        for (var i = 0; i < _lookups.Count && (i <= max || _lacking[max].Count > 0); i++)
        {
            context.ThrowIfCancelled();
            _pairs.Clear();
            if (i > max && IsCommon(_lookups[i], _lacking[max]))
                AddThoseWith(_lookups[i]);
            else
            {
                _lookups[i].AddNamesTo(_pairs, _types);
                _lookups[i].AddOthersTo(_pairs, _types);
            }
            // All nodes lack at most i of the first i words: that set is not made.
            for (var missing = Math.Min(i, max); missing >= 0; missing--)
            {
                if (missing == i)
                    _lacking[missing].UnionWith(_pairs);
                else
                    _lacking[missing].IntersectWith(_pairs);
                if (missing > 0)
                    _lacking[missing].UnionWith(_lacking[missing - 1]);
            }
        }
        for (var missing = max; missing > 0; missing--)
            _lacking[missing].ExceptWith(_lacking[missing - 1]);
    }

    /// <summary>Adds the nodes with the word to the pairs. Reads the few nodes that can be hits, because the word is in very many nodes.</summary>
    private void AddThoseWith(WordLookup lookup)
    {
        foreach (var node in _lacking[_maxMissing])
            if (words.Find(node, lookup) is not (false, false))
                _pairs.Add(node);
    }

    /// <summary>Reads the few hits so far, because the word is in very many nodes.</summary>
    private void KeepThoseWith(WordLookup lookup)
    {
        foreach (var node in _all)
        {
            var (isInName, isInOther) = words.Find(node, lookup);
            if (!isInName)
                _names.Remove(node);
            if (!isInName && !isInOther)
                _all.Remove(node);
        }
    }
}
