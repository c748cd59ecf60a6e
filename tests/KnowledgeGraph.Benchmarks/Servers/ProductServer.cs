using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.Configuration;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>The product as it ships, its store in a folder that goes with it.</summary>
internal static class ProductServer
{
    public static async Task RunAsync(GeneratedGraph graph, int port)
    {
        var folder = Directory.CreateTempSubdirectory("knowledgegraph-");
        try
        {
            using var store = EmbeddedStore.Open(folder.FullName, graph.Model, TimeProvider.System);
            store.Commit(graph.Changes);
            var options = new ServerOptions { Urls = $"http://127.0.0.1:{port}" };
            var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning")]).Build();
            await using var app = WebServer.Create(options, quiet, GraphSchema.Create(graph.Model), store, PersistedOperations.None, TimeProvider.System);
            await app.RunAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
