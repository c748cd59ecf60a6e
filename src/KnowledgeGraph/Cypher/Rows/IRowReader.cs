using System.Text;
using System.Text.Json;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>What a row has at a place.</summary>
public enum RowToken
{
    None, Null, False, True, Number, Text, StartList, EndList, StartMap, EndMap,
}

/// <summary>Receives a value as JSON. The reader is at its first token, and must be left at its last one.</summary>
public delegate void ReadJson(ref Utf8JsonReader value);

/// <summary>
/// Reads the value of a row, token by token, from the bytes of the protocol. A value that JSON does not have is a text ("Infinity", "-Infinity", "NaN"), a list
/// of its parts (times, nodes, points) or null (bytes).
/// </summary>
public interface IRowReader
{
    /// <summary>The most bytes of a number as text.</summary>
    const int MaxDigits = 32;

    RowToken Token { get; }

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the value.</returns>
    /// <exception cref="InvalidDataException">The bytes are no value of the protocol; of JSON, a <see cref="JsonException"/>.</exception>
    bool Read();

    /// <summary>The text at this place, as UTF-8.</summary>
    ReadOnlySpan<byte> Text { get; }

    /// <summary>Whether the number at this place is a whole one of 64 bits.</summary>
    bool TryGetInt64(out long number);

    double Double { get; }

    /// <summary>Writes the number at this place as JSON has it.</summary>
    /// <param name="buffer">At least <see cref="MaxDigits"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    int WriteNumber(scoped Span<byte> buffer);

    /// <summary>Gives the value whose first token is at this place as JSON, and goes to its last one.</summary>
    void ReadJson(ReadJson read);
}

/// <summary>What every reader of a row can do.</summary>
public static class RowReaderExtensions
{
    extension<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        public string String => Encoding.UTF8.GetString(row.Text);

        /// <exception cref="InvalidDataException">There is no whole number of 32 bits.</exception>
        public int Int32 => row.Token == RowToken.Number && row.TryGetInt64(out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : throw row.Unexpected("a whole number");

        /// <exception cref="InvalidDataException">There is no boolean.</exception>
        public bool Boolean => row.Token switch
        {
            RowToken.True => true,
            RowToken.False => false,
            _ => throw row.Unexpected("a boolean"),
        };

        /// <summary>Goes to the last token of the value whose first one is at this place.</summary>
        public void Skip()
        {
            for (var depth = 0; ; row.Read())
            {
                if (row.Token is RowToken.StartList or RowToken.StartMap)
                    depth++;
                else if (row.Token is RowToken.EndList or RowToken.EndMap)
                    depth--;
                if (depth == 0)
                    return;
            }
        }

        /// <exception cref="InvalidDataException">Something else is at this place.</exception>
        public void Expect(RowToken expected)
        {
            if (row.Token != expected)
                throw row.Unexpected($"{expected}");
        }

        public InvalidDataException Unexpected(string expected) => new($"The row of Neo4j must have {expected}, but has {row.Token}.");
    }
}
