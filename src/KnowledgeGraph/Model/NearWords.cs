using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>A word of the graph that is near a word of a search, and does not begin with it.</summary>
public readonly record struct NearWord(string Text, int Distance);

/// <summary>Finds the words of a graph that are near the words of a search. Both stores pass all words of their searched texts to it.</summary>
public sealed class NearWords
{
    /// <summary>Maximum number of near words of one word: the nearest, then the first by code point.</summary>
    public const int MaxOfWord = 64;

    private readonly ImmutableArray<SoughtWord> _sought;
    private readonly Dictionary<string, int>[] _found;

    public NearWords(SearchText text)
    {
        _sought = text.Sought;
        _found = [.. _sought.Select(_ => new Dictionary<string, int>())];
    }

    /// <summary>Keeps the word for each word of the search that it is near. A word may be passed again.</summary>
    /// <param name="word">A folded word of the graph.</param>
    public void Add(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < _sought.Length; i++)
            if (_sought[i].DistanceTo(word) is { } distance && !word.StartsWith(_sought[i].Text))
                _found[i].TryAdd(word.ToString(), distance);
    }

    /// <summary>By word of the search.</summary>
    public ImmutableArray<ImmutableArray<NearWord>> Found() =>
        [.. _found.Select(f => f.Select(w => new NearWord(w.Key, w.Value)).OrderBy(w => w.Distance).ThenBy(w => w.Text, StringComparer.Ordinal).Take(MaxOfWord).ToImmutableArray())];
}
