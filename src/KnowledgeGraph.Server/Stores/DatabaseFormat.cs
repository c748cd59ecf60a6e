using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>How the file is laid out, and the check that a file is laid out so.</summary>
internal static class DatabaseFormat
{
    public const long Number = 1;

    /// <remarks>
    /// A relationship is identified by <see cref="Changes.RelationshipRecord.Key"/>. Stored as that text, the key of three million of them
    /// is most of the file; so it is stored in its parts, the ends as keys of nodes, and what follows the ends as <c>distinction</c>.
    /// </remarks>
    private const string Tables = """
        CREATE TABLE meta (format INTEGER NOT NULL) STRICT;
        CREATE TABLE commits (version INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE TABLE node_types (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE relationship_types (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE nodes (
          key INTEGER PRIMARY KEY,
          type INTEGER NOT NULL,
          recorded_at INTEGER NOT NULL, -- Unix time in milliseconds
          id TEXT NOT NULL UNIQUE,
          properties TEXT NOT NULL -- JSON
        ) STRICT;
        CREATE TABLE relationships (
          from_node INTEGER NOT NULL,
          type INTEGER NOT NULL,
          to_node INTEGER NOT NULL,
          distinction TEXT NOT NULL,
          recorded_at INTEGER NOT NULL,
          since TEXT,
          until TEXT,
          claims TEXT, -- JSON, keys of nodes
          properties TEXT NOT NULL,
          PRIMARY KEY (from_node, type, to_node, distinction)
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Makes the tables in a new file, in the transaction that is open.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var create = new SqlStatement(connection, Tables);
        create.Run();
        using var setFormat = new SqlStatement(connection, "INSERT INTO meta (format) VALUES ($format)", "$format");
        setFormat.Run(Number);
    }

    /// <exception cref="StoreException">The file is damaged, another program's, or of a newer version of this one.</exception>
    public static void Check(SqliteConnection connection, string file)
    {
        using var countTables = new SqlStatement(connection, "SELECT count(*) FROM sqlite_schema");
        if ((long)countTables.Run()! == 0)
            throw StoreFailure.Damaged(file, "a database without tables found");
        using var hasFormat = new SqlStatement(
            connection, "SELECT count(*) FROM pragma_table_info($table) WHERE name = $column", "$table", "$column");
        if ((long)hasFormat.Run("meta", "format")! == 0)
            throw new StoreException($"{file}: a database of another program found; expected one of this program: choose another folder");
        using var readFormat = new SqlStatement(connection, "SELECT format FROM meta");
        var format = readFormat.Run();
        if (format is > Number)
            throw new StoreException($"{file}: format {format} found; expected {Number}: it was written by a newer version, which can open it");
        if (format is not Number)
            throw StoreFailure.Damaged(file, $"format {format ?? "none"} found where this version writes {Number}");
    }
}
