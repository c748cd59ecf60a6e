using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Pages of connections and their edges.</summary>
internal sealed partial class Execution
{
    private readonly ArrayBufferWriter<byte> _cursor = new();
    /// <summary>A stack: the links of the pages that are being written, the inmost last.</summary>
    private Link[] _links = new Link[1024];
    private int _linkCount;

    private void ClearScratch() => (_linkCount, _stepCount) = (0, 0);

    private void BuildCursor(Link link, RelationshipTable? table, PlanField.Connection connection)
    {
        Cursor.Start(_cursor, connection.Ordering.Tag);
        if (connection.Choice.Order.IsEmpty)
            Cursor.Append(_cursor, JsonText.Unquote(NameOf(link.Node)));
        else
            AppendTerms(link, table, connection.Choice.Order);
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[link.Node.Type].Ids[link.Node.Row]));
        if (table is null)
            return;
        Cursor.Append(_cursor, JsonText.Unquote(table.Since[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(table.Until[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(FirstClaim(table, link.Relationship)));
        foreach (var property in table.Keys)
            Cursor.Append(_cursor, JsonText.Unquote(table.Properties[property.Ordinal, link.Relationship]));
    }

    private void WriteConnection<T>(PlanField.Connection connection, T sequence, bool isFiltered) where T : ISequence, allows ref struct
    {
        var (selection, choice) = (connection.Selection, connection.Choice);
        var below = _linkCount;
        var table = sequence.Field is { } relationship ? _snapshot.Relationships[relationship.Type.Index] : null;
        isFiltered |= !choice.Filter.IsEverything;
        var (total, hasNext, hasPrevious) = (-1, false, false);
        ReadOnlySpan<Link> page = default;
        if (choice.Seek is not null || !choice.Order.IsEmpty)
        {
            Gather(connection.Source, choice, sequence, table, isFiltered);
            total = _linkCount - below;
            (hasNext, hasPrevious) = TakeBest(below, choice, (Page)_values[connection.Page]!, table);
            page = LinksFrom(below);
        }
        else if (selection.NeedsItems)
            (hasNext, hasPrevious) = TakePage(sequence, (Page)_values[connection.Page]!, new Sieve(isFiltered, choice.Filter, table), selection, out page);
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WriteEdges(edges, page, table, connection);
                    break;
                case PlanField.Nodes nodes:
                    Start(field);
                    WriteNodes(nodes.Selection, page);
                    break;
                case PlanField.TotalCount:
                    Number(field, total >= 0 ? total : isFiltered ? CountVisible(connection.Source, sequence, new Sieve(true, choice.Filter, table)) : sequence.Count);
                    break;
                case PlanField.PageInfo info:
                    Start(field);
                    WritePageInfo(info.Fields, page, table, connection, hasNext, hasPrevious);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(selection.Fields);
        _linkCount = below;
    }

    /// <summary>What decides whether an item of a sequence counts.</summary>
    private readonly record struct Sieve(bool IsNeeded, Filter Filter, RelationshipTable? Edges);

    private bool Passes<T>(T sequence, Link item, Sieve sieve) where T : ISequence, allows ref struct
    {
        Pace();
        return !sieve.IsNeeded
            || (sequence.IsVisible(item) && (sieve.Filter.IsEverything || Holds(sieve.Filter, new Subject(item.Node, sieve.Edges, item.Relationship))));
    }

    /// <summary>
    /// The same for the row of a table, which may be that of a removed node: where no order is asked, rows are read as they lie in
    /// memory, and only what matches is asked whether it is still there.
    /// </summary>
    private bool Passes(NodeRef node, Sieve sieve)
    {
        Pace();
        return (sieve.Filter.IsEverything || Holds(sieve.Filter, new Subject(node, null, -1)))
            && !_snapshot.Nodes[node.Type].Ids[node.Row].IsEmpty && IsVisible(node);
    }

    /// <summary>Puts all that is meant on the stack, from the seek's end or else from the whole sequence.</summary>
    private void Gather<T>(ConnectionSource source, Choice choice, T sequence, RelationshipTable? table, bool isFiltered)
        where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        if (choice.Seek is { } seek && source is ConnectionSource.Collection collection)
        {
            _found.Clear();
            Find(seek, collection.Type);
            Keep(below, choice.Filter, table);
            return;
        }
        var sieve = new Sieve(isFiltered, choice.Filter, table);
        if (source is ConnectionSource.Collection all)
        {
            var scan = default(Scan);
            while (Next(all.Type, sieve, ref scan, out var node))
                Push(new Link(node, -1));
            return;
        }
        var position = sequence.Start;
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                Push(item);
    }

    /// <summary>Gives the page's items, and looks only as far beyond them as is asked.</summary>
    private (bool HasNext, bool HasPrevious) TakePage<T>(
        T sequence, Page page, Sieve sieve, ConnectionSelection selection, out ReadOnlySpan<Link> items)
        where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        var from = page.After is null ? sequence.Start : sequence.Seek(page.After, pastEqual: true);
        var to = page.Before is null ? sequence.End : Math.Max(from, sequence.Seek(page.Before, pastEqual: false));
        if (page.FromEnd)
        {
            var position = to;
            while (_linkCount - below < page.Size && position > from && sequence.Previous(ref position, out var item))
                if (Passes(sequence, item, sieve))
                    Push(item);
            _links.AsSpan(below, _linkCount - below).Reverse();
            from = position;
            items = LinksFrom(below);
        }
        else if (!sieve.IsNeeded && page is { After: null, Before: null })
            to = sequence.TakeFirst(page.Size, out items);
        else
        {
            var position = from;
            while (_linkCount - below < page.Size && position < to && sequence.Next(ref position, out var item))
                if (Passes(sequence, item, sieve))
                    Push(item);
            to = position;
            items = LinksFrom(below);
        }
        return (selection.NeedsNext && HasVisible(sequence, to, sieve), selection.NeedsPrevious && HasVisibleBefore(sequence, from, sieve));
    }

    private bool HasVisible<T>(T sequence, long position, Sieve sieve) where T : ISequence, allows ref struct
    {
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                return true;
        return false;
    }

    private bool HasVisibleBefore<T>(T sequence, long position, Sieve sieve) where T : ISequence, allows ref struct
    {
        while (sequence.Previous(ref position, out var item))
            if (Passes(sequence, item, sieve))
                return true;
        return false;
    }

    private int CountVisible<T>(ConnectionSource source, T sequence, Sieve sieve) where T : ISequence, allows ref struct
    {
        var (count, position) = (0, sequence.Start);
        if (source is ConnectionSource.Collection all)
        {
            var scan = default(Scan);
            while (Next(all.Type, sieve, ref scan, out _))
                count++;
            return count;
        }
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                count++;
        return count;
    }

    /// <summary>What was pushed since. It stays as it is while more is pushed and popped above it.</summary>
    private ReadOnlySpan<Link> LinksFrom(int below) => _links.AsSpan(below, _linkCount - below);

    private void Push(Link link)
    {
        if (_linkCount == _links.Length)
            Array.Resize(ref _links, _links.Length * 2);
        _links[_linkCount++] = link;
    }

    private void WriteNodes(NodeSelection selection, ReadOnlySpan<Link> page)
    {
        Byte((byte)'[');
        var first = true;
        foreach (var link in page)
        {
            if (!first)
                Byte((byte)',');
            first = false;
            WriteNode(selection, link.Node);
        }
        Byte((byte)']');
    }

    private void WriteEdges(PlanField.Edges edges, ReadOnlySpan<Link> page, RelationshipTable? table, PlanField.Connection connection)
    {
        if (page.IsEmpty)
        {
            Raw("[]"u8);
            return;
        }
        var (start, byType, type) = (_at, edges.ByType, -1);
        var (relationships, nodes) = (table?.Properties, (PropertyRows)null!);
        StoredRun.Step[] steps = [];
        if (relationships is not null)
            Prefetch(page, relationships);
        foreach (var link in page)
        {
            Pace();
            if (link.Node.Type != type)
            {
                type = link.Node.Type;
                (nodes, steps) = (_snapshot.Nodes[type].Properties, byType.Length == 1 ? byType[0]! : byType[type]!);
            }
            foreach (ref readonly var step in steps.AsSpan())
            {
                if (step.Run is { } run)
                    WriteStored(run, step.IsOfNode ? nodes[link.Node.Row] : relationships is null ? default : relationships[link.Relationship]);
                else if (step.IsOfNode)
                    WriteNodeField(step.Field, _snapshot.Nodes[type], link.Node);
                else if (step.Field is PlanField.Cursor)
                {
                    Start(step.Field);
                    BuildCursor(link, table, connection);
                    WriteCursor(_cursor);
                }
                else
                    WriteRelationshipField(step.Field, table!, link.Relationship);
            }
        }
        // Each edge began with a comma.
        _bytes[start] = (byte)'[';
        Byte((byte)']');
    }

    /// <summary>
    /// Asks for the rows of a page at once, so that they are waited for together and not one after the other. It takes a tenth off the walk where
    /// the processor's nearer caches were used for something else meanwhile, such as sending answers.
    /// </summary>
    private void Prefetch(ReadOnlySpan<Link> page, PropertyRows relationships)
    {
        foreach (var link in page)
        {
            relationships.Prefetch(link.Relationship);
            _snapshot.Nodes[link.Node.Type].Properties.Prefetch(link.Node.Row);
        }
    }

    private void WriteRelationshipField(PlanField field, RelationshipTable table, int row)
    {
        switch (field)
        {
            case PlanField.Since: Stored(field, table.Since[row]); break;
            case PlanField.Until: Stored(field, table.Until[row]); break;
            case PlanField.RecordedAt:
                Start(field);
                WriteTime(table.RecordedAt[row]);
                break;
            case PlanField.InEffect inEffect: Value(field, Boolean(IsInEffect(table, row, DateFor(inEffect)))); break;
            case PlanField.Evidence evidence:
                Start(field);
                WriteEvidence(evidence.Selection, table.Claims[row]);
                break;
            case PlanField.Contested: Value(field, Boolean(IsContested(table.Claims[row]))); break;
            case PlanField.Corroboration corroboration:
                Start(field);
                WriteCorroboration(corroboration.Fields, table.Claims[row]);
                break;
            default: throw new UnreachableException();
        }
    }

    private void WritePageInfo(
        ImmutableArray<PlanField> fields, ReadOnlySpan<Link> page, RelationshipTable? table, PlanField.Connection connection, bool hasNext, bool hasPrevious)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(hasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(hasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when !page.IsEmpty:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? page[0] : page[^1], table, connection);
                    WriteCursor(_cursor);
                    break;
                case PlanField.StartCursor or PlanField.EndCursor: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }
}
