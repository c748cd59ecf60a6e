using System.Globalization;
using System.Text;
using KnowledgeGraph.History;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>By what changes are found: all of them, by author, by node or relationship, or by an end of a relationship.</summary>
internal enum HistoryKey
{
    Any,
    Author,
    Subject,
    From,
    To,
}

/// <summary>Reads recorded changes from the file. Each call is one look into an index, or at most one page. Not thread-safe.</summary>
internal sealed class HistoryReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly SqlStatement[] _before;
    private readonly SqlStatement[] _after;
    private readonly SqlStatement _author;
    private readonly SqlStatement _count;

    public HistoryReader(SqliteConnection connection, string file)
    {
        (_connection, _file) = (connection, file);
        _before = [.. s_conditions.Select(c => new SqlStatement(connection, $"SELECT version FROM {c} AND version < $version ORDER BY version DESC LIMIT 1", "$value", "$version"))];
        _after = [.. s_conditions.Select(c => new SqlStatement(connection, $"SELECT version FROM {c} AND version > $version ORDER BY version LIMIT 1", "$value", "$version"))];
        _author = new(connection, "SELECT author FROM changes WHERE version = $version", "$version");
        _count = new(connection, "SELECT count(*) FROM changes WHERE version > $since AND version <= $upTo AND ($by IS NULL OR author = $by)", "$since", "$upTo", "$by");
    }

    /// <summary>In the order of <see cref="HistoryKey"/>.</summary>
    private static readonly string[] s_conditions =
    [
        "changes WHERE $value IS NULL", "changes WHERE author = $value", "change_entries WHERE subject = $value",
        "change_entries WHERE from_id = $value", "change_entries WHERE to_id = $value",
    ];

    /// <summary>The next version before or after one with a change under the key; null if there is none.</summary>
    public long? Next(HistoryKey key, string? value, long version, bool isNewer) => (long?)(isNewer ? _after : _before)[(int)key].Run(value, version);

    public string? AuthorOf(long version) => (string?)_author.Run(version);

    public long Count(long since, long upTo, string? by) => (long)_count.Run(since, upTo, by)!;

    public RecordedChange? Find(long version)
    {
        using var rows = new RowReader(_connection, string.Create(CultureInfo.InvariantCulture, $"""
            SELECT at, kind, author, reviewer, note, entries, checksum, {DatabaseFormat.ChangeChecksum}, undoes, (SELECT version FROM changes u WHERE u.undoes = changes.version)
            FROM changes WHERE version = {version}
            """));
        if (!rows.Read())
            return null;
        Verify(rows, 6, "changes", version);
        return new(version, rows.Integer(0), Text(rows, 1)!, Text(rows, 2), Text(rows, 3), Text(rows, 4), (int)rows.Integer(5))
        {
            Undoes = rows.IsNull(8) ? null : rows.Integer(8),
            UndoneBy = rows.IsNull(9) ? null : rows.Integer(9),
        };
    }

    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count)
    {
        var entries = new List<RecordedEntry>(Math.Min(count, 512));
        using var rows = new RowReader(_connection, string.Create(CultureInfo.InvariantCulture, $"""
            SELECT position, kind, subject, type, from_id, to_id, fields, checksum, {DatabaseFormat.EntryChecksum} FROM change_entries
            WHERE version = {version} AND position >= {first} ORDER BY position LIMIT {count}
            """));
        while (rows.Read())
        {
            Verify(rows, 7, "change_entries", version);
            entries.Add(new((int)rows.Integer(0), Text(rows, 1)!, Text(rows, 2)!, Text(rows, 3)!, Text(rows, 4), Text(rows, 5), rows.Text(6).ToArray()));
        }
        return entries;
    }

    /// <summary>Rows of the history are not verified at start.</summary>
    /// <param name="column">The column with the stored checksum. The next one has that of the row.</param>
    private void Verify(RowReader rows, int column, string table, long version)
    {
        if (rows.Integer(column) != rows.Integer(column + 1))
            throw StoreFailure.Damaged(_file, $"A row of table {table} with version {version} does not match its checksum.");
    }

    private static string? Text(RowReader rows, int column) => rows.IsNull(column) ? null : Encoding.UTF8.GetString(rows.Text(column));

    public void Dispose()
    {
        foreach (var statement in (IEnumerable<SqlStatement>)[.. _before, .. _after, _author, _count])
            statement.Dispose();
    }
}
