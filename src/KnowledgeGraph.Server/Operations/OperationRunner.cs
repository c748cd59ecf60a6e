using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Operations;

/// <summary>
/// Runs operations for all transports: finds the plan or makes it, waits for a turn, and executes it. Everything that takes time waits for
/// a turn, and ends at the deadline or when the client disconnects. A known document is not parsed or planned again: its plan is found by
/// the document's bytes.
/// </summary>
internal sealed partial class OperationRunner(
    GraphSchema schema, IGraphStore store, PersistedOperations persisted, ServerOptions options, TimeProvider clock, ILogger<OperationRunner> logger) : IDisposable
{
    private readonly OperationCache _known = new(options.MaxOperations, options.MaxPlanBytes);
    private readonly Deadlines _deadlines = new(TimeSpan.FromSeconds(options.OperationSeconds), clock);
    private readonly PlanningTurns _planning = new(options.MaxConcurrentPlans, options.MaxQueuedPlans);
    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaxConcurrentOperations,
        QueueLimit = options.MaxQueuedOperations,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly WriteRunner _writes = new(store);

    private static readonly TimeSpan s_warningInterval = TimeSpan.FromSeconds(10);
    private volatile Warning? _lastWarning;
    private readonly string _instance = Guid.NewGuid().ToString("N")[..8];
    private (long Version, DateOnly Day, string Text) _tag = (-1, default, "");

    /// <summary>Decides what a caller may do.</summary>
    public Permission Permission { get; } = new(options);

    public int MaxListSize => options.Limits.ListSize;

    /// <summary>An upper bound for the memory that all kept plans retain, in bytes.</summary>
    public long PlanBytes => _known.Weight;

    /// <summary>Whether an operation is being planned.</summary>
    public bool IsPlanning => _planning.AreTaken;

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

    /// <summary>Finds the operation, binds its variables, and writes the response.</summary>
    /// <param name="answer">Null: the operation is only checked, not executed.</param>
    /// <param name="withCost">Whether the response says what the operation costs.</param>
    /// <exception cref="GraphErrorException">The operation or its variables are not right, or beyond a limit.</exception>
    /// <exception cref="RequestRefusedException">There is no such operation, too many wait already, it takes too long, or the store cannot answer now.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<BoundPlan> Run(GraphQLRequest request, ResponseBuffer? answer, CancellationToken stop, bool withCost = false)
    {
        stop.ThrowIfCancellationRequested();
        Permission.ToRead(request.Caller);
        var deadline = _deadlines.Next();
        try
        {
            if (!TryFindPlan(request, out var plan))
                plan = await Plan(request, deadline, stop);
            if (plan.Plan.Writes is not null)
                CheckThatItMayWrite(request, plan.Plan.Writes);
            if (answer is not null)
            {
                await (plan.Plan.Writes is null
                    ? Execute(plan, answer, request.Bookmark, deadline, stop)
                    : Write(BoundWrite.Of(schema.Model, plan, new Author(request.Caller.Subject, request.Caller.Has(Scope.Admin)), Today), request, answer, deadline, stop));
                ExtensionsWriter.AddTo(answer, plan, withCost);
            }
            return plan;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RequestRefusedException(
                RequestErrorCodes.OperationTimeout, $"The operation took longer than {options.OperationSeconds} s. Ask for less, or send several operations.");
        }
        catch (GraphErrorException e) when (e.LogMessage is not null)
        {
            LogWarning(logger, e.LogMessage);
            throw;
        }
        catch (StoreUnavailableException e)
        {
            ReportUnavailable((e.InnerException ?? e).Message);
            throw;
        }
    }

    /// <summary>The answers of an operation, one after another: of a query one. What was given is overwritten by the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Answers(GraphQLRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        using var answer = new ResponseBuffer();
        await Run(request, answer, stop);
        yield return answer.Written;
    }

    /// <summary>Finds the plan of a known operation, for which no turn is needed.</summary>
    private bool TryFindPlan(GraphQLRequest request, [NotNullWhen(true)] out BoundPlan? plan)
    {
        plan = null;
        return _known.TryFind(KeyOf(request), request.OperationName.Span, out var operation)
            && operation.TryBind(request.Variables, store.Sizes, request.Lens, request.Caller.Viewer, out plan) && store.IsPrepared(plan);
    }

    /// <summary>Plans the operation after waiting for a turn.</summary>
    private async ValueTask<BoundPlan> Plan(GraphQLRequest request, CancellationToken deadline, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop);
        using var turn = await _planning.Wait(request.Client, ended.Token);
        if (!turn.IsAcquired)
            throw Busy($"{options.MaxQueuedPlans} new operations are already waiting to be planned. Try again soon.");
        // Another request may have planned it while this one waited.
        if (TryFindPlan(request, out var plan))
            return plan;
        plan = FindOperation(request, ended.Token).Bind(request.Variables, store.Sizes, request.Lens, request.Caller.Viewer, ended.Token);
        await store.Prepare(plan, ended.Token);
        return plan;
    }

    private async ValueTask Execute(BoundPlan plan, ResponseBuffer answer, string? bookmark, CancellationToken deadline, CancellationToken stop)
    {
        using var turn = await TakeTurn(deadline, stop);
        // An answer from memory is there sooner than a client can go.
        using var ended = store.Version is null ? CancellationTokenSource.CreateLinkedTokenSource(deadline, stop) : null;
        await store.Answer(await ProposalReader.Read(plan, store, deadline), Today, answer, bookmark, ended?.Token ?? deadline);
    }

    private void CheckThatItMayWrite(GraphQLRequest request, WritePlan writes)
    {
        if (!request.MayWrite)
            throw new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, "GET cannot send a mutation. Use POST.");
        Permission.ToWrite(request.Caller, request.Client, ScopeOf(writes));
    }

    private static Scope ScopeOf(WritePlan writes) => writes.Steps.FirstOrDefault()?.Kind switch
    {
        WriteKind.AcceptProposal or WriteKind.RejectProposal => Scope.Review,
        WriteKind.WithdrawProposal => Scope.Propose,
        _ when writes.Steps.Any(s => s.Kind is WriteKind.MergeNodes) => Scope.Admin,
        _ => writes.Proposal is null ? Scope.Write : Scope.Propose,
    };

    private async ValueTask Write(BoundWrite write, GraphQLRequest request, ResponseBuffer answer, CancellationToken deadline, CancellationToken stop)
    {
        using var turn = await TakeTurn(deadline, stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop);
        await _writes.Run(write, Today, request.Bookmark, answer, ended.Token);
    }

    /// <summary>A turn to run. One that is free costs no allocation.</summary>
    private ValueTask<RateLimitLease> TakeTurn(CancellationToken deadline, CancellationToken stop) =>
        _turns.AttemptAcquire() is { IsAcquired: true } free ? ValueTask.FromResult(free) : WaitForTurn(deadline, stop);

    private async ValueTask<RateLimitLease> WaitForTurn(CancellationToken deadline, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop);
        var turn = await _turns.AcquireAsync(1, ended.Token);
        return turn.IsAcquired ? turn
            : throw Busy($"{options.MaxConcurrentOperations} operations are running and {options.MaxQueuedOperations} are waiting already. Try again soon.");
    }

    /// <summary>The operation's key in the cache: its document, or the hash of the document if the request has only that.</summary>
    private ReadOnlySpan<byte> KeyOf(GraphQLRequest request)
    {
        if (request.Hash is null && !request.Query.IsEmpty && (request.IsNamed || !options.PersistedOnly))
            return request.Query.Span;
        if (request.Id is { } id)
            return persisted.Find(id) ?? throw new GraphErrorException("There is no persisted operation with this id.", RequestErrorCodes.PersistedOperationNotFound);
        if (request.Hash is { } hash && persisted.Find(hash) is { } document)
            return document;
        if (options.PersistedOnly)
            throw new GraphErrorException("Only persisted operations are allowed. Send the id of one.", RequestErrorCodes.PersistedOperationsOnly);
        if (request.Hash is null)
            return request.Query.Span;
        if (request.Query.IsEmpty)
            return KeyOfHash(request.Hash);
        var found = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RequestReader.Decode(request.Query.Span))));
        return string.Equals(found, request.Hash, StringComparison.OrdinalIgnoreCase) ? request.Query.Span
            : throw new GraphErrorException("`sha256Hash` is not the SHA-256 of the query in hexadecimal.", RequestErrorCodes.PersistedQueryHashMismatch);
    }

    /// <summary>Begins with a zero byte, which JSON cannot contain, so that a hash is never mistaken for a document.</summary>
    private static byte[] KeyOfHash(string hash) => [0, .. Encoding.UTF8.GetBytes(hash)];

    /// <summary>The operation, which is parsed if it is not known. Automatic persisted queries: https://www.apollographql.com/docs/apollo-server/performance/apq.</summary>
    private Operation FindOperation(GraphQLRequest request, CancellationToken stop)
    {
        var key = KeyOf(request);
        var name = request.OperationName.Span;
        if (!_known.TryFind(key, name, out var operation))
        {
            if (key is [0, ..])
                throw new GraphErrorException("PersistedQueryNotFound", RequestErrorCodes.PersistedQueryNotFound);
            operation = Operation.Parse(schema, RequestReader.Decode(key), name.IsEmpty ? null : RequestReader.Decode(name), options.Limits, stop);
            _known.Add(key, name, operation);
        }
        if (request.Hash is not null && key == request.Query.Span)
            _known.Add(KeyOfHash(request.Hash), name, operation);
        return operation;
    }

    private static RequestRefusedException Busy(string message) => new(RequestErrorCodes.ServerBusy, message);

    /// <summary>While a store is not available, every request fails for the same reason. The log has each reason once in ten seconds.</summary>
    private void ReportUnavailable(string reason)
    {
        var (last, now) = (_lastWarning, clock.GetTimestamp());
        if (last is not null && last.Reason == reason && clock.GetElapsedTime(last.At, now) < s_warningInterval)
            return;
        _lastWarning = new Warning(reason, now);
        LogUnavailable(logger, reason);
    }

    private sealed record Warning(string Reason, long At);

    public void Dispose()
    {
        _turns.Dispose();
        _planning.Dispose();
        Permission.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store cannot answer: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
