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
            if (Find(node, word) is (false, false))
                return false;
        return true;
    }

    /// <summary>Whether a word of the name begins with the word, and whether one of another property does.</summary>
    public (bool IsInName, bool IsInOther) Find(NodeRef node, string word)
    {
        var (isInName, isInOther) = (false, false);
        var properties = PropertiesOf(node);
        foreach (var property in properties)
        {
            var json = context.TableOf(node).Properties[property.Ordinal, node.Row];
            while (!isInOther && SearchIndex.NextText(ref json, out var text))
            {
                Split(text);
                if (!HasWord(word))
                    continue;
                if (property.Ordinal == properties[0].Ordinal)
                    isInName = true;
                else
                    isInOther = true;
            }
        }
        return (isInName, isInOther);
    }

    /// <summary>Whether one of the words begins a word of the text.</summary>
    /// <param name="json">A JSON string.</param>
    public bool HasAny(ReadOnlySpan<byte> json, ImmutableArray<string> words)
    {
        Split(json);
        foreach (var word in words)
            if (HasWord(word))
                return true;
        return false;
    }

    private void Split(ReadOnlySpan<byte> json)
    {
        _words.Clear();
        Words.AddTo(_words, Folding.Fold(JsonText.Decode(json)!));
    }

    private bool HasWord(string word)
    {
        foreach (var found in _words)
            if (found.StartsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }
}
