namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// Agrees on a version of Bolt, which is the first thing on a connection (https://neo4j.com/docs/bolt/current/bolt/handshake/). Since 5.7, a server can
/// list its versions in a manifest, from which the client chooses. Others choose from what the client offers.
/// </summary>
internal static class BoltHandshake
{
    /// <summary>A server lists a handful of ranges.</summary>
    private const ulong MaxRanges = 256;
    private const int MaxVarintBytes = 9;

    /// <summary>The magic number of Bolt, then what the server may choose: a manifest, or a version, with how many lower ones.</summary>
    private static readonly byte[] s_offer = [0x60, 0x60, 0xB0, 0x17, 0, 0, 1, 0xFF, 0, 0, 0, 6, 0, 7, 8, 5, 0, 0, 0, 0];

    /// <exception cref="IOException">The connection ends.</exception>
    /// <exception cref="QueryException">The server is not a Neo4j with a version that is supported.</exception>
    public static async ValueTask<BoltVersion> Agree(Stream stream, CancellationToken stop)
    {
        await stream.WriteAsync(s_offer, stop);
        switch (await Read(stream, 4, stop))
        {
            case [0, 0, 0, 0]: throw Wrong("The server does not support Bolt 5");
            case [0, 0, 1, 0xFF]: return await Choose(stream, stop);
            case [0, 0, var minor, var major] when new BoltVersion(major, minor) is { IsSupported: true } version: return version;
            default: throw Wrong("The response is not Bolt");
        }
    }

    // 03 00 04 04 04 00 04 04 05 00 02 08 05 00: three ranges (4.0 to 4.4, 5.0 to 5.4, 5.6 to 5.8), no capabilities
    private static async ValueTask<BoltVersion> Choose(Stream stream, CancellationToken stop)
    {
        var count = await ReadVarint(stream, stop);
        if (count > MaxRanges)
            throw Wrong("The response is not Bolt");
        var ranges = await Read(stream, 4 * (int)count, stop);
        await ReadVarint(stream, stop);
        var best = ranges.Chunk(4).SelectMany(Versions).Where(v => v.IsSupported).OrderByDescending(v => (v.Major, v.Minor)).FirstOrDefault();
        if (!best.IsSupported)
            throw Wrong($"The server offers {(ranges.Length == 0 ? "no version" : string.Join(", ", ranges.Chunk(4).Select(Name)))}, but must support one of {BoltVersion.Supported}");
        // The version, and none of the capabilities.
        await stream.WriteAsync(new byte[] { 0, 0, best.Minor, best.Major, 0 }, stop);
        return best;
    }

    private static IEnumerable<BoltVersion> Versions(byte[] range)
    {
        for (int back = 0, minor = range[2]; back <= range[1] && back <= minor; back++)
            yield return new BoltVersion(range[3], (byte)(minor - back));
    }

    private static string Name(byte[] range) =>
        range[1] == 0 ? Versions(range).First().ToString() : $"{Versions(range).Last()} to {Versions(range).First()}";

    /// <summary>Seven bits in each byte, the lowest first. The highest bit says that another byte follows.</summary>
    private static async ValueTask<ulong> ReadVarint(Stream stream, CancellationToken stop)
    {
        var value = 0UL;
        for (var i = 0; i < MaxVarintBytes; i++)
        {
            var next = (await Read(stream, 1, stop))[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }
        throw Wrong("The response is not Bolt");
    }

    private static async ValueTask<byte[]> Read(Stream stream, int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        return await stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, stop) == count ? bytes : throw new IOException("The connection was closed");
    }

    private static QueryException Wrong(string message) => new("handshake", "", message, null);
}
