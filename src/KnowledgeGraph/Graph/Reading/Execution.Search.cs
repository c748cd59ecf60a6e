using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Answers of a search. While a page is written a hit is a link whose relationship is the hit's class.</summary>
internal sealed partial class Execution
{
    /// <summary>One divided by the class; the class before which none is.</summary>
    private static readonly byte[][] s_scores =
        [.. Enumerable.Range(1, OtherWordsClass).Select(c => Encoding.UTF8.GetBytes((1.0 / c).ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    private void WriteSearch(PlanField.Search search)
    {
        var selection = search.Selection;
        var below = _linkCount;
        StartSearch((SearchText)_values[search.Text]!, (NodeType[]?)_values[search.Types]);
        var (hasNext, hasPrevious) = selection.NeedsItems ? TakeHitPage((Page)_values[search.Page]!, selection) : default;
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WriteHits(edges.Fields, below, search.Ordering);
                    break;
                case PlanField.Hits hits:
                    Start(field);
                    WriteHits(hits.Fields, below, search.Ordering);
                    break;
                case PlanField.TotalCount: Number(field, CountHits()); break;
                case PlanField.PageInfo info:
                    Start(field);
                    WriteHitPageInfo(info.Fields, below, search.Ordering, hasNext, hasPrevious);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(selection.Fields);
        _linkCount = below;
    }

    /// <summary>Edges or hits, by what is asked of each.</summary>
    private void WriteHits(ImmutableArray<PlanField> fields, int below, Ordering ordering)
    {
        var end = _linkCount;
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteHit(fields, _links[i], ordering);
        }
        Byte((byte)']');
    }

    private void WriteHit(ImmutableArray<PlanField> fields, Link hit, Ordering ordering)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.Hit nested:
                    Start(field);
                    WriteHit(nested.Fields, hit, ordering);
                    break;
                case PlanField.Cursor:
                    Start(field);
                    WriteHitCursor(hit, ordering);
                    break;
                case PlanField.EdgeNode node:
                    Start(field);
                    WriteNode(node.Selection, hit.Node);
                    break;
                case PlanField.Score: Value(field, s_scores[hit.Relationship - 1]); break;
                case PlanField.Matched matched:
                    Start(field);
                    WriteMatched(matched.Fields, hit.Node);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WriteMatched(ImmutableArray<PlanField> fields, NodeRef node)
    {
        var table = _snapshot.Nodes[node.Type];
        var isFirst = true;
        Byte((byte)'[');
        foreach (var property in _search.Properties[node.Type])
        {
            var json = table.Properties[property.Ordinal, node.Row];
            while (SearchIndex.NextText(ref json, out var text))
            {
                if (!HasAnyWord(text))
                    continue;
                if (!isFirst)
                    Byte((byte)',');
                isFirst = false;
                WriteMatch(fields, property, text);
            }
        }
        Byte((byte)']');
    }

    private void WriteMatch(ImmutableArray<PlanField> fields, Property property, ReadOnlySpan<byte> text)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.MatchedField: Value(field, property.NameJson.Span); break;
                case PlanField.MatchedText: Value(field, text); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WriteHitPageInfo(ImmutableArray<PlanField> fields, int below, Ordering ordering, bool hasNext, bool hasPrevious)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(hasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(hasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when _linkCount > below:
                    Start(field);
                    WriteHitCursor(field is PlanField.StartCursor ? _links[below] : _links[_linkCount - 1], ordering);
                    break;
                case PlanField.StartCursor or PlanField.EndCursor: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WriteHitCursor(Link hit, Ordering ordering)
    {
        Cursor.Start(_cursor, ordering.Tag);
        Cursor.Append(_cursor, [(byte)('0' + hit.Relationship)]);
        Cursor.Append(_cursor, JsonText.Unquote(NameOf(hit.Node)));
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[hit.Node.Type].Ids[hit.Node.Row]));
        WriteCursor(_cursor);
    }
}
