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
        INSERT INTO changes (version, at, kind, author, reviewer, note, undoes, entries, content, checksum)
        VALUES ($version, $at, $kind, $author, $reviewer, $note, $undoes, $entries, $content,
          row_checksum('changes', $version, $at, $kind, $author, $reviewer, $note, $undoes, $entries, $content))
        RETURNING checksum
        """,
        "$version", "$at", "$kind", "$author", "$reviewer", "$note", "$undoes", "$entries", "$content");

    /// <returns>The checksum of the change's row, which covers those of its entries.</returns>
    public long Write(PreparedChange change)
    {
        var content = 0L;
        foreach (var entry in change.RecordedEntries(0, change.Entries.Length))
            content = unchecked(content + (long)_addEntry.Run(
                change.Version, entry.Position, entry.Kind, entry.Subject, entry.Type, entry.From, entry.To, entry.Fields)!);
        var recorded = change.Recorded;
        return (long)_addChange.Run(
            recorded.Version, recorded.At, recorded.Kind, recorded.By, recorded.AcceptedBy, recorded.Note, recorded.Undoes, recorded.Entries, content)!;
    }

    public void Dispose()
    {
        _addEntry.Dispose();
        _addChange.Dispose();
    }
}
