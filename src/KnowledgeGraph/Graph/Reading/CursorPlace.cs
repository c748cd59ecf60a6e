using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>The values of a cursor, with the folded name, which is the first sort key of the default order.</summary>
/// <param name="name">The position of the name among the values. The id follows it.</param>
internal sealed class CursorPlace(Cursor cursor, int name = 0)
{
    public static CursorPlace? Of(Cursor? cursor, int name = 0) => cursor is null ? null : new CursorPlace(cursor, name);

    public byte[] FoldedName { get; } = Encoding.UTF8.GetBytes(Folding.Fold(Encoding.UTF8.GetString(JsonText.DecodeUnquoted(cursor.Values[name]))));
    public byte[] Name => cursor.Values[name];
    public byte[] Id => cursor.Values[name + 1];
    public IReadOnlyList<byte[]> Values => cursor.Values;
}
