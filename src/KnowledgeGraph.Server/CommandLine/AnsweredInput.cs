using System.Buffers;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>
/// Standard input, which ends only when the requests in it have been answered: the SDK sends nothing after the end. A script can therefore write its
/// requests and close.
/// </summary>
internal sealed class AnsweredInput(Stream input) : Stream
{
    /// <summary>How long the end waits for answers. The process is to be gone soon after the client.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests without a response, and one for the input itself until it ends.</summary>
    private int _open = 1;

    /// <summary>Counts the responses of a session.</summary>
    public McpMessageHandler Count(McpMessageHandler next) => async (context, stop) =>
    {
        await next(context, stop);
        if (context.JsonRpcMessage is JsonRpcResponse or JsonRpcError)
            CloseOne();
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of the console cannot be cancelled.
        var count = await input.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        if (count == 0 && _line.WrittenCount > 0)
        {
            // The last line is complete too.
            buffer.Span[0] = (byte)'\n';
            count = 1;
        }
        if (count > 0)
            Read(buffer.Span[..count]);
        else
            await WaitForAnswers(cancellationToken);
        return count;
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            _line.Write(bytes[..end]);
            bytes = bytes[(end + 1)..];
            ReadLine();
        }
        _line.Write(bytes);
    }

    private void ReadLine()
    {
        if (IsRequest(_line.WrittenMemory))
            Interlocked.Increment(ref _open);
        _line.ResetWrittenCount();
    }

    private async Task WaitForAnswers(CancellationToken stop)
    {
        CloseOne();
        await Task.WhenAny(_allAnswered.Task, Task.Delay(s_patience, stop));
    }

    private void CloseOne()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _allAnswered.TrySetResult();
    }

    private static bool IsRequest(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var message = JsonDocument.Parse(line);
            return message.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("id", out _) && root.TryGetProperty("method", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
}
