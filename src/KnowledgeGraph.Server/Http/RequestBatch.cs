using System.Buffers;
using System.Net;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>Several requests in one body, as a JSON list. Each has a response or a refusal of its own, in the same order.</summary>
internal sealed class RequestBatch
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Range> _requests;

    private RequestBatch(ReadOnlyMemory<byte> body, List<Range> requests) => (_body, _requests) = (body, requests);

    /// <returns>Null where the body is no list.</returns>
    /// <exception cref="RequestRefusedException">It is a list, but empty, too long or no JSON.</exception>
    public static RequestBatch? Read(ReadOnlyMemory<byte> body, int most)
    {
        if (!body.Span.TrimStart(" \t\r\n"u8).StartsWith("["u8))
            return null;
        var requests = new List<Range>();
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                requests.Add(start..(int)reader.BytesConsumed);
            }
            reader.Read();
        }
        catch (JsonException e)
        {
            throw RequestRefusedException.InvalidJson(VariableReader.Explain(e));
        }
        if (requests.Count == 0)
            throw RequestRefusedException.InvalidRequest("A batch must have at least one request.");
        return requests.Count <= most ? new RequestBatch(body, requests) : throw new RequestRefusedException(
            RequestErrorCodes.BatchTooLong, $"A batch can have at most {most} requests, but has {requests.Count}.");
    }

    // [{"data":…},{"errors":…}]
    /// <param name="lens">What the URL says about the lens of all requests.</param>
    public async Task<ReadOnlyMemory<byte>> Answer(OperationRunner operations, IPAddress client, Caller caller, LensSettings lens, ILogger logger, CancellationToken stop)
    {
        var all = new ArrayBufferWriter<byte>();
        using var answer = new ResponseBuffer();
        foreach (var request in _requests)
        {
            all.Write(all.WrittenCount == 0 ? "["u8 : ","u8);
            all.Write((await Answer(_body[request], operations, client, caller, lens, answer, logger, stop)).Span);
        }
        all.Write("]"u8);
        return all.WrittenMemory;
    }

    private static async Task<ReadOnlyMemory<byte>> Answer(
        ReadOnlyMemory<byte> json, OperationRunner operations, IPAddress client, Caller caller, LensSettings lens, ResponseBuffer answer, ILogger logger, CancellationToken stop)
    {
        try
        {
            var request = RequestReader.Read(json, operations.MaxListSize);
            request.Client = client;
            request.Caller = caller;
            request.Lens = request.Lens.Over(lens);
            await operations.Run(request, answer, stop);
            return answer.Written;
        }
        catch (Exception e) when (Refusal.Of(e, logger, stop) is { } refusal)
        {
            return ErrorWriter.Write(refusal.Errors);
        }
    }
}
