using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Importing;

/// <summary>A line of JSON. It is read again to find a place in it, because only errors need one.</summary>
internal sealed class JsonLine(string file, int line, byte[] text) : IRecordSource
{
    public int Line => line;

    public int Length => text.Length;

    public ReadOnlySpan<byte> Text => text;

    /// <summary>The place of a byte.</summary>
    public FileLocation At(long position) => new(file, line, Encoding.UTF8.GetCharCount(text.AsSpan(0, (int)Math.Min(position, text.Length))) + 1);

    public FileLocation Locate(string? field)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        while (field is not null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isField = reader.ValueTextEquals(field);
            reader.Read();
            if (isField)
                return At(reader.TokenStartIndex);
            reader.Skip();
        }
        return At(0);
    }
}
