using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// Walks a snapshot by a plan and writes the answer. One object serves one thread, request after request: what it needs beside the
/// answer is kept and used again, so that nothing is allocated that grows with the answer.
/// </summary>
internal sealed partial class Execution
{
    private GraphSnapshot _snapshot = null!;
    private OperationPlan _plan = null!;
    private object?[] _values = [];
    /// <summary>The date of @asOf; null for none.</summary>
    private byte[]? _asOf;
    private readonly byte[] _today = new byte[10];
    private CancellationToken _stop;
    private uint _paces;

    private ResponseBuffer _answer = null!;
    private byte[] _bytes = [];
    private int _at;

    /// <summary>Writes the answer; a <see cref="GraphErrorException"/> where it would take too much, an <see cref="OperationCanceledException"/>
    /// when it is to stop; then the buffer holds nothing.</summary>
    public void Run(BoundPlan plan, GraphSnapshot snapshot, DateOnly today, ResponseBuffer answer, CancellationToken stop)
    {
        _stop = stop;
        (_snapshot, _plan, _values, _asOf, _answer, _bytes, _at) = (snapshot, plan.Plan, plan.Values, plan.AsOf, answer, answer.Bytes, 0);
        answer.Length = 0;
        today.TryFormat(_today, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        try
        {
            Raw("{\"data\":"u8);
            foreach (var field in plan.Plan.Roots)
                WriteRoot(field);
            End(plan.Plan.Roots);
            Raw("}"u8);
            answer.Length = _at;
        }
        finally
        {
            (_snapshot, _plan, _values, _answer, _bytes) = (null!, null!, [], null!, []);
            ClearScratch();
        }
    }

    /// <summary>One step of whatever may take many: now and then it looks whether the time is up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pace()
    {
        if ((++_paces & 1023) == 0)
            _stop.ThrowIfCancellationRequested();
    }

    private void WriteRoot(PlanField field)
    {
        switch (field)
        {
            case PlanField.Constant constant: Value(field, constant.Json); break;
            case PlanField.Introspection introspection: Value(field, (byte[])_values[introspection.Answer]!); break;
            case PlanField.AnyById byId:
                Start(field);
                WriteNodeOrNull(byId.Selection, Find((string?)_values[byId.IdValue]));
                break;
            case PlanField.AllById byIds:
                Start(field);
                WriteAllById(byIds);
                break;
            case PlanField.ById byId:
                Start(field);
                WriteNodeOrNull(byId.Selection, Find(byId));
                break;
            case PlanField.Search search:
                Start(field);
                WriteSearch(search);
                break;
            case PlanField.Paths paths:
                Start(field);
                WritePaths(paths);
                break;
            case PlanField.Connected connected: WriteConnected(connected); break;
            case PlanField.Timeline timeline:
                Start(field);
                WriteTimeline(timeline);
                break;
            case PlanField.Connection { Source: ConnectionSource.Collection collection } connection:
                Start(field);
                WriteConnection(connection, new NodeSequence(_snapshot.Collections[collection.Type.CollectionIndex], this),
                    isFiltered: CanVanish(collection.Type));
                break;
            case PlanField.Aggregate { Source: ConnectionSource.Collection collection } aggregate:
                Start(field);
                WriteAggregate(aggregate, new NodeSequence(_snapshot.Collections[collection.Type.CollectionIndex], this), isFiltered: CanVanish(collection.Type));
                break;
            default: throw new UnreachableException();
        }
    }

    private void WriteAllById(PlanField.AllById byIds)
    {
        var first = true;
        foreach (var id in (string[])_values[byIds.IdValues]!)
        {
            Raw(first ? "["u8 : ","u8);
            first = false;
            WriteNodeOrNull(byIds.Selection, Find(id));
        }
        Raw(first ? "[]"u8 : "]"u8);
    }

    private NodeRef? Find(string? id) => id is not null && _snapshot.TryFind(id, out var node) && IsVisible(node) ? node : null;

    /// <summary>What is null names nothing, as if it were left out; of what is given, all must name the same node.</summary>
    private NodeRef? Find(PlanField.ById byId)
    {
        var id = byId.IdValue >= 0 ? (string?)_values[byId.IdValue] : null;
        var found = Find(id);
        if (id is not null && found is null)
            return null;
        if (HasKey(byId))
        {
            var byKey = FindByKey(byId);
            if (byKey is null || (found is not null && found != byKey))
                return null;
            found = byKey;
        }
        return found is { } node && !byId.Selection[node.Type].IsDefault && IsVisible(node) ? node : null;
    }

    private bool HasKey(PlanField.ById byId)
    {
        foreach (var (_, value) in byId.Keys)
            if (_values[value] is not null)
                return true;
        return false;
    }

    private NodeRef? FindByKey(PlanField.ById byId)
    {
        foreach (var (property, value) in byId.Keys)
            foreach (var type in byId.Type.Members)
                if (_values[value] is string text && _snapshot.TryFindUnique(type, property, text, out var node))
                    return node;
        return null;
    }

    private void WriteNodeOrNull(NodeSelection selection, NodeRef? node)
    {
        if (node is { } found && !selection[found.Type].IsDefault)
            WriteNode(selection, found);
        else
            Raw("null"u8);
    }

    private void WriteNode(NodeSelection selection, NodeRef node)
    {
        Pace();
        var table = _snapshot.Nodes[node.Type];
        foreach (var step in selection.Steps[node.Type]!)
        {
            if (step.Run is { } run)
                WriteStored(run, table.Properties[node.Row]);
            else
                WriteNodeField(step.Field, table, node);
        }
    }

    /// <summary>A field that is no stored value; the key of a connection or a node is there already.</summary>
    private void WriteNodeField(PlanField field, NodeTable table, NodeRef node)
    {
        switch (field)
        {
            case PlanField.Connection { Source: ConnectionSource.Relationship { Field: var relationship } } connection:
                WriteConnection(
                    connection, new LinkSequence(table.Adjacency[relationship.AdjacencyIndex][node.Row], relationship, this),
                    isFiltered: _asOf is not null || relationship.IsPartial);
                break;
            case PlanField.Aggregate { Source: ConnectionSource.Relationship { Field: var counted } } aggregate:
                Start(field);
                WriteAggregate(
                    aggregate, new LinkSequence(table.Adjacency[counted.AdjacencyIndex][node.Row], counted, this),
                    isFiltered: _asOf is not null || counted.IsPartial);
                break;
            case PlanField.One one:
                WriteNodeOrNull(one.Selection, FindOne(table, node, one.Field));
                break;
            case PlanField.Constant constant: Value(field, constant.Json); break;
            case PlanField.RecordedAt:
                Start(field);
                WriteTime(table.RecordedAt[node.Row]);
                break;
            case PlanField.InEffect inEffect: Value(field, Boolean(IsInEffect(node, DateFor(inEffect)))); break;
            case PlanField.Relationships relationships:
                Start(field);
                WriteRelationships(relationships, table, node);
                break;
            case PlanField.Reliance reliance:
                Start(field);
                WriteReliance(reliance, node);
                break;
            default: throw new UnreachableException();
        }
    }

    private NodeRef? FindOne(NodeTable table, NodeRef node, RelationshipField field)
    {
        foreach (var link in table.Adjacency[field.AdjacencyIndex][node.Row])
            if (IsVisible(field, link))
                return link.Node;
        return null;
    }

    // What the answer consists of

    /// <summary>Closes an object; one without fields was never opened.</summary>
    private void End(ReadOnlySpan<PlanField> fields)
    {
        if (fields.IsEmpty)
            Byte((byte)'{');
        Byte((byte)'}');
    }

    private void End(ImmutableArray<PlanField> fields) => End(fields.AsSpan());

    /// <summary>Writes a field's key and its value; null for an empty one.</summary>
    private void Value(PlanField field, ReadOnlySpan<byte> json)
    {
        Raw(field.Key.Prefix.Span);
        Raw(json.IsEmpty ? "null"u8 : json);
    }

    /// <summary>
    /// The same for a stored value, which has <see cref="PaddedText.Padding"/> readable bytes from its start: short ones are copied as one block.
    /// </summary>
    private void Stored(PlanField field, ReadOnlySpan<byte> padded)
    {
        Start(field);
        if (padded.IsEmpty)
        {
            Raw("null"u8);
            return;
        }
        if (_bytes.Length - _at < padded.Length + PaddedText.Padding)
            Grow(padded.Length + PaddedText.Padding);
        _at = Copy(_bytes, _at, ref MemoryMarshal.GetReference(padded), padded.Length);
    }

    /// <summary>Copies padded text into room that was made, with as much to spare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Copy(byte[] bytes, int at, ref byte padded, int length)
    {
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), at);
        if (length <= PaddedText.Padding)
            Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Vector512<byte>>(ref padded));
        else
            Unsafe.CopyBlockUnaligned(ref to, ref padded, (uint)length);
        return at + length;
    }

    /// <summary>Begins a field: its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Start(PlanField field)
    {
        if (_bytes.Length - _at < field.PrefixLength + PaddedText.Padding)
            Grow(field.PrefixLength + PaddedText.Padding);
        _at = Copy(_bytes, _at, ref MemoryMarshal.GetArrayDataReference(field.Prefix), field.PrefixLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Byte(byte json)
    {
        if (_at == _bytes.Length)
            Grow(1);
        _bytes[_at++] = json;
    }

    private void Raw(ReadOnlySpan<byte> json)
    {
        if (_bytes.Length - _at < json.Length)
            Grow(json.Length);
        json.CopyTo(_bytes.AsSpan(_at));
        _at += json.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int needed)
    {
        _answer.Grow(_at, _at + needed);
        _bytes = _answer.Bytes;
    }

    private void Number(PlanField field, int number)
    {
        Start(field);
        if (_bytes.Length - _at < 11)
            Grow(11);
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_at), out var written);
        _at += written;
    }

    /// <summary>Writes text that needs no escapes, in quotes; null for none.</summary>
    private void Date(PlanField field, ReadOnlySpan<byte> text)
    {
        Start(field);
        if (text.IsEmpty)
        {
            Raw("null"u8);
            return;
        }
        Raw("\""u8);
        Raw(text);
        Raw("\""u8);
    }

    private void WriteTime(long milliseconds)
    {
        if (_bytes.Length - _at < 32)
            Grow(32);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
            _bytes.AsSpan(_at), out var written, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        _at += written;
    }

    private static ReadOnlySpan<byte> Boolean(bool value) => value ? "true"u8 : "false"u8;

    private static ReadOnlySpan<byte> Fragment(EnumType type, int index) => type.Values[index].Json.Span;

    /// <summary>Base64url of what <see cref="Cursor"/> describes.</summary>
    private void WriteCursor(ArrayBufferWriter<byte> cursor)
    {
        var length = Base64Url.GetEncodedLength(cursor.WrittenCount);
        if (_bytes.Length - _at < length + 2)
            Grow(length + 2);
        _bytes[_at++] = (byte)'"';
        _at += Base64Url.EncodeToUtf8(cursor.WrittenSpan, _bytes.AsSpan(_at));
        _bytes[_at++] = (byte)'"';
    }
}
