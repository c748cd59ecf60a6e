using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Proposals;

/// <summary>Writes what a plan selects of proposals, as JSON.</summary>
public static class ProposalWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A proposal, or null if there is none.</summary>
    public static byte[] Write(ProposalField field, ListedProposal? proposal) => Write(json =>
    {
        if (proposal is null)
            json.WriteNullValue();
        else
            WriteProposal(json, field.Fields, proposal);
    });

    /// <summary>A page of proposals.</summary>
    public static byte[] Write(ProposalsField field, ProposalPage page) => Write(json =>
    {
        var cursors = new Cursors(field.Ordering);
        json.WriteStartObject();
        foreach (var inner in field.Selection.Fields)
        {
            json.WritePropertyName(inner.Key.Name);
            switch (inner)
            {
                case EntriesField nodes: WriteList(json, page.Proposals, p => WriteProposal(json, nodes.Fields, p)); break;
                case EdgesField edges: WriteList(json, page.Proposals, p => WriteEdge(json, edges, p, cursors)); break;
                case PageInfoField info: WritePageInfo(json, info, page, cursors); break;
                case LeafField { What: Leaf.TotalCount }: json.WriteNumberValue(page.TotalCount); break;
                case ConstantField constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{inner}");
            }
        }
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
            write(json);
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    private static void WriteEdge(Utf8JsonWriter json, EdgesField edges, ListedProposal proposal, Cursors cursors)
    {
        json.WriteStartObject();
        foreach (var field in edges.Fields)
        {
            json.WritePropertyName(field.Key.Name);
            switch (field)
            {
                case EntryField node: WriteProposal(json, node.Fields, proposal); break;
                case LeafField { What: Leaf.Cursor }: json.WriteStringValue(cursors.Of(proposal.Proposal.Number)); break;
                case ConstantField constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        json.WriteEndObject();
    }

    private static void WritePageInfo(Utf8JsonWriter json, PageInfoField info, ProposalPage page, Cursors cursors)
    {
        string? CursorAt(Index index) => page.Proposals.Count == 0 ? null : cursors.Of(page.Proposals[index].Proposal.Number);
        json.WriteStartObject();
        foreach (var field in info.Fields)
        {
            json.WritePropertyName(field.Key.Name);
            switch (field)
            {
                case LeafField { What: Leaf.HasNextPage }: json.WriteBooleanValue(page.HasNext); break;
                case LeafField { What: Leaf.HasPreviousPage }: json.WriteBooleanValue(page.HasPrevious); break;
                case LeafField { What: Leaf.StartCursor }: json.WriteStringValue(CursorAt(0)); break;
                case LeafField { What: Leaf.EndCursor }: json.WriteStringValue(CursorAt(^1)); break;
                case ConstantField constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        json.WriteEndObject();
    }

    private static void WriteProposal(Utf8JsonWriter json, ImmutableArray<PlanField> fields, ListedProposal found)
    {
        var (proposal, review) = (found.Proposal, found.Proposal.Review);
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Key.Name);
            switch (field)
            {
                case LeafField { What: Leaf.Id }: json.WriteStringValue(proposal.Id); break;
                case LeafField { What: Leaf.Title }: json.WriteStringValue(proposal.Title); break;
                case LeafField { What: Leaf.Note }: json.WriteStringValue(proposal.Note); break;
                case LeafField { What: Leaf.By }: json.WriteStringValue(proposal.By); break;
                case LeafField { What: Leaf.RecordedAt }: json.WriteStringValue(TimeText.Of(proposal.At)); break;
                case LeafField { What: Leaf.ReviewStatus }: json.WriteStringValue(proposal.Status.ToString().ToUpperInvariant()); break;
                case LeafField { What: Leaf.ReviewedBy }: json.WriteStringValue(review?.By); break;
                case LeafField { What: Leaf.ReviewedAt }: json.WriteStringValue(TimeText.Of(review?.At)); break;
                case LeafField { What: Leaf.RejectionReason }: json.WriteStringValue(review?.Reason); break;
                case LeafField { What: Leaf.AcceptedAs }: json.WriteStringValue(review?.Version is { } version ? ChangeId.Of(version) : null); break;
                case ProposalConflictsField: WriteList(json, found.Conflicts, json.WriteStringValue); break;
                case ProposedEntriesField entries: WriteList(json, proposal.Entries, e => WriteEntry(json, entries.Fields, e)); break;
                case ConstantField constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ImmutableArray<PlanField> fields, RecordedEntry entry)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Key.Name);
            switch (field)
            {
                case LeafField { What: Leaf.Kind }: json.WriteStringValue(entry.Kind); break;
                case LeafField { What: Leaf.Id }: json.WriteStringValue(entry.Subject); break;
                case LeafField { What: Leaf.TypeName }: json.WriteStringValue(entry.Type); break;
                case LeafField { What: Leaf.FromId }: json.WriteStringValue(entry.From); break;
                case LeafField { What: Leaf.ToId }: json.WriteStringValue(entry.To); break;
                case ChangedFieldsField changed: WriteChangedFields(json, changed.Fields, entry.Fields); break;
                case ConstantField constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        json.WriteEndObject();
    }

    private static void WriteChangedFields(Utf8JsonWriter json, ImmutableArray<PlanField> fields, byte[] stored)
    {
        using var list = JsonDocument.Parse(stored);
        static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetRawText();
        WriteList(json, list.RootElement.EnumerateArray().Chunk(3), change =>
        {
            json.WriteStartObject();
            foreach (var field in fields)
            {
                json.WritePropertyName(field.Key.Name);
                switch (field)
                {
                    case LeafField { What: Leaf.FieldName }: json.WriteStringValue(change[0].GetString()); break;
                    case LeafField { What: Leaf.Before }: json.WriteStringValue(TextOf(change[1])); break;
                    case LeafField { What: Leaf.After }: json.WriteStringValue(TextOf(change[2])); break;
                    case ConstantField constant: json.WriteRawValue(constant.Json); break;
                    default: throw new UnreachableException($"{field}");
                }
            }
            json.WriteEndObject();
        });
    }

    private sealed class Cursors(Ordering ordering)
    {
        private readonly CursorBuilder _builder = new();

        public string Of(long number)
        {
            _builder.Begin(ordering.Tag);
            _builder.Append(number);
            return Base64Url.EncodeToString(_builder.Bytes);
        }
    }
}
