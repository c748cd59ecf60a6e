using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Opens a store for a verb that needs its graph.</summary>
internal static class ExistingStore
{
    /// <exception cref="CommandException">The folder of the store does not exist.</exception>
    public static async Task<IGraphStore> Open(ServerOptions options, GraphModel model, Terminal terminal, CancellationToken stop)
    {
        if (options.Store == "embedded" && !Directory.Exists(options.Data))
            throw new CommandException(1, $"{options.Data}: The folder does not exist. Name the folder of a store, or create one with `seed` or `serve`.");
        var store = StoreChoice.Create(options, model, TimeProvider.System, terminal.Error.WriteLine);
        try
        {
            await store.Open(first: null, waiting: null, stop);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
