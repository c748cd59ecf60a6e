using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The store that the options choose.</summary>
internal static class StoreChoice
{
    /// <exception cref="StoreException">It cannot be used; what is in it is as it was.</exception>
    public static IGraphStore Create(ServerOptions options, GraphModel model, TimeProvider clock) => EmbeddedStore.Open(options.Data, model, clock);
}
