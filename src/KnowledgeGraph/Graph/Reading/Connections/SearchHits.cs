using System.Collections.Immutable;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>How well a hit matches; better classes come first. Classes after the last name are near hits of a fuzzy search and hits that lack words: see <see cref="SearchField"/>.</summary>
internal enum HitClass
{
    None = SearchField.FirstClass - 1,
    EqualName,
    NamePrefix,
    EqualAlias,
    AliasPrefix,
    NameWords,
    OtherWords = SearchField.AllWords,
}

/// <summary>The hits of one search, as sets by class.</summary>
internal sealed class SearchHits(ReadContext context, Visibility visibility, SearchWords words)
{
    /// <summary>A word with at most this many pairs in the index is looked up before the names are sought in all collections.</summary>
    private const int MaxRarePairs = 128;

    /// <summary>By distance: the hits whose words are at most that far from the words of the search. A search that is not fuzzy uses the first.</summary>
    private readonly WordHits[] _within = [.. Enumerable.Range(0, SoughtWord.MaxDistance + 1).Select(_ => new WordHits(context, words))];
    /// <summary>By class, the sets of hits with all words.</summary>
    private readonly NodeSet[] _classes = [.. Enumerable.Range(0, SearchField.LastComplete(isFuzzy: true) + 1).Select(_ => new NodeSet())];
    private int _classified;

    public SearchText Text { get; private set; } = null!;

    /// <summary>A bit for each selected type.</summary>
    public ulong Types { get; private set; }

    /// <summary>The class of the hits that lack the most words.</summary>
    public HitClass LastClass => LastComplete + Text.MaxMissing;

    /// <summary>Whether one of the words is in few nodes.</summary>
    public bool IsRare { get; private set; }

    private HitClass LastComplete => (HitClass)SearchField.LastComplete(Text.IsFuzzy);

    /// <summary>The hits at any distance.</summary>
    private WordHits Widest => _within[Text.IsFuzzy ? SoughtWord.MaxDistance : 0];

    public void Begin(SearchText text, ReadOnlySpan<NodeType> types)
    {
        (Text, Types, _classified) = (text, 0, -1);
        foreach (var type in types)
            Types |= 1UL << type.Index;
        foreach (var set in _classes)
            set.Clear();
        var near = text.IsFuzzy && !text.Words.IsEmpty ? FindNear() : [.. text.Words.Select(_ => ImmutableArray<NearWord>.Empty)];
        for (var distance = 0; distance <= (text.IsFuzzy ? SoughtWord.MaxDistance : 0); distance++)
            _within[distance].Begin(
                text.Words.Select((word, i) => new WordLookup(context.Snapshot.Search, word, [.. near[i].Where(n => n.Distance <= distance)])), Types, text.MaxMissing);
        IsRare = _within[0].Rarest <= MaxRarePairs;
    }

    private ImmutableArray<ImmutableArray<NearWord>> FindNear()
    {
        var near = new NearWords(Text);
        context.Snapshot.Search.NameWords.AddTextsTo(near, context.ThrowIfCancelled);
        context.Snapshot.Search.OtherWords.AddTextsTo(near, context.ThrowIfCancelled);
        return near.Found();
    }

    /// <summary>
    /// The hits of a class. Hits whose name begins with the text may be in each set of hits with all words; they belong to the first two classes.
    /// </summary>
    public NodeSet Of(HitClass @class)
    {
        if (@class > LastComplete)
            return Widest.Lacking(@class - LastComplete);
        if (@class <= HitClass.NamePrefix)
            return _within[0].All;
        var distance = @class <= HitClass.OtherWords ? 0 : (@class - HitClass.OtherWords - 1) / SearchField.NearClasses + 1;
        while (_classified < distance)
            Classify(++_classified);
        return _classes[(int)@class];
    }

    /// <summary>The number of all hits that the operation shows.</summary>
    public int Count()
    {
        if (Text.Words.IsEmpty)
            return 0;
        var count = CountVisible(Widest.All);
        for (var @class = LastComplete + 1; @class <= LastClass; @class++)
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

    private void Classify(int distance)
    {
        if (distance > 0)
            ClassifyNear(distance);
        else if (_within[0].All.Count > 0)
            ClassifyExact(_within[0]);
    }

    private void ClassifyExact(WordHits hits)
    {
        var index = context.Snapshot.Search;
        var (equal, prefix) = (_classes[(int)HitClass.EqualAlias], _classes[(int)HitClass.AliasPrefix]);
        index.Aliases.FindWhole(Text.FoldedUtf8).AddTo(equal, Types);
        index.Aliases.FindPrefix(Text.FoldedUtf8).AddTo(prefix, Types);
        equal.IntersectWith(hits.All);
        prefix.IntersectWith(hits.All);
        var (names, others) = (_classes[(int)HitClass.NameWords], _classes[(int)HitClass.OtherWords]);
        names.UnionWith(hits.Names);
        names.ExceptWith(prefix);
        others.UnionWith(hits.All);
        others.ExceptWith(hits.Names);
        others.ExceptWith(prefix);
        prefix.ExceptWith(equal);
    }

    /// <summary>Sorts the hits that are at this distance, and not nearer.</summary>
    private void ClassifyNear(int distance)
    {
        var (hits, nearer, first) = (_within[distance], _within[distance - 1], SearchField.FirstNear(distance));
        var (wholeNames, names, others) = (_classes[first], _classes[first + 1], _classes[first + 2]);
        names.UnionWith(hits.Names);
        names.ExceptWith(nearer.All);
        others.UnionWith(hits.All);
        others.ExceptWith(nearer.All);
        others.ExceptWith(names);
        foreach (var node in names)
            if (words.CountInName(node) == Text.TypedWords)
                wholeNames.Add(node);
        names.ExceptWith(wholeNames);
    }
}
