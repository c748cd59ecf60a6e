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
        // MATCH …
        // WITH n2, r1 ORDER BY n2.signed
        // WITH n2, r1 ORDER BY n2.signed, n2.id, r1._tie LIMIT $p0 + 1
        // CALL (n2) { … }
        // RETURN collect([n2.id, c3])[..$p0] AS c4, count(*) > $p0 AS c5
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

        CypherText Collected(CypherText value) => needsMore ? $"collect({value})[..{size}]" : (CypherText)$"collect({value})";
        CypherText InOrder(CypherText value) => fromEnd ? $"reverse({Collected(value)})" : Collected(value);
        var returned = new List<CypherText>();
        Selected Return(CypherText value, ValueFormat format)
        {
            var result = context.NewValue();
            returned.Add($"{value} AS {result}");
            return new($"{result}", format);
        }
        Selected List(Selected selected) => Return(InOrder(selected.Value), new ValueFormat.List(selected.Format));
        Selected Edges(ImmutableArray<PlanField> fields) => List(Selected.Object(
            fields, f => f is LeafField { What: Leaf.Cursor } ? new(item.Cursor, new ValueFormat.Cursor(ordering.Tag)) : source.EdgeField(f, item, inner)));
        // count(*) > $p0
        Selected HasMore() => Return($"count(*) > {size}", Formats.Scalar);
        Selected CursorAt(int position) => Return($"{Collected(item.Cursor)}[{position}]", new ValueFormat.Cursor(ordering.Tag));
        Selected PageField(PlanField field) => field switch
        {
            LeafField { What: Leaf.HasNextPage } => fromEnd ? Exists(source, cursors.AtOrAfterEnd(page), block) : Or(HasMore(), source, cursors.AtOrAfterEnd(page), block),
            LeafField { What: Leaf.HasPreviousPage } => fromEnd ? Or(HasMore(), source, cursors.UpToStart(page), block) : Exists(source, cursors.UpToStart(page), block),
            LeafField { What: Leaf.StartCursor } => CursorAt(fromEnd ? -1 : 0),
            LeafField { What: Leaf.EndCursor } => CursorAt(fromEnd ? 0 : -1),
            _ => throw new UnreachableException($"{field}"),
        };
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case EdgesField { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case HitsField { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case EntriesField { Fields: var fields }: values.Add(field, Edges(fields)); break;
                case NodesField { Selection: var nodeSelection }: values.Add(field, List(nodes.Compile(nodeSelection, item.Node, inner))); break;
                case PageInfoField { Fields: var fields }: values.Add(field, Selected.Object(fields, PageField)); break;
                case ConstantField or LeafField { What: Leaf.TotalCount } or ExcludedField: break;
                default: throw new UnreachableException($"{field}");
            }
        }
        Selected? isCut = notesCut ? HasMore() : null;
        if (returned.Count > 0)
        {
            inner.Add($"RETURN {CypherText.Join(", ", returned)}");
            block.Call(inner, source.Scope);
        }
        return (values, isCut);
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
