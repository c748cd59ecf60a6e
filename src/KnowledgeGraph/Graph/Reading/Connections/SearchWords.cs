using System.Collections.Immutable;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Reads the words of nodes, where the index does not tell enough.</summary>
internal sealed class SearchWords(ReadContext context)
{
    private readonly List<string> _words = [];
    private GraphModel? _model;
    private ImmutableArray<ImmutableArray<Property>> _properties = [];

    /// <summary>The properties in which a search looks; the name is the first.</summary>
    public ImmutableArray<Property> PropertiesOf(NodeRef node)
    {
        if (_model != context.Snapshot.Model)
            (_model, _properties) = (context.Snapshot.Model, SearchIndex.SearchedProperties(context.Snapshot.Model));
        return _properties[node.Type];
    }

    /// <summary>Whether each of the words begins a word of the node.</summary>
    public bool HasAll(NodeRef node, ImmutableArray<string> words)
    {
        foreach (var word in words)
            if (Find(node, found => found.StartsWith(word, StringComparison.Ordinal)) is (false, false))
                return false;
        return true;
    }

    /// <summary>Whether a word of the name matches the word of a search, and whether one of another property does.</summary>
    public (bool IsInName, bool IsInOther) Find(NodeRef node, WordLookup word) => Find(node, word.Matches);

    private (bool IsInName, bool IsInOther) Find(NodeRef node, Predicate<string> matches)
    {
        var (isInName, isInOther) = (false, false);
        var properties = PropertiesOf(node);
        foreach (var property in properties)
        {
            var json = context.TableOf(node).Properties[property.Ordinal, node.Row];
            while (!isInOther && SearchIndex.NextText(ref json, out var text))
            {
                Split(text);
                if (!_words.Exists(matches))
                    continue;
                if (property.Ordinal == properties[0].Ordinal)
                    isInName = true;
                else
                    isInOther = true;
            }
        }
        return (isInName, isInOther);
    }

    /// <summary>The number of words of the name.</summary>
    public int CountInName(NodeRef node)
    {
        Split(context.TableOf(node).Properties[PropertiesOf(node)[0].Ordinal, node.Row]);
        return _words.Count;
    }

    /// <summary>How far the words that match in a text are from those of the search; null if none matches.</summary>
    /// <param name="json">A JSON string.</param>
    public int? DistanceIn(ReadOnlySpan<byte> json, SearchText text)
    {
        Split(json);
        return text.DistanceIn(_words);
    }

    private void Split(ReadOnlySpan<byte> json)
    {
        _words.Clear();
        Words.AddTo(_words, Folding.Fold(JsonText.Decode(json)!));
    }
}
