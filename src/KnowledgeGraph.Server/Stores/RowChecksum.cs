using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// The checksum of a row: XXH3 over the name of its table and all its columns. It covers the name of the type instead of its number, and
/// with it the tables of types. Each value has a mark of its kind and a length, so that no two rows have the same bytes.
/// </summary>
internal sealed class RowChecksum
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public long Value => unchecked((long)XxHash3.HashToUInt64(_bytes.AsSpan(0, _length)));

    public RowChecksum Start(ReadOnlySpan<byte> table)
    {
        _length = 0;
        return Add(table);
    }

    public RowChecksum Add(long value)
    {
        var target = Take(9);
        target[0] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(target[1..], value);
        return this;
    }

    public RowChecksum Add(ReadOnlySpan<byte> text)
    {
        var target = Take(5 + text.Length);
        target[0] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(target[1..], text.Length);
        text.CopyTo(target[5..]);
        return this;
    }

    public RowChecksum AddNull()
    {
        Take(1)[0] = 0;
        return this;
    }

    private Span<byte> Take(int count)
    {
        if (_bytes.Length < _length + count)
            Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    /// <summary>Adds the function <c>row_checksum(table, value, …)</c> to SQL. Null values count too.</summary>
    public static void Register(SqliteConnection connection)
    {
        var checksum = new RowChecksum();
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_create_function(
                connection.Handle!, "row_checksum", -1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null,
                (context, _, values) =>
                {
                    checksum.Start(raw.sqlite3_value_blob(values[0]));
                    foreach (var value in values.AsSpan(1))
                        _ = raw.sqlite3_value_type(value) switch
                        {
                            raw.SQLITE_NULL => checksum.AddNull(),
                            raw.SQLITE_INTEGER => checksum.Add(raw.sqlite3_value_int64(value)),
                            _ => checksum.Add(raw.sqlite3_value_blob(value)),
                        };
                    raw.sqlite3_result_int64(context, checksum.Value);
                }),
            connection.Handle);
    }
}
