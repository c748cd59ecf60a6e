using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>How well a hit matches; better classes come first.</summary>
internal enum HitClass
{
    None = PlanField.Search.FirstClass - 1,
    EqualName,
    NamePrefix,
    EqualAlias,
    AliasPrefix,
    NameWords,
    OtherWords,
}

/// <summary>The hits of one search, as sets by class. They are gathered from the word index at the first use.</summary>
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
    private readonly List<(TextIndex.Match Names, TextIndex.Match Others, string Word)> _lookups = [];
    private bool _isGathered;

    public SearchText Text { get; private set; } = null!;

    /// <summary>A bit for each selected type.</summary>
    public ulong Types { get; private set; }

    /// <summary>Whether one of the words is in few nodes.</summary>
    public bool IsRare { get; private set; }

    public void Begin(SearchText text, ReadOnlySpan<NodeType> types)
    {
        (Text, Types, _isGathered) = (text, 0, false);
        foreach (var type in types)
            Types |= 1UL << type.Index;
        foreach (var set in (ReadOnlySpan<NodeSet>)[_all, _equalAliases, _aliases, _names, _others, _pairs])
            set.Clear();
        LookUpWords();
    }

    /// <summary>Looks up each word, the rarest first.</summary>
    private void LookUpWords()
    {
        var index = context.Snapshot.Search;
        _lookups.Clear();
        foreach (var word in Text.Telling)
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            _lookups.Add((index.NameWords.FindPrefix(utf8), index.OtherWords.FindPrefix(utf8), word));
        }
        _lookups.Sort(static (left, right) => (left.Names.Estimate + left.Others.Estimate).CompareTo(right.Names.Estimate + right.Others.Estimate));
        IsRare = _lookups is [var rarest, ..] && rarest.Names.Estimate + rarest.Others.Estimate <= MaxRarePairs;
    }

    /// <summary>The hits of a class. Hits whose name begins with the text may be in all sets; they belong to <see cref="HitClass.NamePrefix"/>.</summary>
    public NodeSet Of(HitClass @class)
    {
        Gather();
        return @class switch
        {
            HitClass.NamePrefix => _all,
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
        if (context.ShowsAll)
            return _all.Count;
        var count = 0;
        foreach (var node in _all)
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
            else if ((names.Estimate + others.Estimate) / PairsPerText > _all.Count)
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
