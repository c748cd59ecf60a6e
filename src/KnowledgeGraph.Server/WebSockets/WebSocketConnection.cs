using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.WebSockets;

/// <summary>
/// One client by graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md): it reads messages one after
/// another; operations run beside each other and write when they have an answer.
/// </summary>
internal sealed class WebSocketConnection : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>A timer cannot be set to more than 49 days. A token may be valid for longer.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly WebSocket _socket;
    private readonly HttpContext _context;
    /// <summary>What the URL of the connection says about the lens of its operations.</summary>
    private readonly LensSettings _lens;
    private readonly OperationRunner _operations;
    private readonly ClientLimiter _clients;
    private readonly ServerOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = [];
    /// <summary>Ends whatever still runs or waits; the socket is then no longer of use.</summary>
    private readonly CancellationTokenSource _end;
    private readonly Timer _initTimer;
    private readonly Timer _expiryTimer;
    /// <summary>Who makes the requests: of the token in connection_init, or else of that in the request for the connection.</summary>
    private Caller _caller = Caller.Nobody;
    private volatile bool _isInitialised;

    public WebSocketConnection(
        WebSocket socket, HttpContext context, LensSettings lens, OperationRunner operations, ClientLimiter clients, ServerOptions options, ILogger logger)
    {
        _lens = lens;
        (_socket, _context, _operations, _clients, _options, _logger) = (socket, context, operations, clients, options, logger);
        _end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _initTimer = new Timer(
            _ => _ = _isInitialised ? Task.CompletedTask : Close(CloseCodes.InitTimeout, "Connection initialisation timeout"), null,
            TimeSpan.FromSeconds(options.WebSocketInitSeconds), Timeout.InfiniteTimeSpan);
        _expiryTimer = new Timer(_ => EndIfExpired());
        Accept(BearerTokens.CallerOf(context));
    }

    /// <summary>Makes the requests those of the caller, until the token expires.</summary>
    private void Accept(Caller caller)
    {
        _caller = caller;
        EndIfExpired();
    }

    private void EndIfExpired()
    {
        if (_caller.IsNobody)
            return;
        var left = _caller.Expires - TimeProvider.System.GetUtcNow();
        if (left <= TimeSpan.Zero)
            _ = Close(CloseCodes.Forbidden, "The token has expired.");
        else
            _expiryTimer.Change(left < s_longestTimer ? left : s_longestTimer, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads until either side closes.</summary>
    public async Task Run()
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            while (await Receive(buffer))
            {
                await Handle(buffer.WrittenMemory);
                if (buffer.Capacity > 64 * 1024)
                    buffer = new ArrayBufferWriter<byte>();
                buffer.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone, or did not answer a close.
        }
        finally
        {
            await _end.CancelAsync();
        }
    }

    /// <returns>False when the client has closed.</returns>
    private async Task<bool> Receive(ArrayBufferWriter<byte> buffer)
    {
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.GetMemory(4096), _end.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await Close((int)WebSocketCloseStatus.NormalClosure, "");
                return false;
            }
            // After a close of ours what the client still sends is passed over, until it closes too.
            if (_socket.State != WebSocketState.Open)
                continue;
            buffer.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Binary)
                await Close(CloseCodes.InvalidMessage, "Invalid message: it must be text, not binary.");
            else if (buffer.WrittenCount > _options.MaxBodyBytes)
                await Close(CloseCodes.MessageTooBig, $"A message can have at most {_options.MaxBodyBytes} bytes.");
            else if (part.EndOfMessage)
                return true;
        }
    }

    private Task Handle(ReadOnlyMemory<byte> json)
    {
        if (!Message.TryRead(json.Span, out var message))
            return Close(CloseCodes.InvalidMessage, "Invalid message");
        switch (message)
        {
            case { Type: "connection_init" } when _isInitialised: return Close(CloseCodes.TooManyInits, "Too many initialisation requests");
            case { Type: "connection_init" }:
                _isInitialised = true;
                return Initialise(json[message.Payload]);
            case { Type: "ping" }: return Send("""{"type":"pong"}"""u8.ToArray());
            case { Type: "pong" }: return Task.CompletedTask;
            case { Type: "subscribe", Id: { Length: > 0 } id }: return Subscribe(id, json[message.Payload]);
            case { Type: "complete", Id: { } id }:
                if (_running.TryRemove(id, out var running))
                    running.Cancel();
                return Task.CompletedTask;
            default: return Close(CloseCodes.InvalidMessage, "Invalid message");
        }
    }

    /// <summary>Accepts the connection, unless its token is not valid.</summary>
    private async Task Initialise(ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (InitPayload.ReadAuthorization(payload.Span) is { } authorization)
                Accept(await BearerTokens.CallerOf(authorization, _context.RequestServices, _end.Token));
            await Send("""{"type":"connection_ack"}"""u8.ToArray());
        }
        catch (Exception e)
        {
            if (Refusal.Of(e, _logger, _end.Token) is { } refusal)
                await Close(refusal.Code == RequestErrorCodes.NotAuthenticated ? CloseCodes.Forbidden : CloseCodes.InternalError, refusal.Message);
        }
    }

    private Task Subscribe(string id, ReadOnlyMemory<byte> payload)
    {
        if (!_isInitialised)
            return Close(CloseCodes.Unauthorized, "Unauthorized");
        if (_running.ContainsKey(id))
            return Close(CloseCodes.SubscriberExists, $"Subscriber for {(id.Length <= 64 ? id : id[..64])} already exists");
        try
        {
            _clients.Count(_context.Connection.RemoteIpAddress);
            if (_running.Count >= _options.MaxWebSocketOperations)
                throw new GraphErrorException(
                    $"A WebSocket can run at most {_options.MaxWebSocketOperations} operations at a time.", RequestErrorCodes.TooManyOperations);
            // The next message is written over this one.
            var request = RequestReader.Read(payload.ToArray(), _operations.MaxListSize);
            request.Client = ClientLimiter.ClientOf(_context.Connection.RemoteIpAddress);
            request.Caller = _caller;
            request.Lens = request.Lens.Over(_lens);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            _running[id] = stop;
            _ = Run(id, request, stop);
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Refuse(id, e, _end.Token);
        }
    }

    private async Task Run(string id, GraphQLRequest request, CancellationTokenSource stop)
    {
        // The next message is read meanwhile.
        await Task.Yield();
        try
        {
            await foreach (var answer in _operations.Answers(request, stop.Token))
                await Send(Begin(id, "next"), answer, "}"u8.ToArray());
            if (_running.TryRemove(id, out _))
                await Send(JsonSerializer.SerializeToUtf8Bytes(new { id, type = "complete" }));
        }
        catch (Exception e)
        {
            await Refuse(id, e, stop.Token);
        }
        finally
        {
            _running.TryRemove(id, out _);
            stop.Dispose();
        }
    }

    /// <summary>Sends the errors. A message that is not a request, or a fault of this program, ends the connection, as the protocol says.</summary>
    private Task Refuse(string id, Exception failure, CancellationToken stop)
    {
        if (Refusal.Of(failure, _logger, stop) is not { } refusal)
            return Task.CompletedTask;
        if (refusal.Kind == RefusalKind.Fault)
            return Close(CloseCodes.InternalError, "Internal server error");
        if (refusal is { Kind: RefusalKind.Request, Code: RequestErrorCodes.InvalidRequest or RequestErrorCodes.InvalidJson })
            return Close(CloseCodes.InvalidMessage, "Invalid message: " + refusal.Message);
        _running.TryRemove(id, out _);
        return Send(Begin(id, "error"), ErrorWriter.WriteList(refusal.Errors), "}"u8.ToArray());
    }

    // {"id":"1","type":"next","payload":
    private static byte[] Begin(string id, string type) =>
        [.. "{\"id\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(id), .. ",\"type\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(type), .. "\",\"payload\":"u8];

    /// <summary>One message of several parts.</summary>
    private async Task Send(params ReadOnlyMemory<byte>[] parts)
    {
        try
        {
            await _sending.WaitAsync(_end.Token);
            try
            {
                if (_socket.State is WebSocketState.Open)
                    for (var i = 0; i < parts.Length; i++)
                        await _socket.SendAsync(parts[i], WebSocketMessageType.Text, i == parts.Length - 1, _end.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }

    /// <summary>Closes, or answers a close; a client that does not answer is dropped after a while.</summary>
    public async Task Close(int code, string reason)
    {
        try
        {
            _end.CancelAfter(s_patience);
            await _sending.WaitAsync(_end.Token);
            try
            {
                if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason.Length <= 120 ? reason : reason[..120], _end.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }

    public void Dispose()
    {
        _initTimer.Dispose();
        _expiryTimer.Dispose();
        _end.Dispose();
    }
}
