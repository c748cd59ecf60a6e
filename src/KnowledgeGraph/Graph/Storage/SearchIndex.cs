using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>What search looks up, one version of it: the words of all searched properties, and the aliases whole.</summary>
/// <param name="NameWords">Each word of a node's name, with the node.</param>
/// <param name="OtherWords">Each word of its other searched properties.</param>
/// <param name="Aliases">Each item of its searched lists, folded.</param>
internal sealed record SearchIndex(TextIndex NameWords, TextIndex OtherWords, TextIndex Aliases)
{
    public static readonly SearchIndex Empty = new(TextIndex.Empty, TextIndex.Empty, TextIndex.Empty);

    /// <summary>By type: the properties that are searched, the name first, then in the model's order.</summary>
    public static ImmutableArray<ImmutableArray<Property>> SearchedProperties(GraphModel model) =>
        [.. model.NodeTypes.Select(t => t.Properties.Where(p => p.IsSearched).ToImmutableArray())];

    /// <summary>Steps through the texts of a property: its value, or the items of a list, as JSON with their quotes.</summary>
    /// <param name="json">What is left of the value.</param>
    public static bool NextText(ref ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (json.IndexOf((byte)'"') is var start && start < 0)
            return false;
        var end = start + 1;
        while (json[end] != '"')
            end += json[end] == '\\' ? 2 : 1;
        text = json[start..(end + 1)];
        json = json[(end + 1)..];
        return true;
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(SearchIndex start, GraphModel model)
    {
        private readonly ImmutableArray<ImmutableArray<Property>> _properties = SearchedProperties(model);
        private readonly TextIndex.Builder _nameWords = new(start.NameWords);
        private readonly TextIndex.Builder _otherWords = new(start.OtherWords);
        private readonly TextIndex.Builder _aliases = new(start.Aliases);
        private readonly List<string> _words = [];

        public delegate ReadOnlySpan<byte> ValueOf(Property property);

        /// <summary>Changes what leads to a node.</summary>
        /// <param name="old">Gives its old values as JSON; null for a new node.</param>
        /// <param name="next">Gives its new values; null for a removed node.</param>
        public void Replace(NodeRef node, ValueOf? old, ValueOf? next)
        {
            var (name, others) = (_properties[node.Type][..1], _properties[node.Type][1..]);
            foreach (var properties in (ReadOnlySpan<ImmutableArray<Property>>)[name, others])
            {
                // Two properties may share a word: those that are looked up together are taken out and put back together
                if (old is not null && next is not null && properties.All(p => old(p).SequenceEqual(next(p))))
                    continue;
                foreach (var property in properties)
                {
                    if (old is not null)
                        Remove(property, node, old(property));
                    if (next is not null)
                        Add(property, node, next(property));
                }
            }
        }

        private TextIndex.Builder WordsOf(Property property, NodeRef node) => property.Ordinal == _properties[node.Type][0].Ordinal ? _nameWords : _otherWords;

        private void Add(Property property, NodeRef node, ReadOnlySpan<byte> json)
        {
            var index = WordsOf(property, node);
            while (NextText(ref json, out var text))
            {
                var folded = Split(text);
                foreach (var word in _words)
                    index.Add(word, node);
                if (property.IsList)
                    _aliases.Add(folded, node);
            }
        }

        private void Remove(Property property, NodeRef node, ReadOnlySpan<byte> json)
        {
            var index = WordsOf(property, node);
            while (NextText(ref json, out var text))
            {
                var folded = Split(text);
                foreach (var word in _words)
                    index.Remove(word, node);
                if (property.IsList)
                    _aliases.Remove(folded, node);
            }
        }

        private string Split(ReadOnlySpan<byte> json)
        {
            var folded = Folding.Fold(JsonText.Decode(json)!);
            _words.Clear();
            Words.AddTo(_words, folded);
            return folded;
        }

        public SearchIndex Build() => new(_nameWords.Build(), _otherWords.Build(), _aliases.Build());
    }
}
