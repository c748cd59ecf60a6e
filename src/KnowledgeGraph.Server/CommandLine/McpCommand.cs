using System.CommandLine;
using System.Net;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Agents;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Serves one agent over standard input and output, by the Model Context Protocol.</summary>
internal static class McpCommand
{
    /// <summary>Whoever starts the program reads, and can propose. Only a reviewer commits.</summary>
    private static readonly Caller s_caller = new("mcp", Name: null, [Scope.Read, Scope.Propose], DateTimeOffset.MaxValue);

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("mcp", "Serves an agent over standard input and output (Model Context Protocol). Seeds an empty store first.", """
              KnowledgeGraph.Server mcp --data /srv/graph                         serve the graph of a folder that no server has open
              NEO4J_PASSWORD=… KnowledgeGraph.Server mcp --store neo4j            serve a graph that servers share
            """)
        { ConfiguredOption.OfStore(), ConfiguredOption.Seed(), ConfiguredOption.Questions() };
        verb.SetAction((call, stop) => Serve(call, terminal, stop));
        return verb;
    }

    private static async Task<int> Serve(ParseResult call, Terminal terminal, CancellationToken stop)
    {
        var (options, configuration) = Settings.Read(call);
        if (options.Questions is { } given && !Directory.Exists(given))
            throw new CommandException(2, $"{given}: There is no such folder. `--questions` must be a folder with files *.graphql.");
        var model = GraphModel.Load();
        using var store = StoreChoice.Create(options, model, TimeProvider.System, terminal.Error.WriteLine);
        await store.Open(() => Seeder.Propose(SeedReader.Read(model, options.Seed)), terminal.Error.WriteLine, stop);
        // Standard output has the messages of the protocol, and nothing else.
        using var loggers = LoggerFactory.Create(logging => logging
            .AddConfiguration(configuration.GetSection("Logging")).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var folder = QuestionFolder.PathOf(options);
        var schema = GraphSchema.Create(model, QuestionFolder.Count(folder));
        var questions = new QuestionFolder(folder, schema, options.Limits, TimeProvider.System);
        var persisted = PersistedOperations.Load(options.Persisted, schema, options.Limits);
        using var runner = new OperationRunner(schema, store, persisted, options, TimeProvider.System, loggers.CreateLogger<OperationRunner>());
        await Run(new AgentServer(schema, runner, questions, options, loggers.CreateLogger<AgentServer>()), questions, loggers, stop);
        return 0;
    }

    /// <summary>Until the end of the input.</summary>
    private static async Task Run(AgentServer agents, QuestionFolder questions, ILoggerFactory loggers, CancellationToken stop)
    {
        var news = new QuestionNews();
        var session = new McpServerOptions { ToolCollection = news, Capabilities = new ServerCapabilities { Tools = new ToolsCapability { ListChanged = true } } };
        agents.Configure(session, new QuestionCaller(s_caller, IPAddress.Loopback));
        await using var input = new AnsweredInput(Console.OpenStandardInput());
        session.Filters.Message.OutgoingFilters.Add(input.Count);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var transport = new StreamServerTransport(input, new BufferedStream(Console.OpenStandardOutput()), session.ServerInfo!.Name, loggers);
        await using var server = McpServer.Create(transport, session, loggers);
        var watching = news.Watch(questions, ended.Token);
        await server.RunAsync(stop);
        await ended.CancelAsync();
        await Task.WhenAny(watching);
    }
}
