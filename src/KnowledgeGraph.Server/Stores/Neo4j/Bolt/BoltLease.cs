namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>A connection that is in use. It is closed on return unless it was marked to be kept, or Neo4j itself refused a request.</summary>
internal sealed class BoltLease(BoltServer server, BoltConnection connection) : IDisposable
{
    private BoltEnding _ending;
    private bool _isOver;

    public BoltServer Server { get; } = server;
    public BoltConnection Connection { get; } = connection;

    /// <summary>Marks that all requests on the connection have their responses.</summary>
    public void Keep() => _ending = BoltEnding.Kept;

    /// <summary>Marks that a request failed. After a FAILURE of Neo4j, it is known what comes next on the connection.</summary>
    public void Fail(Exception failure) => _ending = failure is QueryException { IsForeign: false } ? BoltEnding.Reset : BoltEnding.Closed;

    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        Server.Return(Connection, _ending);
    }
}
