using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>What a connection does besides statements: it is opened, tested, reset, and asked for the routing table.</summary>
internal sealed partial class BoltConnection
{
    private const string UserAgent = "KnowledgeGraph/1.0";

    private long _idleSince;

    public TimeSpan Age => _clock.GetElapsedTime(_opened);

    /// <summary>How long nobody has used it.</summary>
    public TimeSpan IdleTime => _clock.GetElapsedTime(_idleSince);

    /// <summary>The number of the server's generation in which it was opened.</summary>
    public int Generation { get; set; }

    /// <summary>The server promises to send something in this time, if only that it is still working.</summary>
    public TimeSpan ReceiveLimit { get; private set; } = TimeSpan.MaxValue;

    /// <summary>For how long the server has been silent while somebody waits.</summary>
    public TimeSpan Silence => _channel.Silence;

    /// <exception cref="IOException">The server does not respond, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">The server is not a Neo4j with Bolt, or it refuses the password.</exception>
    public static async ValueTask<BoltConnection> Open(Neo4jAddress address, BoltSettings settings, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(settings.OpenLimit);
        BoltConnection? connection = null;
        try
        {
            connection = new BoltConnection(await BoltChannel.Open(address, settings, limited.Token), settings.Clock);
            await connection.LogOn(address, limited.Token);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is OperationCanceledException && !stop.IsCancellationRequested)
                throw new IOException("No connection in time", new TimeoutException());
            throw;
        }
    }

    // HELLO {user_agent, bolt_agent?: {product}, notifications_minimum_severity?, routing?}, LOGON {scheme, principal, credentials}
    private async ValueTask LogOn(Neo4jAddress address, CancellationToken stop)
    {
        var version = _channel.Version;
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Hello, 1);
            message.WriteMap(1 + (version.HasAgent ? 1 : 0) + (version.HasNotificationFilters ? 1 : 0) + (address.IsCluster ? 1 : 0));
            message.WriteText("user_agent"u8);
            message.WriteText(UserAgent);
            if (version.HasAgent)
            {
                message.WriteText("bolt_agent"u8);
                message.WriteMap(1);
                message.WriteText("product"u8);
                message.WriteText(UserAgent);
            }
            if (version.HasNotificationFilters)
            {
                // Nobody reads notifications.
                message.WriteText("notifications_minimum_severity"u8);
                message.WriteText("OFF"u8);
            }
            if (address.IsCluster)
            {
                message.WriteText("routing"u8);
                WriteContext(message, address);
            }
            message.End();
            message.Begin(BoltMessage.LogOn, 1);
            message.WriteMap(3);
            message.WriteText("scheme"u8);
            message.WriteText("basic"u8);
            message.WriteText("principal"u8);
            message.WriteText(address.User);
            message.WriteText("credentials"u8);
            message.WriteText(address.Password);
            message.End();
            await _channel.Send(message, stop);
        }
        var hello = await _channel.Receive(stop);
        Expect(hello, BoltMessage.Success, "hello");
        ReceiveLimit = BoltHints.ReceiveLimit(hello.Span[2..]);
        await Succeed("log on", stop);
        _channel.AllowLongMessages();
    }

    // RESET
    /// <summary>Ends what is left of a failed request, and finds out whether the server is there.</summary>
    /// <returns>Whether the connection can be used again.</returns>
    public async ValueTask<bool> Reset(TimeSpan limit)
    {
        using var limited = new CancellationTokenSource(limit);
        try
        {
            await Send(BoltMessage.Reset, limited.Token);
            while (true)
            {
                var answer = await _channel.Receive(limited.Token);
                if (answer.Length < 2 || (BoltMessage)answer.Span[1] is not (BoltMessage.Success or BoltMessage.Ignored))
                    return false;
                // What was sent with the failed request is ignored, each for itself.
                if ((BoltMessage)answer.Span[1] == BoltMessage.Success)
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or QueryException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    // ROUTE {address, …} [] {db}
    /// <summary>Asks which servers of the cluster do what.</summary>
    public async ValueTask<RoutingTable> Route(Neo4jAddress address, TimeProvider clock, CancellationToken stop)
    {
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Route, 3);
            WriteContext(message, address);
            message.WriteList(0);
            message.WriteMap(address.Database.Length > 0 ? 1 : 0);
            if (address.Database.Length > 0)
            {
                message.WriteText("db"u8);
                message.WriteText(address.Database);
            }
            message.End();
            await _channel.Send(message, stop);
        }
        var answer = await _channel.Receive(stop);
        Expect(answer, BoltMessage.Success, "route");
        using var json = new ResponseBuffer();
        try
        {
            new BoltReader(answer.Span[2..]).WriteJson(json);
        }
        catch (InvalidDataException e)
        {
            throw new QueryException("route", "", "The response is not a routing table", null, e);
        }
        return RoutingTable.Parse(json.Written, address.Database, clock);
    }

    private static void WriteContext(BoltWriter message, Neo4jAddress address)
    {
        var context = address.RoutingContext;
        message.WriteMap(context.Length);
        foreach (var (key, value) in context)
        {
            message.WriteText(key);
            message.WriteText(value);
        }
    }

    public void BecomeIdle() => _idleSince = _clock.GetTimestamp();

    /// <summary>Gives the connection up: whoever waits for it gets the reason.</summary>
    public void Lose(string reason) => _channel.Lose(reason);
}
