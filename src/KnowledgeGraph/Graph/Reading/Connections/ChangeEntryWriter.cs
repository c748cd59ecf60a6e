using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>The entries of a recorded change.</summary>
internal sealed class ChangeEntryWriter(ReadContext context, ResponseWriter writer, ConnectionWriter connections)
{
    public void Write(ChangeEntriesField field, RecordedChange change)
    {
        var (from, to) = RangeOf(context.Value(field.Page), change.Entries);
        var source = new Source(this, change, from, to);
        writer.Key(field.Key);
        connections.Write(field, ref source);
    }

    /// <summary>The positions of a page: the first, and the one after the last.</summary>
    private static (int From, int To) RangeOf(Page page, int count)
    {
        static int PositionOf(Cursor cursor) => Utf8Parser.TryParse(cursor.Values[0], out int position, out _) ? position : 0;

        var from = page.After is { } after ? (int)Math.Min(PositionOf(after) + 1L, count) : 0;
        var to = page.Before is { } before ? Math.Max(from, Math.Min(PositionOf(before), count)) : count;
        return page.FromEnd ? (Math.Max(from, to - page.Size), to) : (from, Math.Min(to, from + page.Size));
    }

    private struct Source(ChangeEntryWriter owner, RecordedChange change, int from, int to) : IItemSource
    {
        private IReadOnlyList<RecordedEntry> _entries = [];

        public readonly int Count => _entries.Count;
        public readonly int Total => change.Entries;

        public PageEnds Take(ConnectionSelection selection)
        {
            _entries = owner.Read(change.Version, from, to - from);
            return new PageEnds(HasNext: to < change.Entries, HasPrevious: from > 0);
        }

        public readonly NodeRef NodeOf(int item) => throw new UnreachableException();
        public readonly void AppendTo(CursorBuilder cursor, int item) => cursor.Append(_entries[item].Position);
        public readonly bool TryWriteEdges(EdgesField edges) => false;
        public readonly void WriteItemField(PlanField field, int item) => owner.WriteField(field, _entries[item]);
        public readonly void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public readonly void Release() { }
    }

    private IReadOnlyList<RecordedEntry> Read(long version, int first, int count)
    {
        context.ThrowIfCancelledNow();
        return count == 0 ? [] : context.Snapshot.Log.Entries(version, first, count);
    }

    private void WriteField(PlanField field, RecordedEntry entry)
    {
        switch (field)
        {
            case LeafField { What: Leaf.Kind }: writer.Value(field.Key, JsonText.Encode(entry.Kind)); break;
            case LeafField { What: Leaf.Id }: writer.Value(field.Key, JsonText.Encode(entry.Subject)); break;
            case LeafField { What: Leaf.TypeName }: writer.Value(field.Key, JsonText.Encode(entry.Type)); break;
            case LeafField { What: Leaf.FromId }: writer.Value(field.Key, JsonText.Encode(entry.From)); break;
            case LeafField { What: Leaf.ToId }: writer.Value(field.Key, JsonText.Encode(entry.To)); break;
            case ChangedFieldsField fields:
                writer.Key(field.Key);
                WriteChangedFields(fields.Fields, entry.Fields);
                break;
            case ConstantField constant: writer.Value(field.Key, constant.Json); break;
            default: throw new UnreachableException($"{field}");
        }
    }

    private void WriteChangedFields(ImmutableArray<PlanField> fields, byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        writer.BeginList();
        for (var isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            var (name, before, after) = (ReadRaw(ref reader), NextRaw(ref reader), NextRaw(ref reader));
            writer.Separate(isFirst);
            foreach (var field in fields)
                switch (field)
                {
                    case LeafField { What: Leaf.FieldName }: writer.Value(field.Key, json.AsSpan(name)); break;
                    case LeafField { What: Leaf.Before }: writer.Value(field.Key, TextOf(json.AsSpan(before))); break;
                    case LeafField { What: Leaf.After }: writer.Value(field.Key, TextOf(json.AsSpan(after))); break;
                    case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                    default: throw new UnreachableException($"{field}");
                }
            writer.EndObject(fields.IsEmpty);
        }
        writer.EndList();
    }

    private static Range NextRaw(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadRaw(ref reader);
    }

    private static Range ReadRaw(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    /// <summary>JSON as the text of a value; empty for null.</summary>
    private static byte[] TextOf(ReadOnlySpan<byte> json) => json.SequenceEqual("null"u8) ? [] : JsonText.Encode(Encoding.UTF8.GetString(json));
}
