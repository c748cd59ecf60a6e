using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Server.Questions;

/// <summary>
/// Compares an answer with the same answer at another date, row by row. Equal rows cancel out. Of the others, rows of one list with the same ids or names
/// are one that has changed.
/// </summary>
internal sealed class AnswerChanges
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AnswerColumns _columns;

    private AnswerChanges(AnswerColumns columns, List<AnswerRow> before, List<AnswerRow> after)
    {
        _columns = columns;
        (Removed, Added) = Without(before, after, r => Key(r, Enumerable.Range(0, r.Cells.Length)), (_, _) => { });
        (Removed, Added) = Without(Removed, Added, r => columns.IdentityOf(r.List) is { } identity ? Key(r, identity) : null, (b, a) => Changed.Add((b, a)));
    }

    public List<AnswerRow> Added { get; }
    public List<AnswerRow> Removed { get; }
    public List<(AnswerRow Before, AnswerRow After)> Changed { get; } = [];

    public static AnswerChanges Between(AnswerColumns columns, JsonElement before, JsonElement after) =>
        new(columns, AnswerRows.Of(columns, before), AnswerRows.Of(columns, after));

    /// <summary>Pairs rows with the same key, in their order.</summary>
    /// <returns>The rows without a partner.</returns>
    private static (List<AnswerRow> Before, List<AnswerRow> After) Without(
        List<AnswerRow> before, List<AnswerRow> after, Func<AnswerRow, string?> key, Action<AnswerRow, AnswerRow> pair)
    {
        var open = new Dictionary<string, Queue<int>>();
        foreach (var (i, row) in after.Index())
            if (key(row) is { } name)
                (open.TryGetValue(name, out var same) ? same : open[name] = new()).Enqueue(i);
        var (left, paired) = (new List<AnswerRow>(), new HashSet<int>());
        foreach (var row in before)
            if (key(row) is { } name && open.TryGetValue(name, out var same) && same.TryDequeue(out var partner))
            {
                paired.Add(partner);
                pair(row, after[partner]);
            }
            else
                left.Add(row);
        return (left, [.. after.Where((_, i) => !paired.Contains(i))]);
    }

    private static string Key(AnswerRow row, IEnumerable<int> columns) =>
        string.Concat(columns.Select(c => string.Create(CultureInfo.InvariantCulture, $"{row.Cells[c].Length}:{row.Cells[c]}")).Prepend($"{row.List} "));

    // {"from":"2024-12-01","to":"2025-06-01","added":[{"name":"Mexico","strength":"EXPLICIT"}],"removed":[],"changed":[{"before":{…},"after":{…}}]}
    public byte[] Write(string from, string to)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            json.WriteString("from", from);
            json.WriteString("to", to);
            Write(json, "added", Added);
            Write(json, "removed", Removed);
            json.WriteStartArray("changed");
            foreach (var (before, after) in Changed)
            {
                json.WriteStartObject();
                json.WritePropertyName("before");
                Write(json, before);
                json.WritePropertyName("after");
                Write(json, after);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private void Write(Utf8JsonWriter json, string name, List<AnswerRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
            Write(json, row);
        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, AnswerRow row)
    {
        json.WriteStartObject();
        if (_columns.HasListColumn)
            json.WriteString(_columns.Header[0], AnswerCsv.NameOf(_columns, row));
        foreach (var (i, cell) in row.Cells.Index())
            json.WriteString(_columns.Header[_columns.HasListColumn ? i + 1 : i], cell);
        json.WriteEndObject();
    }
}
