using KnowledgeGraph.Changes;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Records commits as changes, as rows in the open transaction.</summary>
internal sealed class HistoryWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqlStatement _addEntry = new(
        connection,
        """
        INSERT INTO change_entries (version, position, kind, subject, type, from_id, to_id, fields, checksum)
        VALUES ($version, $position, $kind, $subject, $type, $from, $to, CAST($fields AS TEXT),
          row_checksum('change_entries', $version, $position, $kind, $subject, $type, $from, $to, $fields))
        RETURNING checksum
        """,
        "$version", "$position", "$kind", "$subject", "$type", "$from", "$to", "$fields");
    private readonly SqlStatement _addChange = new(
        connection,
        """
        INSERT INTO changes (version, at, kind, author, reviewer, note, entries, content, checksum)
        VALUES ($version, $at, $kind, $author, $reviewer, $note, $entries, $content,
          row_checksum('changes', $version, $at, $kind, $author, $reviewer, $note, $entries, $content))
        RETURNING checksum
        """,
        "$version", "$at", "$kind", "$author", "$reviewer", "$note", "$entries", "$content");

    /// <returns>The checksum of the change's row, which covers those of its entries.</returns>
    public long Write(PreparedChange change)
    {
        var content = 0L;
        for (var position = 0; position < change.Entries.Length; position++)
        {
            var entry = change.Entries[position];
            content = unchecked(content + (long)_addEntry.Run(
                change.Version, position, NameOf(entry.Kind), entry.Id, entry.Type, entry.Ends?.From, entry.Ends?.To, RecordJson.Encode(entry.Fields))!);
        }
        return (long)_addChange.Run(
            change.Version, change.At.ToUnixTimeMilliseconds(), NameOf(change.Kind), change.By, change.AcceptedBy, change.Note, change.Entries.Length, content)!;
    }

    private static string NameOf<T>(T kind) where T : struct, Enum => kind.ToString().ToUpperInvariant();

    public void Dispose()
    {
        _addEntry.Dispose();
        _addChange.Dispose();
    }
}
