using System.IO.Compression;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Compresses what a store keeps of a seed: JSON, which takes about a tenth of its size.</summary>
internal static class SeedPack
{
    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(json);
        return packed.ToArray();
    }

    /// <param name="packed">What <see cref="Pack"/> returned; empty for nothing.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty)
            return [];
        using var source = new MemoryStream(packed.ToArray());
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }
}
