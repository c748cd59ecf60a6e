using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Checks a database of Neo4j, and repairs it.</summary>
internal sealed class Neo4jCheck(Neo4jAddress address, GraphModel model, TimeProvider clock)
{
    /// <summary>What the address is, without the password.</summary>
    public string Name => address.ToString();

    /// <summary>Finds all problems, and changes nothing.</summary>
    /// <exception cref="StoreException">Neo4j is away or refuses, or the graph has another format.</exception>
    public Task<CheckReport> Run(CancellationToken stop) => Act(async client => await (await DatabaseCheck.Of(model, Fetches.Of(client, stop), () => client.ReadMark([], stop))).Run(stop));

    /// <summary>Adds what can be added.</summary>
    /// <inheritdoc cref="Run"/>
    public Task<GraphRepair> Repair(CancellationToken stop) => Act(async client =>
    {
        var repair = new GraphRepair(client, model, clock);
        await repair.Run(stop);
        return repair;
    });

    private async Task<T> Act<T>(Func<INeo4jClient, Task<T>> act)
    {
        using var client = INeo4jClient.To(address, clock);
        try
        {
            return await act(client);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            throw Neo4jFailure.Of(e, address);
        }
    }
}
