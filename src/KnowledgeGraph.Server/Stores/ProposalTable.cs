using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KnowledgeGraph.History;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The proposals in the file. Not thread-safe.</summary>
internal sealed class ProposalTable(SqliteConnection connection, string file) : IDisposable
{
    private readonly SqlStatement _lastNumber = new(connection, "SELECT coalesce(max(number), 0) FROM proposals");
    private readonly SqlStatement _put = new(
        connection,
        """
        INSERT OR REPLACE INTO proposals (number, at, author, title, note, entries, status, reviewer, reviewed_at, reason, version, checksum)
        VALUES ($number, $at, $author, $title, $note, CAST($entries AS TEXT), $status, $reviewer, $reviewed_at, $reason, $version,
          row_checksum('proposals', $number, $at, $author, $title, $note, $entries, $status, $reviewer, $reviewed_at, $reason, $version))
        """,
        "$number", "$at", "$author", "$title", "$note", "$entries", "$status", "$reviewer", "$reviewed_at", "$reason", "$version");

    public long LastNumber => (long)_lastNumber.Run()!;

    /// <summary>Writes a proposal in the open transaction. It replaces the one with the same number.</summary>
    public void Put(Proposal proposal) => _put.Run(
        proposal.Number, proposal.At, proposal.By, proposal.Title, proposal.Note, EntryJson.Encode(proposal.Entries), proposal.Status.ToString().ToUpperInvariant(),
        proposal.Review?.By, proposal.Review?.At, proposal.Review?.Reason, proposal.Review?.Version);

    /// <summary>The numbers of the proposals with one of the statuses, newest first.</summary>
    public List<long> Numbers(ImmutableArray<ProposalStatus> statuses)
    {
        var numbers = new List<long>();
        using var rows = new RowReader(
            connection, $"SELECT number FROM proposals WHERE status IN ({string.Join(", ", statuses.Select(s => $"'{s.ToString().ToUpperInvariant()}'"))}) ORDER BY number DESC");
        while (rows.Read())
            numbers.Add(rows.Integer(0));
        return numbers;
    }

    public Proposal? Find(long number)
    {
        using var rows = new RowReader(connection, string.Create(CultureInfo.InvariantCulture, $"""
            SELECT at, author, title, note, entries, status, reviewer, reviewed_at, reason, version, checksum, {DatabaseFormat.ProposalChecksum}
            FROM proposals WHERE number = {number}
            """));
        if (!rows.Read())
            return null;
        if (rows.Integer(10) != rows.Integer(11))
            throw StoreFailure.Damaged(file, $"The row of table proposals with key {number} does not match its checksum.");
        var status = Enum.Parse<ProposalStatus>(Text(rows, 5)!, ignoreCase: true);
        return new(number, Text(rows, 2), Text(rows, 3), Text(rows, 1), rows.Integer(0), EntryJson.Decode(rows.Text(4).ToArray()))
        {
            Status = status,
            Review = status == ProposalStatus.Open ? null : new(status, Text(rows, 6), rows.Integer(7), Text(rows, 8), rows.IsNull(9) ? null : rows.Integer(9)),
        };
    }

    private static string? Text(RowReader rows, int column) => rows.IsNull(column) ? null : Encoding.UTF8.GetString(rows.Text(column));

    public void Dispose()
    {
        _lastNumber.Dispose();
        _put.Dispose();
    }
}
