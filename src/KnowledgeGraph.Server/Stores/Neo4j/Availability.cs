namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Whether Neo4j can be asked: not before the store is open, and not for a while after Neo4j refused the password.</summary>
internal sealed class Availability(Neo4jAddress address, TimeProvider clock)
{
    private static readonly TimeSpan s_waitPause = TimeSpan.FromSeconds(1);
    /// <summary>Neo4j locks a user after three wrong passwords in a row, for everybody who uses it.</summary>
    private static readonly TimeSpan s_refusedPause = TimeSpan.FromSeconds(10);

    private volatile string? _closed = "The server has not connected to Neo4j yet.";
    private long _refusedUntil;

    /// <summary>Why the store is not ready; null when it is open.</summary>
    public string? Closed => _closed;

    public bool IsRefused => Volatile.Read(ref _refusedUntil) is > 0 and var until && clock.GetTimestamp() < until;

    public void Open() => _closed = null;

    /// <summary>Whether Neo4j cannot be reached or cannot answer now. False for a wrong statement.</summary>
    public static bool IsAway(Exception failure) => failure is QueryException { IsMistake: false } or HttpRequestException or IOException;

    public void ThrowUnlessOpen()
    {
        if (_closed is not null)
            throw new StoreUnavailableException("The store is not ready yet. See /health/ready.");
        ThrowWhileRefused();
    }

    public void ThrowWhileRefused()
    {
        if (IsRefused)
            throw new StoreUnavailableException("The store refuses the password of this server.");
    }

    public void Note(Exception failure)
    {
        if (failure is QueryException { IsUnauthorized: true })
            Volatile.Write(ref _refusedUntil, clock.GetTimestamp() + (long)(s_refusedPause.TotalSeconds * clock.TimestampFrequency));
    }

    /// <summary>What a client is told of the failure of a read.</summary>
    public StoreUnavailableException Unavailable(Exception failure)
    {
        Note(failure);
        return new("The store is not responding. Try again.", Neo4jFailure.Of(failure, address));
    }

    /// <summary>A read on behalf of a client.</summary>
    public async ValueTask<T> Read<T>(Func<ValueTask<T>> read)
    {
        ThrowUnlessOpen();
        try
        {
            return await read();
        }
        catch (Exception e) when (IsAway(e))
        {
            throw Unavailable(e);
        }
    }

    /// <summary>What the operator does, or a commit: a failure says what happened.</summary>
    public async ValueTask<T> Act<T>(Func<ValueTask<T>> act)
    {
        ThrowUnlessOpen();
        try
        {
            return await act();
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            Note(e);
            throw Neo4jFailure.Of(e, address);
        }
    }

    /// <summary>Repeats the action until Neo4j is available.</summary>
    public async ValueTask<T> Wait<T>(Func<ValueTask<T>> act, Action<string>? waiting, CancellationToken stop)
    {
        string? told = null;
        while (true)
        {
            try
            {
                return await act();
            }
            catch (Exception e) when (waiting is not null && Neo4jFailure.IsAbsence(e) && !stop.IsCancellationRequested)
            {
                var meaning = Neo4jFailure.Meaning(e, address);
                _closed = Neo4jFailure.Reason(e);
                if (meaning != told)
                    waiting($"{address}: {told = meaning} Waiting for Neo4j.");
            }
            catch (Exception e) when (e is QueryException or HttpRequestException or IOException || (Neo4jFailure.IsAbsence(e) && !stop.IsCancellationRequested))
            {
                throw Neo4jFailure.Of(e, address);
            }
            await Task.Delay(s_waitPause, stop);
        }
    }
}
