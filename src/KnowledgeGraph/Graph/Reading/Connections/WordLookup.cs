using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Where the word index has a word of a search: the words that begin with it, and near words.</summary>
internal sealed class WordLookup
{
    private readonly string _word;
    private readonly ImmutableArray<NearWord> _near;
    private readonly ImmutableArray<TextIndex.Match> _names;
    private readonly ImmutableArray<TextIndex.Match> _others;

    public WordLookup(SearchIndex index, string word, ImmutableArray<NearWord> near)
    {
        (_word, _near) = (word, near);
        var utf8 = Encoding.UTF8.GetBytes(word);
        var whole = near.Select(n => Encoding.UTF8.GetBytes(n.Text)).ToArray();
        _names = [index.NameWords.FindPrefix(utf8), .. whole.Select(w => index.NameWords.FindWhole(w))];
        _others = [index.OtherWords.FindPrefix(utf8), .. whole.Select(w => index.OtherWords.FindWhole(w))];
        Estimate = _names.Sum(m => m.Estimate) + _others.Sum(m => m.Estimate);
    }

    /// <summary>About how many pairs of word and node there are.</summary>
    public int Estimate { get; }

    /// <param name="types">A bit for each type of node that is wanted.</param>
    public void AddNamesTo(NodeSet nodes, ulong types)
    {
        foreach (var match in _names)
            match.AddTo(nodes, types);
    }

    public void AddOthersTo(NodeSet nodes, ulong types)
    {
        foreach (var match in _others)
            match.AddTo(nodes, types);
    }

    /// <summary>Whether a word of a text matches.</summary>
    public bool Matches(string found)
    {
        if (found.StartsWith(_word, StringComparison.Ordinal))
            return true;
        foreach (var near in _near)
            if (near.Text == found)
                return true;
        return false;
    }
}
