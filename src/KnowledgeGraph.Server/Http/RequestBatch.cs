using System.Buffers;
using System.Text.Json;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Operations;

namespace KnowledgeGraph.Server.Http;

/// <summary>Several requests in one body, as a JSON list; each is answered or refused by itself, in their order.</summary>
internal sealed class RequestBatch
{
    private readonly byte[] _body;
    private readonly List<Range> _requests;

    private RequestBatch(byte[] body, List<Range> requests) => (_body, _requests) = (body, requests);

    /// <returns>Null where the body is no list.</returns>
    /// <exception cref="HttpRefusalException">It is a list, but empty, too long or no JSON.</exception>
    public static RequestBatch? Read(in ReadOnlySequence<byte> body, int most)
    {
        if (FirstByte(body) != '[')
            return null;
        var bytes = body.ToArray();
        var requests = new List<Range>();
        try
        {
            var reader = new Utf8JsonReader(bytes);
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
            throw HttpRefusalException.InvalidJson(VariableReader.Explain(e));
        }
        if (requests.Count == 0)
            throw HttpRefusalException.InvalidRequest("an empty list found; expected requests");
        return requests.Count <= most ? new RequestBatch(bytes, requests) : throw new HttpRefusalException(
            StatusCodes.Status400BadRequest, HttpErrorCodes.BatchTooLong, $"{requests.Count} requests in one batch found; expected at most {most}");
    }

    private static byte FirstByte(in ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r', (byte)'\n');
        return reader.TryPeek(out var first) ? first : default;
    }

    // [{"data":…},{"errors":…}]
    public async Task<ReadOnlyMemory<byte>> Answer(OperationRunner operations, CancellationToken stop)
    {
        var all = new ArrayBufferWriter<byte>();
        using var answer = new AnswerBuffer();
        foreach (var request in _requests)
        {
            all.Write(all.WrittenCount == 0 ? "["u8 : ","u8);
            all.Write((await Answer(_body[request], operations, answer, stop)).Span);
        }
        all.Write("]"u8);
        return all.WrittenMemory;
    }

    private static async Task<ReadOnlyMemory<byte>> Answer(byte[] request, OperationRunner operations, AnswerBuffer answer, CancellationToken stop)
    {
        try
        {
            await operations.Execute(operations.Bind(RequestReader.Read(request, operations.MaxListSize)), answer, bookmark: null, stop);
            return answer.Written;
        }
        catch (GraphErrorException e)
        {
            return ErrorWriter.Write(e.Errors);
        }
        catch (HttpRefusalException e)
        {
            return ErrorWriter.Write([new GraphError(e.Message, e.Code)]);
        }
    }
}
