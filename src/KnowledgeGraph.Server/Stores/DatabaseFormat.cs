using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The layout of the file, and the check of a file against it.</summary>
internal static class DatabaseFormat
{
    public const long Number = 5;

    /// <summary>SQL for the checksum of the stored values of a row, for each table.</summary>
    public const string CommitChecksum = "row_checksum('commits', version, at, content)";
    private const string NodeChecksum =
        "row_checksum('nodes', key, (SELECT name FROM node_types t WHERE t.key = nodes.type), recorded_at, revision, id, properties)";
    private const string RelationshipChecksum =
        "row_checksum('relationships', from_node, (SELECT name FROM relationship_types t WHERE t.key = relationships.type), to_node, "
        + "distinction, recorded_at, revision, since, until, claims, properties)";

    internal const string ChangeChecksum = "row_checksum('changes', version, at, kind, author, reviewer, note, undoes, entries, content)";
    internal const string EntryChecksum = "row_checksum('change_entries', version, position, kind, subject, type, from_id, to_id, fields)";

    internal const string ProposalChecksum = "row_checksum('proposals', number, at, author, title, note, entries, status, reviewer, reviewed_at, reason, version)";
    internal const string RedirectChecksum = "row_checksum('redirects', id, into_id)";
    internal const string SeedChecksum = "row_checksum('seed', content)";

    /// <summary>Each table with checksums, with the SQL that names a row and the SQL that computes its checksum.</summary>
    internal static readonly (string Table, string Name, string Checksum)[] Checksums =
    [
        ("commits", "'version ' || version", CommitChecksum),
        ("nodes", "id || ' (key ' || key || ')'", NodeChecksum),
        ("relationships", "'from_node ' || from_node || ', type ' || type || ', to_node ' || to_node || ', ' || distinction", RelationshipChecksum),
        ("redirects", "id", RedirectChecksum),
        ("changes", "'version ' || version", ChangeChecksum),
        ("proposals", "'number ' || number", ProposalChecksum),
        ("change_entries", "'version ' || version || ', position ' || position", EntryChecksum),
        ("seed", "'what it said last'", SeedChecksum),
    ];

    /// <remarks>
    /// <see cref="Changes.RelationshipRecord.Key"/> identifies a relationship. As text, the keys of three million relationships would take
    /// most of the file. So the key is stored in parts: the ends as keys of nodes, and the rest as <c>distinction</c>.
    /// </remarks>
    private const string Tables = """
        CREATE TABLE meta (format INTEGER NOT NULL) STRICT;
        CREATE TABLE commits (
          version INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          content INTEGER NOT NULL, -- The sum of the checksums of all other rows as of this commit: shows a row that is missing
          checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE node_types (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE relationship_types (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE nodes (
          key INTEGER PRIMARY KEY,
          type INTEGER NOT NULL,
          recorded_at INTEGER NOT NULL, -- Unix time in milliseconds
          revision INTEGER NOT NULL, -- The version that last changed the row
          id TEXT NOT NULL UNIQUE,
          properties TEXT NOT NULL, -- JSON
          checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE relationships (
          from_node INTEGER NOT NULL,
          type INTEGER NOT NULL,
          to_node INTEGER NOT NULL,
          distinction TEXT NOT NULL,
          recorded_at INTEGER NOT NULL,
          revision INTEGER NOT NULL,
          since TEXT,
          until TEXT,
          claims TEXT, -- JSON, keys of nodes
          properties TEXT NOT NULL,
          checksum INTEGER NOT NULL,
          PRIMARY KEY (from_node, type, to_node, distinction)
        ) STRICT, WITHOUT ROWID;
        """ + RedirectTable + HistoryTables + SeedTable;

    /// <summary>What the ids of merged nodes stand for.</summary>
    internal const string RedirectTable = """

        CREATE TABLE redirects (
          id TEXT PRIMARY KEY, -- Of the node that is gone
          into_id TEXT NOT NULL, -- Of the node that it became
          checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        """;

    /// <summary>
    /// The changes that commits made, and their entries. They are not read at start, because they can be larger than the graph.
    /// The sum of the checksums of all rows has those of changes, and a change has the sum of the checksums of its entries.
    /// </summary>
    internal const string HistoryTables = """

        CREATE TABLE changes (
          version INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          kind TEXT NOT NULL,
          author TEXT,
          reviewer TEXT,
          note TEXT,
          undoes INTEGER, -- The version whose change it reverses
          entries INTEGER NOT NULL, -- Their number
          content INTEGER NOT NULL, -- The sum of the checksums of its entries
          checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX changes_by_author ON changes (author) WHERE author IS NOT NULL;
        CREATE TABLE change_entries (
          version INTEGER NOT NULL,
          position INTEGER NOT NULL,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL, -- The id of the node or the relationship
          type TEXT NOT NULL,
          from_id TEXT,
          to_id TEXT,
          fields TEXT NOT NULL, -- JSON: name, value before and value after, of one field after the other
          checksum INTEGER NOT NULL,
          PRIMARY KEY (version, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX change_entries_by_subject ON change_entries (subject);
        CREATE INDEX change_entries_by_from ON change_entries (from_id) WHERE from_id IS NOT NULL;
        CREATE INDEX change_entries_by_to ON change_entries (to_id) WHERE to_id IS NOT NULL;

        """ + UndoIndex + ProposalTable;

    /// <summary>Proposals are not part of a version, so that the sum of the checksums of all rows does not have those of proposals.</summary>
    internal const string ProposalTable = """

        CREATE TABLE proposals (
          number INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          author TEXT,
          title TEXT,
          note TEXT,
          entries TEXT NOT NULL, -- JSON
          status TEXT NOT NULL,
          reviewer TEXT,
          reviewed_at INTEGER,
          reason TEXT,
          version INTEGER, -- The version that its acceptance made
          checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX proposals_by_status ON proposals (status);
        """;

    internal const string UndoIndex = "CREATE INDEX changes_by_undone ON changes (undoes) WHERE undoes IS NOT NULL;";

    /// <summary>
    /// What the seed said last, for its next run. There is always one row, so that a missing one shows. It is not part of <c>commits.content</c>, because
    /// a run of the seed writes it even if it makes no version.
    /// </summary>
    internal const string SeedTable = """

        CREATE TABLE seed (
          content BLOB NOT NULL, -- JSON, compressed with gzip; empty if there was no seed
          checksum INTEGER NOT NULL
        ) STRICT;
        INSERT INTO seed (content, checksum) VALUES (x'', row_checksum('seed', x''));
        """;

    /// <summary>Creates the tables of a new file in the open transaction.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var create = new SqlStatement(connection, Tables);
        create.Run();
        using var setFormat = new SqlStatement(connection, "INSERT INTO meta (format) VALUES ($format)", "$format");
        setFormat.Run(Number);
    }

    /// <summary>Writes the checksums of all existing rows.</summary>
    internal static void Seal(SqliteConnection connection)
    {
        using var sealRows = new SqlStatement(connection, $"""
            UPDATE nodes SET checksum = {NodeChecksum};
            UPDATE relationships SET checksum = {RelationshipChecksum};
            UPDATE change_entries SET checksum = {EntryChecksum};
            UPDATE changes SET checksum = {ChangeChecksum};
            UPDATE commits SET checksum = {CommitChecksum};
            """);
        sealRows.Run();
        using var sealContent = new SqlStatement(
            connection, "UPDATE commits SET content = $content WHERE version = (SELECT max(version) FROM commits)", "$content");
        sealContent.Run(Content(connection));
        using var sealLast = new SqlStatement(
            connection, $"UPDATE commits SET checksum = {CommitChecksum} WHERE version = (SELECT max(version) FROM commits)");
        sealLast.Run();
    }

    /// <summary>The sum of the stored checksums of all rows except the last commit and the entries of changes.</summary>
    internal static long Content(SqliteConnection connection) => Sum(connection, """
        SELECT checksum FROM nodes UNION ALL SELECT checksum FROM relationships UNION ALL SELECT checksum FROM redirects UNION ALL SELECT checksum FROM changes
        UNION ALL SELECT checksum FROM commits WHERE version < (SELECT max(version) FROM commits)
        """);

    /// <summary>The sum of the numbers of a query. It wraps around, which the sum of SQL does not.</summary>
    internal static long Sum(SqliteConnection connection, string query)
    {
        var content = 0L;
        using var rows = new RowReader(connection, query);
        while (rows.Read())
            content = unchecked(content + rows.Integer(0));
        return content;
    }

    /// <returns>Whether the file must be upgraded.</returns>
    /// <exception cref="StoreException">The file is damaged, belongs to another program, or was written by a newer version.</exception>
    public static bool Check(SqliteConnection connection, string file)
    {
        using var countTables = new SqlStatement(connection, "SELECT count(*) FROM sqlite_schema");
        if ((long)countTables.Run()! == 0)
            throw StoreFailure.Damaged(file, "The database has no tables.");
        using var hasFormat = new SqlStatement(
            connection, "SELECT count(*) FROM pragma_table_info($table) WHERE name = $column", "$table", "$column");
        if ((long)hasFormat.Run("meta", "format")! == 0)
            throw new StoreException($"{file}: The database belongs to another program. Choose another folder.");
        using var readFormat = new SqlStatement(connection, "SELECT format FROM meta");
        var format = readFormat.Run();
        if (format is > Number)
            throw new StoreException($"{file}: The format must be {Number}, but was {format}. Use the newer version that wrote the file.");
        return format is >= 1L and <= Number ? format is not Number
            : throw StoreFailure.Damaged(file, $"The format must be {Number}, but was {format ?? "none"}.");
    }
}
