using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace KnowledgeGraph.Server.Stores;

/// <summary>What a failure means to the operator, in one line.</summary>
internal static class StoreFailure
{
    public static StoreException Of(Exception failure, string file) => failure switch
    {
        StoreException store => store,
        SqliteException sqlite => new($"{file}: {Meaning(sqlite)}", sqlite),
        _ => new($"{file}: {failure.Message.ReplaceLineEndings(" ")}", failure),
    };

    public static StoreException Damaged(string file, string found, Exception? cause = null) =>
        new($"{file}: {found}; expected an undamaged database: `check` lists what is damaged; restore a backup, or delete it to start with an empty store", cause);

    private static string Meaning(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_FULL => "a full disk found; expected room for the change; nothing of it was written",
        SQLITE_NOTADB => "no SQLite database found; expected one that this program made: move the file away to start empty",
        SQLITE_CORRUPT => "a damaged database found; expected a whole one: restore a backup, or move it away and seed or import anew",
        SQLITE_READONLY => "a read-only file found; expected one that this user may write",
        SQLITE_CANTOPEN => "a file that cannot be opened found; expected one that this user may read and write",
        SQLITE_PERM or SQLITE_AUTH => "no right to the file found; expected one that this user may read and write",
        SQLITE_BUSY or SQLITE_LOCKED => "in use by another program found; expected to have the file alone: close the other",
        SQLITE_IOERR => $"a disk error found (SQLite {failure.SqliteExtendedErrorCode}); expected a disk that works",
        _ => $"{failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}; expected a database that works",
    };
}
