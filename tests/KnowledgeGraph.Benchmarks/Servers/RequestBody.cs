using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>Reads a body of known length whole, without a copy where Kestrel has it in one piece.</summary>
internal static class RequestBody
{
    public delegate T Use<T>(ReadOnlySpan<byte> body);

    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, Use<T> use)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (!read.IsCompleted && read.Buffer.Length < request.ContentLength)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var result = use(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray());
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return result;
        }
    }
}
