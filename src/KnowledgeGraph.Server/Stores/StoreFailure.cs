using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Explains a failure to the operator in one line.</summary>
internal static class StoreFailure
{
    public static StoreException Of(Exception failure, string file) => failure switch
    {
        StoreException store => store,
        SqliteException sqlite => new($"{file}: {Meaning(sqlite)}", sqlite),
        _ => new($"{file}: {failure.Message.ReplaceLineEndings(" ")}", failure),
    };

    public static StoreException Damaged(string file, string problem, Exception? cause = null) =>
        new($"{file}: {problem} Run `check` to list the damage. Restore a backup, or delete the file to start with an empty store.", cause);

    private static string Meaning(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_FULL => "The disk is full. Nothing of the change was written. Make room and try again.",
        SQLITE_NOTADB => "The file is not an SQLite database of this program. Move it away to start with an empty store.",
        SQLITE_CORRUPT => "The database is damaged. Restore a backup, or move the file away and seed or import again.",
        SQLITE_READONLY => "The file is read-only. Give this user the right to write to it.",
        SQLITE_CANTOPEN => "The file cannot be opened. Give this user the right to read and write it.",
        SQLITE_PERM or SQLITE_AUTH => "This user has no right to the file. Grant the right to read and write it.",
        SQLITE_BUSY or SQLITE_LOCKED => "Another program uses the file. Close that program.",
        SQLITE_IOERR => $"The disk has an error (SQLite {failure.SqliteExtendedErrorCode}). Check the disk.",
        _ => $"The database reports an error: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
    };
}
