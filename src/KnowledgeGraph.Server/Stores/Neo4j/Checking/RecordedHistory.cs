using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>The part of the history that is about some records.</summary>
/// <param name="First">The first version that the history has. What has an older revision may be missing in it.</param>
internal sealed class RecordedHistory(GraphModel model, long First)
{
    private readonly Dictionary<string, HistoryState> _states = [];

    /// <summary>The ids of records whose entries cannot be read.</summary>
    public HashSet<string> Damaged { get; } = [];

    public long FirstVersion => First;

    public IEnumerable<KeyValuePair<string, HistoryState>> All => _states;

    public HistoryState? Find(string id) => _states.GetValueOrDefault(id);

    public static async ValueTask<RecordedHistory> Read(GraphModel model, long first, IEnumerable<string> ids, Fetch fetch)
    {
        var history = new RecordedHistory(model, first);
        foreach (var entry in await fetch(CheckStatements.EntriesOf, Rows.Of(ids.Distinct())))
            history.Add(entry);
        return history;
    }

    private void Add(JsonElement record)
    {
        var subject = record.GetProperty("subject").GetString()!;
        try
        {
            var (version, entry) = RecordReader.Entry(record);
            if (!_states.TryGetValue(subject, out var state))
                _states.Add(subject, state = new HistoryState(model));
            state.Add(version, entry);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or JsonException or FormatException)
        {
            Damaged.Add(subject);
        }
    }
}
