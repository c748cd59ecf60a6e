using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>How well a hit matches; better classes come first. After the class with a name, there is one more for each further word that is missing.</summary>
internal enum HitClass
{
    None = SearchField.FirstClass - 1,
    EqualName,
    NamePrefix,
    EqualAlias,
    AliasPrefix,
    NameWords,
    OtherWords = SearchField.AllWords,
    /// <summary>All words but one.</summary>
    SomeWords,
}

/// <summary>The hits of one search, as sets by class. They are gathered from the word index at the first use, those that lack words only if a page or a count needs them.</summary>
internal sealed class SearchHits(ReadContext context, Visibility visibility, SearchWords words)
{
    /// <summary>Reading and splitting the text of a node takes as long as looking up this many pairs of the index.</summary>
    private const int PairsPerText = 256;

    /// <summary>A word with at most this many pairs in the index is looked up before the names are sought in all collections.</summary>
    private const int MaxRarePairs = 128;

    private readonly NodeSet _all = new();
    private readonly NodeSet _equalAliases = new();
    private readonly NodeSet _aliases = new();
    private readonly NodeSet _names = new();
    private readonly NodeSet _others = new();
    private readonly NodeSet _pairs = new();
    /// <summary>By the number of words that are missing.</summary>
    private readonly List<NodeSet> _lacking = [];
    private readonly List<(TextIndex.Match Names, TextIndex.Match Others, string Word)> _lookups = [];
    private bool _isGathered;
    private bool _isPartialGathered;

    public SearchText Text { get; private set; } = null!;

    /// <summary>A bit for each selected type.</summary>
    public ulong Types { get; private set; }

    /// <summary>The class of the hits that lack the most words.</summary>
    public HitClass LastClass => HitClass.OtherWords + Text.MaxMissing;

    /// <summary>Whether one of the words is in few nodes.</summary>
    public bool IsRare { get; private set; }

    public void Begin(SearchText text, ReadOnlySpan<NodeType> types)
    {
        (Text, Types, _isGathered, _isPartialGathered) = (text, 0, false, false);
        foreach (var type in types)
            Types |= 1UL << type.Index;
        foreach (var set in (ReadOnlySpan<NodeSet>)[_all, _equalAliases, _aliases, _names, _others, _pairs, .. _lacking])
            set.Clear();
        LookUpWords();
    }

    /// <summary>Looks up each word, the rarest first.</summary>
    private void LookUpWords()
    {
        var index = context.Snapshot.Search;
        _lookups.Clear();
        foreach (var word in Text.Words)
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            _lookups.Add((index.NameWords.FindPrefix(utf8), index.OtherWords.FindPrefix(utf8), word));
        }
        _lookups.Sort(static (left, right) => (left.Names.Estimate + left.Others.Estimate).CompareTo(right.Names.Estimate + right.Others.Estimate));
        IsRare = _lookups is [var rarest, ..] && rarest.Names.Estimate + rarest.Others.Estimate <= MaxRarePairs;
    }

    /// <summary>
    /// The hits of a class. Hits whose name begins with the text may be in each set of hits with all words; they belong to the first two classes.
    /// </summary>
    public NodeSet Of(HitClass @class)
    {
        if (@class > HitClass.OtherWords)
        {
            GatherPartial();
            return _lacking[@class - HitClass.OtherWords];
        }
        Gather();
        return @class switch
        {
            HitClass.EqualName or HitClass.NamePrefix => _all,
            HitClass.EqualAlias => _equalAliases,
            HitClass.AliasPrefix => _aliases,
            HitClass.NameWords => _names,
            HitClass.OtherWords => _others,
            _ => throw new UnreachableException($"{@class}"),
        };
    }

    /// <summary>The number of all hits that the operation shows.</summary>
    public int Count()
    {
        if (Text.Words.IsEmpty)
            return 0;
        Gather();
        var count = CountVisible(_all);
        for (var @class = HitClass.SomeWords; @class <= LastClass; @class++)
            count += CountVisible(Of(@class));
        return count;
    }

    /// <summary>The number of nodes of a set that the operation shows.</summary>
    private int CountVisible(NodeSet set)
    {
        if (context.ShowsAll)
            return set.Count;
        var count = 0;
        foreach (var node in set)
            if (visibility.IsVisible(node))
                count++;
        return count;
    }

    private void Gather()
    {
        if (_isGathered)
            return;
        _isGathered = true;
        for (var i = 0; i < _lookups.Count && (i == 0 || _all.Count > 0); i++)
        {
            var (names, others, word) = _lookups[i];
            if (i == 0)
            {
                names.AddTo(_names, Types);
                others.AddTo(_all, Types);
                _all.UnionWith(_names);
            }
            else if (IsCommon(_lookups[i], _all))
                KeepThoseWith(word);
            else
            {
                _pairs.Clear();
                names.AddTo(_pairs, Types);
                _names.IntersectWith(_pairs);
                others.AddTo(_pairs, Types);
                _all.IntersectWith(_pairs);
            }
        }
        if (_all.Count > 0)
            Classify();
    }

    /// <summary>Whether reading the nodes takes less time than looking up the word.</summary>
    private static bool IsCommon((TextIndex.Match Names, TextIndex.Match Others, string Word) lookup, NodeSet nodes) =>
        (lookup.Names.Estimate + lookup.Others.Estimate) / PairsPerText > nodes.Count;

    /// <summary>
    /// Finds the hits that lack words. Word by word, each set has the nodes that lack at most so many of the words so far. A node that may lack one word
    /// has one of the two rarest, and so on. So the other words, which are in more nodes, are sought among few nodes.
    /// </summary>
    private void GatherPartial()
    {
        if (_isPartialGathered)
            return;
        _isPartialGathered = true;
        var max = Text.MaxMissing;
        while (_lacking.Count <= max)
            _lacking.Add(new NodeSet());
        for (var i = 0; i < _lookups.Count && (i <= max || _lacking[max].Count > 0); i++)
        {
            context.ThrowIfCancelled();
            _pairs.Clear();
            if (i > max && IsCommon(_lookups[i], _lacking[max]))
                AddThoseWith(_lookups[i].Word);
            else
            {
                _lookups[i].Names.AddTo(_pairs, Types);
                _lookups[i].Others.AddTo(_pairs, Types);
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
    private void AddThoseWith(string word)
    {
        foreach (var node in _lacking[Text.MaxMissing])
            if (words.Find(node, word) is not (false, false))
                _pairs.Add(node);
    }

    /// <summary>Reads the few hits so far, because the word is in very many nodes.</summary>
    private void KeepThoseWith(string word)
    {
        foreach (var node in _all)
        {
            var (isInName, isInOther) = words.Find(node, word);
            if (!isInName)
                _names.Remove(node);
            if (!isInName && !isInOther)
                _all.Remove(node);
        }
    }

    private void Classify()
    {
        var index = context.Snapshot.Search;
        index.Aliases.FindWhole(Text.FoldedUtf8).AddTo(_equalAliases, Types);
        index.Aliases.FindPrefix(Text.FoldedUtf8).AddTo(_aliases, Types);
        _equalAliases.IntersectWith(_all);
        _aliases.IntersectWith(_all);
        _others.UnionWith(_all);
        _others.ExceptWith(_names);
        _others.ExceptWith(_aliases);
        _names.ExceptWith(_aliases);
        _aliases.ExceptWith(_equalAliases);
    }
}
