using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores.Neo4j.Joining;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>The shared store. An operation is one statement on a Neo4j server, and a commit is one transaction, or several if it is large.</summary>
internal sealed class Neo4jStore : IGraphStore
{
    private static readonly object s_isPlanned = new();
    /// <summary>For statements that are only planned.</summary>
    private static readonly StatementFacts s_nothing = new(DateOnly.MinValue, null);
    private static readonly TimeSpan s_sizesPause = TimeSpan.FromMinutes(1);

    private readonly Neo4jAddress _address;
    private readonly TimeProvider _clock;
    private readonly GraphModel _model;
    private readonly INeo4jClient _client;
    private readonly Availability _availability;
    private readonly Preparation _preparation;
    private readonly Committer _committer;
    private readonly StatementCompiler _compiler;
    /// <summary>Statements that Neo4j has planned. An entry lives as long as its compiled plan.</summary>
    private readonly ConditionalWeakTable<CompiledPlan, object> _planned = [];
    private readonly StoreSizes _storeSizes;
    private readonly EvidenceFetch _evidence;
    private readonly VocabularyFetch _vocabulary;
    private readonly ProposalFetch _proposals;
    private readonly JoinedReads _joined;
    private readonly StoredValueSearch _wrongValues;
    private readonly ReadLease _lease;
    private readonly StagedCommits _staged;
    private readonly StagingWatch _watch;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Statement _describe;
    /// <summary>Bookmarks of the last commit of this process, so that its reads see that commit on any member of a cluster.</summary>
    private volatile string[] _bookmarks = [];
    private volatile GraphSizes _sizes = GraphSizes.Unknown;
    private Task? _watching;

    /// <param name="log">Receives what the store does by itself; null to say nothing.</param>
    /// <param name="limits">How large changes are written; null for the default.</param>
    /// <param name="client">Null for one to the address.</param>
    public Neo4jStore(Neo4jAddress address, GraphModel model, TimeProvider clock, Action<string>? log = null, StagingLimits? limits = null, INeo4jClient? client = null)
    {
        (_address, _model, _clock) = (address, model, clock);
        _client = client ?? INeo4jClient.To(address, clock);
        _availability = new Availability(address, clock);
        Action<string> tell = message => log?.Invoke($"{address}: {message}");
        _preparation = new Preparation(_client, model, address, tell);
        _compiler = new StatementCompiler(model);
        _describe = StoreNode.Describe(model);
        _storeSizes = new StoreSizes(_client, model);
        _evidence = new EvidenceFetch(_client, model);
        _vocabulary = new VocabularyFetch(_client);
        _proposals = new ProposalFetch(_client, model);
        _joined = new JoinedReads(_client);
        limits ??= StagingLimits.Default;
        _lease = new ReadLease(_client, address, limits, clock);
        _staged = new StagedCommits(_client, model, limits, clock, tell);
        _watch = new StagingWatch(_lease, _staged, _availability, limits, clock, tell);
        _committer = new Committer(_client, model, _compiler, _evidence, _staged, limits, clock);
        _wrongValues = new StoredValueSearch(_client, model, clock);
    }

    public string Name => _address.ToString();

    /// <summary>Null: other servers commit too, so only Neo4j knows.</summary>
    public long? Version => null;

    public string? Bookmark => _bookmarks is { Length: > 0 } own ? string.Join(' ', own) : null;

    /// <summary>The sizes, at most a minute old.</summary>
    public GraphSizes Sizes => _sizes;

    public async ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop)
    {
        await _availability.Wait(() => _preparation.Prepare(stop), waiting, stop);
        var version = await _availability.Wait(() => CompleteStaged(stop), waiting, stop);
        var isSeeded = false;
        if (version == 0 && first is not null && !await _availability.Wait(() => _preparation.IsMadeByHand(stop), waiting, stop))
        {
            var proposed = first();
            isSeeded = await _availability.Wait(() => Committed(proposed, response: null, onlyIfEmpty: true, stop), waiting, stop) is not null;
            await _lease.Renew(stop);
        }
        await ReadSizes(stop);
        _availability.Open();
        _ = RefreshSizes();
        _watching ??= _watch.Run(_disposing.Token);
        return isSeeded;
    }

    /// <summary>Completes a large change whose writer was stopped.</summary>
    /// <returns>The version of the graph.</returns>
    private async ValueTask<long> CompleteStaged(CancellationToken stop)
    {
        _lease.Forget();
        await _watch.Prepare(stop);
        var mark = (await _lease.Look(stop)).Mark;
        if (mark.Staged is null)
            return mark.Version;
        await _staged.Apply(mark, isOwn: false, stop);
        await _lease.Renew(stop);
        return mark.Version + 1;
    }

    private async Task RefreshSizes()
    {
        using var timer = new PeriodicTimer(s_sizesPause, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_disposing.Token))
                await ReadSizes(_disposing.Token);
        }
        catch (OperationCanceledException)
        {
            // The store is disposed.
        }
    }

    /// <summary>Reads the sizes again. If Neo4j does not respond, the last sizes stay, and no request fails because of that.</summary>
    internal async Task ReadSizes(CancellationToken stop)
    {
        if (_availability.IsRefused || _lease.Staged is not null)
            return;
        try
        {
            _sizes = await _storeSizes.Read(_bookmarks, stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            _availability.Note(e);
        }
    }

    public bool IsPrepared(BoundPlan plan) => _compiler.Find(plan) is { } compiled && _planned.TryGetValue(compiled, out _);

    /// <summary>Lets Neo4j plan the statement, which it keeps. The first run then needs about a third of the time.</summary>
    public async ValueTask Prepare(BoundPlan plan, CancellationToken stop)
    {
        _availability.ThrowUnlessOpen();
        var compiled = _compiler.Compile(plan);
        try
        {
            // Neo4j's plan depends on the types of the parameters, not on their values.
            await _client.Read(compiled.Statement.Explain(), json => compiled.WriteParameters(json, plan, s_nothing), [], (ref Utf8JsonReader _) => { }, stop);
            if (compiled.Joined is { } joined)
                await _client.Read(joined.Explain(), Rows.Of([plan], (json, one) => compiled.WriteParameters(json, one, s_nothing)), [], (ref Utf8JsonReader _) => { }, stop);
            _planned.TryAdd(compiled, s_isPlanned);
        }
        catch (Exception e) when (Availability.IsAway(e))
        {
            throw _availability.Unavailable(e);
        }
    }

    public async ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop)
    {
        _availability.ThrowUnlessOpen();
        var own = _bookmarks;
        try
        {
            var entered = await _lease.Enter(stop);
            if (entered.Bookmarks.Length > 0)
                own = [.. own, .. entered.Bookmarks];
            string[] bookmarks = bookmark is null ? own : [.. own, .. bookmark.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            await Answer(plan, today, answer, bookmarks, stop);
            if (answer.HasUnknownIds && await RedirectFetch.Apply(plan, (statement, parameters, read) => Read(statement, parameters, bookmarks, new JsonTarget(read), stop)) is var redirected && redirected != plan)
                await Answer(redirected, today, answer, bookmarks, stop);
            await _lease.Leave(entered, stop);
        }
        catch (QueryException e) when (e.IsBookmark && bookmark is not null)
        {
            throw new GraphErrorException("The bookmark is not known to this graph. Use the bookmark of the response to a write.", RequestErrorCodes.InvalidBookmark);
        }
        catch (QueryException e) when (e.IsBookmark && own.Length > 0)
        {
            // The database was replaced by another one, which does not have our commit.
            _bookmarks = [];
            _lease.Forget();
            await Answer(plan, today, answer, bookmark, stop);
        }
        catch (StoredValueException e)
        {
            throw await _wrongValues.Refusal(e, stop);
        }
        catch (QueryException e) when (e.IsWrongValue)
        {
            if (await _wrongValues.Refusal(stop) is { } refusal)
                throw refusal;
            throw;
        }
        catch (Exception e) when (Availability.IsAway(e))
        {
            throw _availability.Unavailable(e);
        }
    }

    private async ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string[] bookmarks, CancellationToken stop)
    {
        var compiled = _compiler.Compile(plan);
        var evidence = compiled.NeedsEvidence || plan.Lens.Evidence is not null ? await _evidence.Read(bookmarks, stop) : null;
        answer.Evidence = plan.Lens.Evidence is { } lens ? evidence!.All.Under(lens).Count : null;
        var vocabulary = compiled.NeedsVocabulary ? await _vocabulary.Read(bookmarks, stop) : null;
        var facts = new StatementFacts(today, evidence, vocabulary, stop);
        ValueTask Alone() => Read(
            compiled.Statement, json => compiled.WriteParameters(json, plan, facts), bookmarks, new ResponseTarget(compiled, plan, answer), stop);
        if (compiled.Joined is null)
            await Alone();
        else
            await _joined.Read(compiled, new WaitingRead(compiled, plan, facts, bookmarks, answer), Alone, stop);
    }

    private async ValueTask Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop)
    {
        if (!await _client.Read(statement, writeParameters, bookmarks, read, stop))
            throw new InvalidDataException($"{statement.Name}: Neo4j returned no row.");
    }

    public async ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) =>
        (await _availability.Act(() => Committed(proposed, response, onlyIfEmpty: false, stop)))!;

    private async ValueTask<CommittedChange?> Committed(ProposedChange proposed, CommitResponse? response, bool onlyIfEmpty, CancellationToken stop)
    {
        var (committed, bookmarks) = await _committer.Commit(proposed, response, onlyIfEmpty, _bookmarks, stop);
        if (!bookmarks.IsEmpty)
            _bookmarks = [.. bookmarks];
        if (_lease.Staged is not null)
            await _lease.Renew(stop);
        return committed;
    }

    public IEnumerable<ChangeError> Check(ChangeSet changes) => ChangeStatements.Check(changes);

    public ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) =>
        _availability.Read(() => _lease.Read(() => _proposals.Numbers(statuses, _bookmarks, stop), stop));

    public ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop) =>
        _availability.Read(() => _lease.Read(() => _proposals.Read(numbers, withConflicts, _bookmarks, stop), stop));

    public ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop) => _availability.Act(() => _lease.Read(() => new GraphFetch(_client, _model).Read(_bookmarks, stop), stop));

    public ValueTask<GraphSnapshot> ReadHistory(GraphSnapshot snapshot, CancellationToken stop) =>
        _availability.Act(async () => snapshot.With(await _lease.Read(() => new HistoryFetch(_client).Read(snapshot.Version, _bookmarks, stop), stop)));

    public async ValueTask<StoreState> State(CancellationToken stop)
    {
        if (_availability.Closed is { } reason)
            return StoreState.NotReady(_staged.Progress ?? reason);
        try
        {
            _availability.ThrowWhileRefused();
            var entered = await _lease.Enter(stop);
            StoreState? state = null;
            await _client.Read(
                _describe, StoreNode.Parameters(), _bookmarks,
                (ref Utf8JsonReader value) => state = ListReader.Read(ref value) is [var version, var nodes, var relationships]
                    ? new StoreState(version.GetInt64(), nodes.GetInt64(), relationships.GetInt64()) : null,
                stop);
            await _lease.Leave(entered, stop);
            return state ?? StoreState.NotReady("The database of Neo4j has lost the graph. Restart this server to create it again.");
        }
        catch (StoreUnavailableException e)
        {
            return StoreState.NotReady(_lease.Staged?.Progress ?? e.Message);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException or OperationCanceledException)
        {
            _availability.Note(e);
            return StoreState.NotReady(Neo4jFailure.Reason(e));
        }
    }

    public void Dispose()
    {
        _disposing.Cancel();
        _disposing.Dispose();
        _wrongValues.Dispose();
        _vocabulary.Dispose();
        _lease.Dispose();
        _client.Dispose();
    }
}
