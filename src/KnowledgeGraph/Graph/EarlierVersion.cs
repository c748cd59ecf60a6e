using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Graph;

/// <summary>
/// Restores an earlier version of a graph: takes the recorded changes after it back, newest first. A record that was removed since has the time of the change
/// that added it.
/// </summary>
public static class EarlierVersion
{
    /// <summary>Who takes changes back: they are the operator's to see.</summary>
    private static readonly Author s_operator = new(Subject: null, IsAdmin: true);

    /// <exception cref="FormatException">There is no such version, or the history does not reach it. The message says which versions there are.</exception>
    public static GraphSnapshot Of(GraphSnapshot latest, long version, CancellationToken stop)
    {
        if (version < 1 || version > latest.Version)
            throw new FormatException($"The version must be from 1 to {latest.Version}, but was {version}.");
        var graph = latest;
        while (graph.Version > version)
        {
            stop.ThrowIfCancellationRequested();
            if (graph.FindChange(graph.Version) is null)
                throw new FormatException($"The history begins after version {graph.Version}. The version must be from {graph.Version} to {latest.Version}, but was {version}.");
            graph = TakeBack(graph, version);
        }
        return graph;
    }

    private static GraphSnapshot TakeBack(GraphSnapshot graph, long until)
    {
        var context = new WriteContext(graph.Model, graph, s_operator);
        new PatchEditor(context, new JsonLocation([])).Apply([.. graph.EntriesOf(graph.Version).Select(e => Patch.Of(e, graph.Model).Reversed)]);
        if (context.Errors is [var error, ..])
            throw new InvalidDataException($"The history does not match the graph of version {graph.Version}: {error.Message}");
        var changes = context.Working.Changes();
        long? AddedAt(string id, bool isThere) => isThere ? null : FindAddition(graph.Log, id, until);
        var before = changes with
        {
            Nodes = [.. changes.Nodes.Select(n => n with { RecordedAt = AddedAt(n.Id, graph.FindNode(n.Id) is not null) })],
            Relationships = [.. changes.Relationships.Select(r => r with { RecordedAt = AddedAt(r.Key, graph.FindRelationship(r) is not null) })],
        };
        var previous = graph.FindChange(graph.Version - 1);
        return graph.Apply(before, graph.CommittedAt!.Value).As(graph.Version - 1, previous is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(previous.At));
    }

    /// <summary>The time of the last change up to a version that added a record; null if it is not recorded.</summary>
    private static long? FindAddition(IChangeLog log, string id, long upTo) => log.Before(new ChangeFilter([id], By: null, Since: 0), upTo + 1, CancellationToken.None)
        .Where(version => log.Entries(version, 0, int.MaxValue).Any(e => e.Subject == id && Enum.Parse<ChangeKind>(e.Kind, ignoreCase: true) == ChangeKind.Added))
        .Select(version => log.Find(version)?.At).FirstOrDefault();
}
