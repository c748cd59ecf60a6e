using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Finds the nodes and relationships that have a value of the wrong type, so that the log can name them. It looks at the whole graph, but
/// only after such a value was met, by one request at a time, and for at most <see cref="s_longest"/>.
/// </summary>
internal sealed class StoredValueSearch(INeo4jClient client, GraphModel model, TimeProvider clock) : IDisposable
{
    private const int MaxFound = 10;
    private static readonly Statement s_find = WrongValues.Find(MaxFound);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);
    /// <summary>What was found is not searched for again for so long: every request may meet the same value.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    /// <summary>For a value in an expression: Neo4j does not say where it is.</summary>
    private static readonly GraphError s_wrongValue = new("A stored value does not have the type of its property. Correct it in the store.", ErrorCodes.StoredValueInvalid);

    private readonly SemaphoreSlim _one = new(1);
    private (string? Text, long At, string Found)? _last;

    /// <summary>The refusal of a response that met a value when it was written. For the log, it names the values that were found.</summary>
    public async ValueTask<GraphErrorException> Refusal(StoredValueException met, CancellationToken stop)
    {
        var (found, isNew) = await Find(met.Text, stop);
        return Refusal(met.Error, found, isNew);
    }

    /// <summary>The refusal of a response because of an expression that met a value; null if no such value was found.</summary>
    public async ValueTask<GraphErrorException?> Refusal(CancellationToken stop)
    {
        var (found, isNew) = await Find(text: null, stop);
        return found.Length == 0 ? null : Refusal(s_wrongValue, found, isNew);
    }

    private static GraphErrorException Refusal(GraphError error, string found, bool isNew) => new([error])
    {
        LogMessage = !isNew ? null
            : $"A response was refused because of a stored value{(error.Path.IsEmpty ? "" : $" at {string.Join('.', error.Path)}")}. Values of the wrong type in Neo4j: {(found.Length > 0 ? found : "none found")}.",
    };

    /// <summary>Finds up to ten wrong values.</summary>
    /// <param name="text">The value that was met, if it is text. Text has the right type for Neo4j, so it is searched for by itself.</param>
    /// <returns>The values' places, such as "country:PAN.name" (empty: there are none), and whether that was searched now.</returns>
    public async ValueTask<(string Found, bool IsNew)> Find(string? text, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (_last is { } last && last.Text == text && clock.GetElapsedTime(last.At) < s_interval)
                return (last.Found, false);
            var found = await Search(text, stop);
            _last = (text, clock.GetTimestamp(), found);
            return (found, true);
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<string> Search(string? text, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_longest);
        try
        {
            List<string> found = [];
            await client.Read(
                s_find, json => WrongValues.WriteParameters(json, model, text), [],
                (ref Utf8JsonReader value) => found = [.. ListReader.Read(ref value).Select(v => v.GetString()!)],
                limited.Token);
            return string.Join(", ", found);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return $"unknown, because the search for it failed ({e.Message})";
        }
    }

    public void Dispose() => _one.Dispose();
}
