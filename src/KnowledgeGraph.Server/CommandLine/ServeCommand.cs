using System.CommandLine;
using System.Net.Sockets;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Serves the graph until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string FirstFolder = "article";
    private const string HeadlineQuestion =
        """{ country(code: \"US\") { reliesOn(objective: \"objective:reduce_us_southern_border_crossings\") { edges { node { name } through { name } evidence { quote } } } } }""";

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("serve", "Serves the graph over HTTP (the default verb). An empty store is seeded first.", """
              KnowledgeGraph.Server serve                                         on http://localhost:5000, with ./data
              KnowledgeGraph.Server serve --urls "http://localhost:8080"          on another port
              KnowledgeGraph.Server serve --data /srv/graph --seed ./my-seed      with data and seed of one's own
            """)
        { ConfiguredOption.Urls(), ConfiguredOption.Data(), ConfiguredOption.Store(), ConfiguredOption.Seed() };
        verb.SetAction((call, stop) => Serve(call, terminal, stop));
        return verb;
    }

    private static async Task<int> Serve(ParseResult call, Terminal terminal, CancellationToken stop)
    {
        var (options, configuration) = Settings.Read(call);
        CheckUrls(options.Urls);
        var model = GraphModel.Load();
        using var store = EmbeddedStore.Open(options.Data, model, TimeProvider.System);
        var origin = SeedIfEmpty(options, store) switch
        {
            null => options.Data,
            var all when all == options.Seed => $"{options.Data} (new, from {all})",
            var part => $"{options.Data} (new, from {part}; `seed` adds all of {options.Seed})",
        };
        await using var app = WebServer.Create(options, configuration, GraphSchema.Create(model), store, TimeProvider.System);
        await Start(app, options.Urls, stop);
        Greet(terminal.Out, app, store.Snapshot, origin);
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    /// <summary>A new store begins with one folder of the seed where it has it, so that a newcomer sees a graph that can be read whole.</summary>
    /// <returns>The folder that was loaded; null for a store that has a graph already.</returns>
    private static string? SeedIfEmpty(ServerOptions options, EmbeddedStore store)
    {
        if (store.Snapshot.Version > 0)
            return null;
        var folder = options.Only is { } only ? SeedCommand.Folder(options.Seed, only)
            : Directory.Exists(Path.Combine(options.Seed, FirstFolder)) ? Path.Combine(options.Seed, FirstFolder) : options.Seed;
        Seeder.Load(SeedReader.Read(store.Snapshot.Model, folder), store);
        return folder;
    }

    private static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).DefaultIfEmpty(""))
            if (!Uri.TryCreate(url.Replace("://+", "://any", StringComparison.Ordinal).Replace("://*", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/" || uri.Query.Length > 0)
                throw new CommandException(1, $"urls: \"{url}\" found; expected an address such as http://localhost:5000");
    }

    private static async Task Start(WebApplication app, string urls, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or FormatException)
        {
            throw new CommandException(1, $"cannot listen on {urls}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Greet(TextWriter output, WebApplication app, GraphSnapshot graph, string origin)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/graphql";
        output.WriteLine($"KnowledgeGraph {CommandRunner.Version} answers at {address}");
        output.WriteLine($"Graph: version {graph.Version}, {graph.NodeCount} nodes, {graph.RelationshipCount} relationships, from {origin}");
        output.WriteLine($$"""Ask: curl -s {{address}} -H 'Content-Type: application/json' -d '{"query":"{{HeadlineQuestion}}"}'""");
        output.Flush();
    }
}
