using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Stores;

internal static class WholeGraph
{
    /// <summary>All records of a store.</summary>
    public static async ValueTask<ChangeSet> ReadAll(this IGraphStore store, CancellationToken stop)
    {
        var graph = await store.ReadSnapshot(stop);
        return new() { Nodes = [.. graph.AllNodes()], Relationships = [.. graph.AllRelationships()], Redirects = [.. graph.Redirects.All] };
    }
}
