namespace KnowledgeGraph.Server.Operations;

/// <summary>Tokens that end operations after a time. Those that begin in the same second share one, so that a request costs no timer.</summary>
internal sealed class Deadlines(TimeSpan time, TimeProvider clock)
{
    private sealed record Shared(long Second, CancellationToken Token);

    private Shared _current = new(long.MinValue, default);

    /// <summary>Ends between the time and a second more from now.</summary>
    public CancellationToken Next()
    {
        var second = clock.GetTimestamp() / clock.TimestampFrequency;
        var current = Volatile.Read(ref _current);
        if (current.Second != second)
            Volatile.Write(ref _current, current = new Shared(second, new CancellationTokenSource(time + TimeSpan.FromSeconds(1), clock).Token));
        return current.Token;
    }
}
