using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// A change that is too large for one transaction, as pages. A page has the names of statements and the rows that each of them writes, and can be written in
/// a transaction of its own. Pages must be written in their order, and each once. The last one records the commit.
/// </summary>
public sealed class StagedChange
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ImmutableArray<StatementRows> _rows;

    private StagedChange(ImmutableArray<StatementRows> rows) => _rows = rows;

    /// <param name="moved">What <see cref="Moved"/> returned.</param>
    /// <param name="proposal">The proposal whose review the change ends; null for none.</param>
    /// <param name="seed">What is kept of the seed, compressed; null if that does not change.</param>
    public static StagedChange Of(GraphModel model, PreparedChange change, ImmutableArray<RelationshipRecord> moved, Proposal? proposal, byte[]? seed) => new(
    [
        .. ChangeStatements.InPages(model, change.Changes, moved),
        .. proposal is null ? [] : (StatementRows[])[StatementRows.Of(ProposalStatements.Put, [proposal], ProposalStatements.WriteRow)],
        .. seed is null ? [] : (StatementRows[])[StatementRows.Of(SeedStatements.Write, [seed], SeedStatements.WriteRow)],
        .. HistoryStatements.Rows(change),
    ]);

    /// <summary>The stored relationships of nodes with another name that the change neither removes nor writes.</summary>
    public static ImmutableArray<RelationshipRecord> Moved(PreparedChange change, IStoredGraph before)
    {
        var written = change.Changes.Relationships.Concat(change.Changes.RemovedRelationships).Select(r => r.Key).ToHashSet();
        return
        [
            .. change.Entries.OfType<NodeEntry>()
                .Where(e => e is { Before: { } old, After: { } now } && RecordWriter.OrderOf(old) != RecordWriter.OrderOf(now))
                .SelectMany(e => before.RelationshipsOf(e.Id)).DistinctBy(r => r.Key).Where(r => !written.Contains(r.Key)),
        ];
    }

    /// <summary>The pages as JSON: [{"statement":"put nodes Country","rows":[…]},…].</summary>
    /// <param name="rows">Maximum number of rows of a page.</param>
    /// <param name="bytes">How many bytes end a page, so that a page has at most one row more.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Pages(int rows, int bytes)
    {
        var page = new ArrayBufferWriter<byte>();
        var json = new Utf8JsonWriter(page, s_options);
        var count = 0;
        foreach (var (statement, all) in _rows)
        {
            var isOpen = false;
            foreach (var write in all)
            {
                if (count == rows || json.BytesCommitted + json.BytesPending >= bytes)
                {
                    if (isOpen)
                        End(json);
                    isOpen = false;
                    yield return Finish(json, page);
                    (page, count) = (new ArrayBufferWriter<byte>(), 0);
                    json = new Utf8JsonWriter(page, s_options);
                }
                if (!isOpen)
                    Begin(json, statement, isFirst: count == 0);
                isOpen = true;
                write(json);
                count++;
            }
            if (isOpen)
                End(json);
        }
        yield return Finish(json, page);
    }

    private static void Begin(Utf8JsonWriter json, Statement statement, bool isFirst)
    {
        if (isFirst)
            json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("statement"u8, statement.Name);
        json.WriteStartArray("rows"u8);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Finish(Utf8JsonWriter json, ArrayBufferWriter<byte> page)
    {
        json.WriteEndArray();
        json.Flush();
        json.Dispose();
        return page.WrittenMemory;
    }

    /// <summary>The statements of a page.</summary>
    /// <param name="at">The time of the change (Unix milliseconds).</param>
    /// <exception cref="InvalidDataException">A newer or an older version of this program staged the page.</exception>
    public static IReadOnlyList<ChangeStatement> Read(GraphModel model, ReadOnlyMemory<byte> page, long at)
    {
        var known = ChangeStatements.AllInPages(model).Concat(HistoryStatements.All).Append(ProposalStatements.Put).Append(SeedStatements.Write).ToDictionary(s => s.Name);
        using var parsed = JsonDocument.Parse(page);
        return
        [
            .. parsed.RootElement.EnumerateArray().Select(part =>
            {
                var name = part.GetProperty("statement").GetString()!;
                var rows = part.GetProperty("rows").Clone();
                return known.TryGetValue(name, out var statement) ? new ChangeStatement(statement, at, json => WriteAll(json, rows)) : throw new InvalidDataException($"The statement \"{name}\" is unknown.");
            }),
        ];
    }

    private static void WriteAll(Utf8JsonWriter json, JsonElement rows)
    {
        foreach (var row in rows.EnumerateArray())
            row.WriteTo(json);
    }
}
