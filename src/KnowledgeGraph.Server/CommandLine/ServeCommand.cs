using System.CommandLine;
using System.Net.Sockets;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Serves the graph until it is stopped.</summary>
internal static class ServeCommand
{
    private const string HeadlineQuestion =
        """{ country(code: \"US\") { reliesOn(objective: \"objective:reduce_us_southern_border_crossings\") { edges { node { name } through { name } evidence { quote } } } } }""";

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("serve", "Serves the graph over HTTP (the default command). Seeds an empty store first.", """
              KnowledgeGraph.Server serve                                         serve ./data on http://localhost:5000
              KnowledgeGraph.Server serve --urls "http://localhost:8080"          use another port
              KnowledgeGraph.Server serve --data /srv/graph --seed ./my-seed      use your own data and seed
              NEO4J_PASSWORD=… KnowledgeGraph.Server serve --store neo4j --neo4j-url bolt://localhost:7687      use a Neo4j server
            """)
        { ConfiguredOption.Urls(), ConfiguredOption.OfStore(), ConfiguredOption.Seed(), ConfiguredOption.Questions(), ConfiguredOption.Persisted() };
        verb.SetAction((call, stop) => Serve(call, terminal, stop));
        return verb;
    }

    private static async Task<int> Serve(ParseResult call, Terminal terminal, CancellationToken stop)
    {
        var (options, configuration) = Settings.Read(call, WebServer.Check);
        CheckUrls(options.Urls);
        if (options.Questions is { } questions && !Directory.Exists(questions))
            throw new CommandException(2, $"{questions}: There is no such folder. `--questions` must be a folder with files *.graphql.");
        var model = GraphModel.Load();
        using var store = StoreChoice.Create(options, model, TimeProvider.System, terminal.Error.WriteLine);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var seed = options.Only is { } only ? SeedCommand.Folder(options.Seed, only) : options.Seed;
        var opening = store.Open(() => Seeder.Propose(SeedReader.Read(model, seed), only: options.Only), terminal.Error.WriteLine, closing.Token).AsTask();
        // The embedded store is ready now or has failed. For Neo4j, the server starts and waits, and its health shows the reason.
        if (opening.IsFaulted)
            await opening;
        var schema = GraphSchema.Create(model, QuestionFolder.Count(QuestionFolder.PathOf(options)));
        var persisted = PersistedOperations.Load(options.Persisted, schema, options.Limits);
        await using var app = WebServer.Create(options, configuration, schema, store, persisted, TimeProvider.System);
        var warmUp = app.Services.GetRequiredService<WarmUp>();
        warmUp.Expect();
        await Start(app, options.Urls, stop);
        var ended = app.WaitForShutdownAsync(stop);
        if (await Task.WhenAny(opening, ended) == opening)
        {
            var seeded = await opening;
            await warmUp.Run(app.Lifetime.ApplicationStopping);
            Greet(terminal.Out, app, await store.State(stop), seeded ? $"{store.Name} (new, from {seed})" : store.Name);
        }
        else
        {
            await closing.CancelAsync();
            await Task.WhenAny(opening);
        }
        await ended;
        return 0;
    }

    private static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).DefaultIfEmpty(""))
            if (!Uri.TryCreate(url.Replace("://+", "://any", StringComparison.Ordinal).Replace("://*", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/" || uri.Query.Length > 0)
                throw new CommandException(1, $"urls: The URL must be an address such as http://localhost:5000, but was \"{url}\".");
    }

    private static async Task Start(WebApplication app, string urls, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or FormatException)
        {
            throw new CommandException(1, $"Cannot listen on {urls}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Greet(TextWriter output, WebApplication app, StoreState graph, string origin)
    {
        var root = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var address = root + "/graphql";
        output.WriteLine($"KnowledgeGraph {CommandRunner.Version} answers at {address}");
        output.WriteLine($"Graph: version {graph.Version}, {graph.Nodes} nodes, {graph.Relationships} relationships, from {origin}");
        output.WriteLine($$"""Ask: curl -s {{address}} -H 'Content-Type: application/json' -d '{"query":"{{HeadlineQuestion}}"}'""");
        output.WriteLine($"Explore: {root}/ and {root}{QuestionsPage.Path}. Press Ctrl+C to stop.");
        output.Flush();
    }
}
