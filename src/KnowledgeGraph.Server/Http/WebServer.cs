using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Connections;

namespace KnowledgeGraph.Server.Http;

/// <summary>Puts the transports together.</summary>
internal static class WebServer
{
    public static WebApplication Create(ServerOptions options, IConfiguration configuration, GraphSchema schema, EmbeddedStore store, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        // A failed start is told in one line by who starts the program, and a stop is no news.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new BlockPoolFactory());
        builder.Services.AddExplorer();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        var app = builder.Build();
        var operations = new OperationCache(options.MaxOperations, options.MaxOperationBytes);
        var endpoint = new GraphQLEndpoint(
            schema, store, operations, clock, options.MaxBodyBytes, app.Services.GetRequiredService<ILogger<GraphQLEndpoint>>());
        // The one busy path is answered before routing; all others are routed.
        app.Use(next => context => context.Request.Path.Equals("/graphql", StringComparison.OrdinalIgnoreCase) ? endpoint.Handle(context) : next(context));
        app.UseExplorer();
        app.UseRouting();
        app.MapHealth(store);
        app.MapExplorer(options.Seed);
        app.MapFallback(Unknown);
        return app;
    }

    private static Task Unknown(HttpContext context) => HttpAnswer.Send(
        context, StatusCodes.Status404NotFound, AnswerType.Json.ContentType,
        ErrorWriter.Write([new GraphError("an unknown path found; expected /, /questions, /graphql, /health/live or /health/ready", HttpErrorCodes.NotFound)]));
}
