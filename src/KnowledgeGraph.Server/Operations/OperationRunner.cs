using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Operations;

/// <summary>
/// What all transports share: finds a request's operation, binds its variables, and runs it when its turn has come. A known document
/// costs finding its plan by its bytes, binding variables, and the walk.
/// </summary>
internal sealed partial class OperationRunner(
    GraphSchema schema, IGraphStore store, PersistedOperations persisted, ServerOptions options, TimeProvider clock, ILogger<OperationRunner> logger) : IDisposable
{
    private readonly OperationCache _known = new(options.MaxOperations, options.MaxOperationBytes);
    /// <summary>Automatic persisted queries: operations by the SHA-256 of their document.</summary>
    private readonly OperationCache _hashed = new(options.MaxOperations, options.MaxOperationBytes);
    private readonly Deadlines _deadlines = new(TimeSpan.FromSeconds(options.OperationSeconds), clock);
    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaxConcurrentOperations,
        QueueLimit = options.MaxQueuedOperations,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);
    private volatile Told? _unavailable;
    private readonly string _instance = Guid.NewGuid().ToString("N")[..8];
    private (long Version, DateOnly Day, string Text) _tag = (-1, default, "");

    public int MaxListSize => options.Limits.ListSize;

    /// <summary>
    /// The tag of answers now: the version of the graph, and the day, on which `inEffect` depends. Weak, since one answer has several
    /// encodings; of this process alone, since another may serve another graph. Null where only asking the store would tell.
    /// </summary>
    public string? EntityTag
    {
        get
        {
            if (store.Version is not { } version)
                return null;
            var day = Today;
            var tag = _tag;
            if (tag.Version != version || tag.Day != day)
                _tag = tag = (version, day, $"W/\"{_instance}-{version}-{day:yyyyMMdd}\"");
            return tag.Text;
        }
    }

    /// <summary>With which a read at any server sees what this one has committed; null for nothing.</summary>
    public string? Bookmark => store.Bookmark;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Finds the operation and binds its variables.</summary>
    /// <exception cref="GraphErrorException">The operation or its variables are not right, or beyond a limit.</exception>
    /// <exception cref="HttpRefusalException">There is no such operation.</exception>
    public BoundPlan Bind(RequestReader request) =>
        Find(request).Bind(request.Variables ?? (IReadOnlyDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty, store.Sizes);

    private Operation Find(RequestReader request)
    {
        if (request.Hash is null && !request.Query.IsEmpty && !options.PersistedOnly)
            return Find(request.Query, request.OperationName);
        if (request.Id is { } id)
            return persisted.Find(id) is { } document ? Find(document, request.OperationName) : throw new GraphErrorException("an unknown id found; expected that of a persisted operation", HttpErrorCodes.PersistedOperationNotFound);
        if (request.Hash is { } hash && persisted.Find(hash) is { } body)
            return Find(body, request.OperationName);
        if (options.PersistedOnly)
            throw new GraphErrorException("no id of a persisted operation found; expected one: other operations are not answered", HttpErrorCodes.PersistedOperationsOnly);
        return request.Hash is null ? Find(request.Query, request.OperationName) : FindByHash(request);
    }

    private Operation Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (_known.TryFind(document, name, out var operation))
            return operation;
        operation = Operation.Parse(schema, RequestReader.Decode(document), name.IsEmpty ? null : RequestReader.Decode(name), options.Limits);
        _known.Add(document, name, operation);
        return operation;
    }

    /// <summary>Automatic persisted queries (https://www.apollographql.com/docs/apollo-server/performance/apq).</summary>
    private Operation FindByHash(RequestReader request)
    {
        var key = Encoding.UTF8.GetBytes(request.Hash!);
        if (request.Query.IsEmpty)
            return _hashed.TryFind(key, request.OperationName, out var known) ? known
                : throw new GraphErrorException("PersistedQueryNotFound", HttpErrorCodes.PersistedQueryNotFound);
        var found = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RequestReader.Decode(request.Query))));
        if (!string.Equals(found, request.Hash, StringComparison.OrdinalIgnoreCase))
            throw new GraphErrorException("sha256Hash: another hash found than that of the query; expected its SHA-256 in hexadecimal", HttpErrorCodes.PersistedQueryHashMismatch);
        var operation = Find(request.Query, request.OperationName);
        _hashed.Add(key, request.OperationName, operation);
        return operation;
    }

    /// <summary>Runs the plan when its turn has come and writes the answer.</summary>
    /// <param name="bookmark">What a commit gave to its client, whose commit is then read; null for none.</param>
    /// <exception cref="GraphErrorException">It asks for more than it may.</exception>
    /// <exception cref="HttpRefusalException">Too many wait already, it takes too long, or the store cannot answer now.</exception>
    public async ValueTask Execute(BoundPlan plan, AnswerBuffer answer, string? bookmark, CancellationToken stop)
    {
        using var turn = await _turns.AcquireAsync(1, stop);
        if (!turn.IsAcquired)
            throw new HttpRefusalException(
                StatusCodes.Status503ServiceUnavailable, HttpErrorCodes.ServerBusy,
                $"{options.MaxConcurrentOperations} running operations and {options.MaxQueuedOperations} waiting ones found; expected fewer: try again soon");
        var deadline = _deadlines.Next();
        // An answer from memory is there sooner than a client can go.
        using var gone = store.Version is null ? CancellationTokenSource.CreateLinkedTokenSource(deadline, stop) : null;
        try
        {
            await store.Answer(plan, Today, answer, bookmark, gone?.Token ?? deadline);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new HttpRefusalException(
                StatusCodes.Status503ServiceUnavailable, HttpErrorCodes.OperationTimeout,
                $"an operation of more than {options.OperationSeconds} s found; expected at most {options.OperationSeconds} s");
        }
        catch (StoreUnavailableException e)
        {
            TellUnavailable((e.InnerException ?? e).Message);
            throw new HttpRefusalException(StatusCodes.Status503ServiceUnavailable, HttpErrorCodes.StoreUnavailable, e.Message);
        }
    }

    /// <summary>Every request meets the same while a store is away: the log has each reason once in ten seconds.</summary>
    private void TellUnavailable(string reason)
    {
        var (told, now) = (_unavailable, clock.GetTimestamp());
        if (told is not null && told.Reason == reason && clock.GetElapsedTime(told.At, now) < s_silence)
            return;
        _unavailable = new Told(reason, now);
        LogUnavailable(logger, reason);
    }

    private sealed record Told(string Reason, long At);

    /// <summary>The answers of an operation, one after another: of a query one. What was given is overwritten by the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Answers(BoundPlan plan, string? bookmark, [EnumeratorCancellation] CancellationToken stop)
    {
        using var answer = new AnswerBuffer();
        await Execute(plan, answer, bookmark, stop);
        yield return answer.Written;
    }

    public void Dispose() => _turns.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store cannot answer: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
