using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles connections: the page of edges, the nodes, the page info and the cursors are the same for all sources of items.</summary>
internal sealed class ConnectionCompiler(CompileContext context, NodeCompiler nodes, CursorConditions cursors)
{
    public Selected Compile<TItem>(IItemSource<TItem> source, PagedField connection, Block block)
        where TItem : Item
    {
        var (inPage, isCut) = WritePage(source, connection, block);
        return Selected.Object(
            connection.Selection.Fields, field => inPage.TryGetValue(field, out var selected) ? selected : source.ConnectionField(field, block),
            isCut is null ? null : (isCut.Value.Value, new NoteFormat.If(Notes.Cut(connection.Key.Name))));
    }

    /// <summary>Number of items.</summary>
    public Selected Count<TItem>(IItemSource<TItem> source, Block block)
        where TItem : Item
    {
        // MATCH (n0:Official) RETURN count(*) AS c1
        var inner = new Block();
        source.Write(inner, null);
        return context.Return($"count(*)", Formats.Scalar, inner, block, source.Scope);
    }

    /// <summary>Writes the subquery of a page.</summary>
    /// <returns>The values of the fields that are a part of the page; and if a note depends on it, whether the page is cut.</returns>
    private (Dictionary<PlanField, Selected> Values, Selected? IsCut) WritePage<TItem>(IItemSource<TItem> source, PagedField connection, Block block)
        where TItem : Item
    {
        var (selection, page, ordering) = (connection.Selection, connection.Page, connection.Ordering);
        var values = new Dictionary<PlanField, Selected>(ReferenceEqualityComparer.Instance);
        if (!selection.NeedsItems)
            return (values, null);
        // WITH *, COLLECT {
        //   MATCH …
        //   WITH n2, r1 ORDER BY n2.signed
        //   WITH n2, r1 ORDER BY n2.signed, n2.id, r1._tie LIMIT $p0 + 1
        //   WITH *, COLLECT { … } AS c3
        //   RETURN [n2.id, c3]
        // } AS c4
        var fromEnd = context.Shape.FromEnd(page);
        var notesCut = context.Shape.NotesCut(selection, page);
        var needsMore = fromEnd ? selection.NeedsPrevious : selection.NeedsNext || notesCut;
        var inner = new Block();
        var item = source.Write(inner, keys => cursors.Within(keys, page));
        // By the first key alone, so that Neo4j reads the other keys only of the items that come first
        if (!item.MayBeOrderedByIndex)
        {
            inner.Add($"WITH {item.VariableList}");
            inner.Add(SortKey.OrderBy(item.Keys.Take(1), fromEnd));
        }
        inner.Add($"WITH {item.VariableList}");
        inner.Add(SortKey.OrderBy(item.Keys, fromEnd));
        var size = context.Parameters.PageSize(page);
        inner.Add(needsMore ? $"LIMIT {size} + 1" : (CypherText)$"LIMIT {size}");

        Selected Edge(ImmutableArray<PlanField> fields) => Selected.Object(
            fields, f => f is LeafField { What: Leaf.Cursor } ? new(item.Cursor, new ValueFormat.Cursor(ordering.Tag)) : source.EdgeField(f, item, inner));
        var shown = new List<(PlanField Field, Selected OfItem)>();
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case EdgesField { Fields: var fields }: shown.Add((field, Edge(fields))); break;
                case HitsField { Fields: var fields }: shown.Add((field, Edge(fields))); break;
                case EntriesField { Fields: var fields }: shown.Add((field, Edge(fields))); break;
                case NodesField { Selection: var nodeSelection }: shown.Add((field, nodes.Compile(nodeSelection, item.Node, inner))); break;
                case PageInfoField or ConstantField or LeafField { What: Leaf.TotalCount } or ExcludedField: break;
                default: throw new UnreachableException($"{field}");
            }
        }
        List<CypherText> ofItem = [.. shown.Select(s => s.OfItem.Value)];
        if (selection.NeedsCursors)
            ofItem.Add(item.Cursor);
        var found = new FoundItems(context.NewValue(), needsMore ? size : (ParameterName?)null, ofItem.Count);
        if (ofItem.Count > 0 || needsMore)
            block.Collect(inner, ofItem.Count == 1 ? ofItem[0] : CypherText.List(ofItem), found.List);

        foreach (var (place, (field, selected)) in shown.Index())
        {
            var all = found.All(place, context);
            values.Add(field, new Selected(fromEnd ? $"reverse({all})" : all, new ValueFormat.List(selected.Format)));
        }
        Selected CursorAt(int position) => new(found.At(position, shown.Count), new ValueFormat.Cursor(ordering.Tag));
        Selected HasMore() => new(found.HasMore, Formats.Scalar);
        Selected PageField(PlanField field) => field switch
        {
            LeafField { What: Leaf.HasNextPage } => fromEnd ? Exists(source, cursors.AtOrAfterEnd(page), block) : Or(HasMore(), source, cursors.AtOrAfterEnd(page), block),
            LeafField { What: Leaf.HasPreviousPage } => fromEnd ? Or(HasMore(), source, cursors.UpToStart(page), block) : Exists(source, cursors.UpToStart(page), block),
            LeafField { What: Leaf.StartCursor } => CursorAt(fromEnd ? -1 : 0),
            LeafField { What: Leaf.EndCursor } => CursorAt(fromEnd ? 0 : -1),
            _ => throw new UnreachableException($"{field}"),
        };
        foreach (var info in selection.Fields.OfType<PageInfoField>())
            values.Add(info, Selected.Object(info.Fields, PageField));
        return (values, notesCut ? HasMore() : null);
    }

    /// <summary>The list of the items that were found, each with its value, or with the list of its values if there are several.</summary>
    /// <param name="Size">The size of the page, if one item more may have been found; else null.</param>
    private readonly record struct FoundItems(Variable List, ParameterName? Size, int ValueCount)
    {
        // c5[..$p0]
        private CypherText OnPage => Size is { } size ? $"{List}[..{size}]" : (CypherText)$"{List}";

        public CypherText HasMore => $"size({List}) > {Size!.Value}";

        /// <summary>One of the values of each item on the page.</summary>
        public CypherText All(int place, CompileContext context)
        {
            if (ValueCount == 1)
                return OnPage;
            // [c6 IN c5[..$p0] | c6[1]]
            var item = context.NewValue();
            return $"[{item} IN {OnPage} | {item}[{place}]]";
        }

        // c5[..$p0][-1][1]
        public CypherText At(int position, int place) => ValueCount == 1 ? $"{OnPage}[{position}]" : (CypherText)$"{OnPage}[{position}][{place}]";
    }

    private Selected Exists<TItem>(IItemSource<TItem> source, KeyConditions? conditions, Block block)
        where TItem : Item
    {
        if (conditions is null)
            return new($"false", Formats.Scalar);
        // MATCH … WHERE … WITH n0 LIMIT 1 RETURN count(*) > 0 AS c1
        var inner = new Block();
        var item = source.Write(inner, conditions);
        inner.Add($"WITH {item.Node} LIMIT 1");
        return context.Return($"count(*) > 0", Formats.Scalar, inner, block, source.Scope);
    }

    private Selected Or<TItem>(Selected one, IItemSource<TItem> source, KeyConditions? conditions, Block block)
        where TItem : Item =>
        conditions is null ? one : new($"({one.Value} OR {Exists(source, conditions, block).Value})", Formats.Scalar);
}
