using System.IO.Hashing;
using System.Runtime.InteropServices;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Hashes of ids, and of what a record says.</summary>
internal static class RecordHash
{
    public static UInt128 Of(string id) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(id.AsSpan()));

    /// <summary>The content of a node except its id. Two lines with the same id and the same content say the same.</summary>
    public static int ContentOf(NodeRecord node) => ContentOf(node.Type.Properties, node.Properties, node.Type.Name, []);

    /// <summary>The content of a relationship except its key.</summary>
    public static int ContentOf(RelationshipRecord relationship) => ContentOf(relationship.Type.Properties, relationship.Properties, relationship.Until ?? "", [.. relationship.Claims]);

    private static int ContentOf(System.Collections.Immutable.ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values, string more, string[] texts)
    {
        var hash = XxHash3.HashToUInt64(RecordJson.Encode(properties, values));
        foreach (var text in (string[])[more, .. texts])
            hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), unchecked((long)hash));
        return unchecked((int)hash);
    }
}
