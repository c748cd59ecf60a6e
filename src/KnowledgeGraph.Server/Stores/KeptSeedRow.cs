using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The row with what the seed said last.</summary>
internal static class KeptSeedRow
{
    /// <returns>Null if the row is missing or damaged.</returns>
    public static byte[]? Read(SqliteConnection connection)
    {
        using var rows = new RowReader(connection, $"SELECT content, checksum = {DatabaseFormat.SeedChecksum} FROM seed");
        return rows.Read() && rows.Integer(1) == 1 ? SeedPack.Unpack(rows.Text(0)) : null;
    }

    /// <summary>Writes the row in the open transaction.</summary>
    public static void Write(SqliteConnection connection, ReadOnlyMemory<byte> content)
    {
        using var write = new SqlStatement(connection, "UPDATE seed SET content = $content, checksum = row_checksum('seed', $content)", "$content");
        write.Run(SeedPack.Pack(content.Span));
    }
}
