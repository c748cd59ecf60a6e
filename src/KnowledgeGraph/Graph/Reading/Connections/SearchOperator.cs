using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Search: its hits by class, then by type, then in the default order.</summary>
internal sealed class SearchOperator
{
    /// <summary>By class: one divided by its number.</summary>
    private static readonly byte[][] s_scores =
        [[], .. Enumerable.Range(1, SearchField.LastClass(isFuzzy: true)).Select(c => Encoding.UTF8.GetBytes((1.0 / c).ToString(CultureInfo.InvariantCulture)))];

    private readonly ReadContext _context;
    private readonly ResponseWriter _writer;
    private readonly ItemOrder _order;
    private readonly ConnectionWriter _connections;
    private readonly SearchWords _words;
    private readonly SearchHits _hits;
    private readonly HitPage _page;

    public SearchOperator(ReadContext context, ResponseWriter writer, Visibility visibility, ItemOrder order, ConnectionWriter connections)
    {
        (_context, _writer, _order, _connections) = (context, writer, order, connections);
        _words = new SearchWords(context);
        _hits = new SearchHits(context, visibility, _words);
        _page = new HitPage(context, visibility, order, _hits, _words);
    }

    public void Write(SearchField search)
    {
        var types = _context.Value(search.Types);
        _hits.Begin(_context.Value(search.Text), types is null ? _context.Snapshot.Model.NodeTypes.AsSpan() : types);
        var source = new Source(this, search);
        _connections.Write(search, ref source);
    }

    private readonly struct Source(SearchOperator owner, SearchField search) : IItemSource
    {
        public int Count => owner._page.Hits.Count;
        public int Total => owner._hits.Count();
        public PageEnds Take(ConnectionSelection selection) => owner._page.Take(owner._context.Value(search.Page), selection);
        public NodeRef NodeOf(int item) => owner._page.Hits[item].Node;

        public void AppendTo(CursorBuilder cursor, int item)
        {
            cursor.Append((int)owner._page.Hits[item].Class);
            cursor.Append(NodeOf(item).Type);
            owner._order.AppendTo(cursor, NodeOf(item));
        }

        public bool TryWriteEdges(EdgesField edges) => false;
        public void WriteItemField(PlanField field, int item) => owner.WriteItemField(field, owner._page.Hits[item]);
        public void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public void Release() { }
    }

    private void WriteItemField(PlanField field, SearchHit hit)
    {
        switch (field)
        {
            case LeafField { What: Leaf.Score }: _writer.Value(field.Key, s_scores[(int)hit.Class]); break;
            case MatchedField matched:
                _writer.Key(field.Key);
                WriteMatches(matched.Fields, hit.Node);
                break;
            default: throw new UnreachableException($"{field}");
        }
    }

    /// <summary>Writes the texts of the node in which one of the words matches.</summary>
    private void WriteMatches(ImmutableArray<PlanField> fields, NodeRef node)
    {
        var properties = _context.TableOf(node).Properties;
        var isFirst = true;
        _writer.BeginList();
        foreach (var property in _words.PropertiesOf(node))
        {
            var json = properties[property.Ordinal, node.Row];
            while (SearchIndex.NextText(ref json, out var text))
            {
                if (_words.DistanceIn(text, _hits.Text) is not { } distance)
                    continue;
                _writer.Separate(isFirst);
                isFirst = false;
                WriteMatch(fields, property, text, distance);
            }
        }
        _writer.EndList();
    }

    private void WriteMatch(ImmutableArray<PlanField> fields, Property property, ReadOnlySpan<byte> text, int distance)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.MatchedField }: _writer.Value(field.Key, property.NameJson.Span); break;
                case LeafField { What: Leaf.MatchedText }: _writer.Value(field.Key, text); break;
                case LeafField { What: Leaf.MatchedDistance }: _writer.Number(field.Key, distance); break;
                case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        _writer.EndObject(fields.IsEmpty);
    }
}
