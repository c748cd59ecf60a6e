using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

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

    private readonly SemaphoreSlim _one = new(1);
    private (string? Text, long At, string Found)? _last;

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
