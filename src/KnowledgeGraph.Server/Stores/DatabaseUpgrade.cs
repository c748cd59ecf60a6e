using System.Text;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// Upgrades a file of an earlier format, in the open transaction. Format 1 had no checksums, format 2 no revisions and no history, which begins with
/// the upgrade. Format 3 did not record what a change undoes, and had neither proposals nor what the seed said. Format 4 had no redirects.
/// </summary>
internal static class DatabaseUpgrade
{
    /// <summary>The checksums of formats 2 and 3. They are checked before the rows get new ones, which would hide damage.</summary>
    private static readonly (string Table, string Name, string Checksum)[] s_checksums2 =
        [.. DatabaseFormat.Checksums.Where(c => c.Table is "commits" or "nodes" or "relationships").Select(c => (c.Table, c.Name, c.Checksum.Replace("recorded_at, revision,", "recorded_at,", StringComparison.Ordinal)))];
    private static readonly (string Table, string Name, string Checksum)[] s_checksums4 = [.. DatabaseFormat.Checksums.Where(c => c.Table is not "redirects")];
    private static readonly (string Table, string Name, string Checksum)[] s_checksums3 =
        [.. s_checksums4.Where(c => c.Table is not ("proposals" or "seed")).Select(c => (c.Table, c.Name, c.Checksum.Replace("note, undoes,", "note,", StringComparison.Ordinal)))];

    private const string Content3 = """
        SELECT checksum FROM nodes UNION ALL SELECT checksum FROM relationships UNION ALL SELECT checksum FROM changes
        UNION ALL SELECT checksum FROM commits WHERE version < (SELECT max(version) FROM commits)
        """;
    private const string Content2 = """
        SELECT checksum FROM nodes UNION ALL SELECT checksum FROM relationships
        UNION ALL SELECT checksum FROM commits WHERE version < (SELECT max(version) FROM commits)
        """;

    /// <exception cref="StoreException">The file is damaged.</exception>
    public static void Upgrade(SqliteConnection connection, string file)
    {
        foreach (var problem in Upgrade(connection))
            throw StoreFailure.Damaged(file, problem);
    }

    /// <summary>Upgrades the file, and returns the damage that the checksums show. A file that is damaged is upgraded for a check only.</summary>
    public static List<string> Upgrade(SqliteConnection connection)
    {
        using var readFormat = new SqlStatement(connection, "SELECT format FROM meta");
        var (format, problems) = ((long)readFormat.Run()!, new List<string>());
        if (format == 1)
            AddChecksums(connection);
        else
            problems = Damage(
                connection, format switch { 2 => s_checksums2, 3 => s_checksums3, _ => s_checksums4 }, DatabaseFormat.Sum(connection, format == 2 ? Content2 : Content3));
        // Nobody knows which version last changed a row: the last one is the only one that is not too early.
        if (format < 3)
            Run(connection, $"""
                ALTER TABLE nodes ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE relationships ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
                UPDATE nodes SET revision = (SELECT coalesce(max(version), 0) FROM commits);
                UPDATE relationships SET revision = (SELECT coalesce(max(version), 0) FROM commits);
                {DatabaseFormat.HistoryTables}
                """);
        if (format == 3)
            Run(connection, $"""
                ALTER TABLE changes ADD COLUMN undoes INTEGER;
                {DatabaseFormat.UndoIndex}
                {DatabaseFormat.ProposalTable}
                """);
        if (format < 4)
            Run(connection, DatabaseFormat.SeedTable);
        Run(connection, $"{DatabaseFormat.RedirectTable} UPDATE meta SET format = {DatabaseFormat.Number}");
        DatabaseFormat.Seal(connection);
        return problems;
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var statement = new SqlStatement(connection, text);
        statement.Run();
    }

    private static void AddChecksums(SqliteConnection connection) =>
        Run(connection, """
            ALTER TABLE commits ADD COLUMN content INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE commits ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE nodes ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE relationships ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            """);

    private static List<string> Damage(SqliteConnection connection, (string Table, string Name, string Checksum)[] checksums, long found)
    {
        var problems = new List<string>();
        foreach (var (table, name, checksum) in checksums)
            using (var rows = new RowReader(connection, $"SELECT {name} FROM {table} WHERE checksum <> {checksum}"))
                while (rows.Read())
                    problems.Add($"{table}: {Encoding.UTF8.GetString(rows.Text(0))}: The row does not match its checksum.");
        using var last = new RowReader(connection, "SELECT version, content FROM commits ORDER BY version DESC LIMIT 1");
        var (version, content) = last.Read() ? (last.Integer(0), last.Integer(1)) : (0, 0);
        if (content != found)
            problems.Add($"commits: Rows are missing or were added since version {version}.");
        return problems;
    }
}
