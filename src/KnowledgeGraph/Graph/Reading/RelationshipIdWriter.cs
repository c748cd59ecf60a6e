using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Writes the id of a relationship from its stored parts. It is the key by which records are told apart.</summary>
internal sealed class RelationshipIdWriter(ReadContext context, ResponseWriter writer)
{
    public void Write(ResponseKey key, RelationshipTable table, int row)
    {
        if (NeedsText(table, row))
        {
            writer.Value(key, context.Snapshot.KeyOf(table.Type.Index, row));
            return;
        }
        writer.Key(key);
        writer.Byte((byte)'"');
        // Types need no escapes. All other parts are stored as JSON.
        writer.Raw(JsonText.Unquote(table.Type.Json.Span));
        Append(1, context.IdOf(table.From[row]));
        Append(1, context.IdOf(table.To[row]));
        var blanks = Append(1, table.Since[row]);
        foreach (var property in table.Keys)
            blanks = Append(blanks + 1, table.Properties[property.Ordinal, row]);
        writer.Byte((byte)'"');
    }

    /// <summary>Whether the end of the id may have to be trimmed: a key that is a text ends with a blank or with an escape.</summary>
    private static bool NeedsText(RelationshipTable table, int row)
    {
        foreach (var property in table.Keys)
            if (table.Properties[property.Ordinal, row] is [.., var last, (byte)'"'] value && (last is <= (byte)' ' or >= 0x80 || value.Contains((byte)'\\')))
                return true;
        return false;
    }

    /// <summary>Writes a part after blanks. A part that is missing leaves its blank to the next part, so that the id does not end with blanks.</summary>
    /// <returns>The number of blanks before the next part, without its own.</returns>
    private int Append(int blanks, ReadOnlySpan<byte> json)
    {
        if (json.Length <= 2)
            return blanks;
        for (; blanks > 0; blanks--)
            writer.Byte((byte)' ');
        writer.Raw(JsonText.Unquote(json));
        return 0;
    }
}
