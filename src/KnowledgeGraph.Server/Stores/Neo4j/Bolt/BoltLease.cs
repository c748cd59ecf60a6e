namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// A connection that is in use. It is closed on return unless it was marked to be kept. After an error or a stop it is not, and closing it
/// makes Neo4j end what runs there and roll it back.
/// </summary>
internal sealed class BoltLease(BoltServer server, BoltConnection connection) : IDisposable
{
    private bool _isKept, _isOver;

    public BoltServer Server { get; } = server;
    public BoltConnection Connection { get; } = connection;

    /// <summary>Marks that all requests on the connection have their responses.</summary>
    public void Keep() => _isKept = true;

    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        Server.Return(Connection, _isKept);
    }
}
