using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Reconciliation;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace KnowledgeGraph.Server.Http;

/// <summary>Puts the transports together.</summary>
internal static class WebServer
{
    public static WebApplication Create(
        ServerOptions options, IConfiguration configuration, GraphSchema schema, IGraphStore store, PersistedOperations persisted, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        // A failed start is told in one line by who starts the program, and a stop is no news.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new BlockPoolFactory());
        builder.Services.AddCompression();
        builder.Services.AddCors();
        builder.Services.AddBearerTokens(options, clock);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new ClientLimiter(options));
        builder.Services.AddSingleton(services => new OperationRunner(schema, store, persisted, options, clock, services.GetRequiredService<ILogger<OperationRunner>>()));
        builder.Services.AddSingleton(schema);
        builder.Services.AddSingleton(new QuestionFolder(QuestionFolder.PathOf(options), schema, options.Limits, clock));
        builder.Services.AddSingleton<QuestionRun>();
        builder.Services.AddSingleton<QuestionsPage>();
        builder.Services.AddSingleton<QuestionEndpoint>();
        builder.Services.AddSingleton<OpenApiEndpoint>();
        builder.Services.AddSingleton<GraphQLEndpoint>();
        builder.Services.AddSingleton<WebSocketEndpoint>();
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<SeedEndpoint>();
        builder.Services.AddSingleton<ExportEndpoint>();
        builder.Services.AddSingleton<ReconciliationEndpoint>();
        if (options.Mcp)
            AgentEndpoint.AddServices(builder.Services);
        builder.Services.AddSingleton(services => new WarmUp(
            schema, store, options, services.GetRequiredService<GraphQLEndpoint>(), services, clock, services.GetRequiredService<ILogger<WarmUp>>()));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            // Most answers are handed over at once, without waiting for a client to read: what they were written in serves the next.
            kestrel.Limits.MaxResponseBufferSize = 512 * 1024;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        var app = builder.Build();
        app.Use(AllowedHosts.Of(options).Before);
        app.UseTrustedProxies(options.TrustedProxies);
        app.Use(app.Services.GetRequiredService<ClientLimiter>().Before);
        app.UseResponseCompression();
        app.UseReconciliation();
        if (AllowedOrigins.Split(options.CorsOrigins) is { Length: > 0 } origins)
            app.UseCors(cors => cors.WithOrigins(origins).WithMethods("GET", "POST").AllowAnyHeader().WithExposedHeaders("ETag", "Retry-After", "WWW-Authenticate", GraphQLEndpoint.BookmarkHeader).SetPreflightMaxAge(TimeSpan.FromHours(1)));
        app.UseGraphQL();
        app.UseBananaCakePop();
        app.UseExplorer(options);
        app.UseRouting();
        app.MapHealth(store, app.Services.GetRequiredService<WarmUp>());
        var questions = app.Services.GetRequiredService<QuestionFolder>();
        app.MapBananaCakePop(questions);
        app.Map(QuestionsPage.Path, app.Services.GetRequiredService<QuestionsPage>().Handle);
        app.Map(QuestionEndpoint.Path, app.Services.GetRequiredService<QuestionEndpoint>().Handle);
        app.Map(OpenApiEndpoint.Path, app.Services.GetRequiredService<OpenApiEndpoint>().Handle);
        app.MapExplorer(options);
        app.Map(SeedEndpoint.Path, app.Services.GetRequiredService<SeedEndpoint>().Handle);
        app.Map(ExportEndpoint.Path, app.Services.GetRequiredService<ExportEndpoint>().Handle);
        if (options.Mcp)
            AgentEndpoint.Map(app);
        app.MapFallback(Unknown);
        return app;
    }

    private static void UseReconciliation(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<ReconciliationEndpoint>();
        app.Use(next => context => ReconciliationEndpoint.Has(context.Request.Path) ? endpoint.Handle(context) : next(context));
    }

    /// <summary>Checks the settings that are read only when the server starts.</summary>
    /// <exception cref="FormatException">A setting has an invalid value.</exception>
    public static void Check(ServerOptions options)
    {
        TrustedProxies.Parse(options.TrustedProxies);
        FrameAncestors.Of(options);
        AuthSettings.Check(options.Auth);
        if (!string.IsNullOrWhiteSpace(options.AllowedHosts))
            AllowedHosts.Of(options);
    }

    /// <summary>The one busy path is answered before routing, and only what is no POST is looked at for a WebSocket.</summary>
    private static void UseGraphQL(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<GraphQLEndpoint>();
        var sockets = app.Services.GetRequiredService<WebSocketEndpoint>();
        var branch = ((IApplicationBuilder)app).New();
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        branch.Run(context => context.WebSockets.IsWebSocketRequest ? HttpRefusal.Handle(context, sockets.Handle) : endpoint.Handle(context));
        var other = branch.Build();
        app.Use(next => context => !context.Request.Path.Equals("/graphql", StringComparison.OrdinalIgnoreCase)
            ? context.Request.Path.Equals(GraphQLEndpoint.SchemaPath, StringComparison.OrdinalIgnoreCase) ? endpoint.Handle(context) : next(context)
            : HttpMethods.IsPost(context.Request.Method) ? endpoint.Handle(context) : other(context));
    }

    public static Task Unknown(HttpContext context) => HttpRefusal.Send(
        context, new RequestRefusedException(
            RequestErrorCodes.NotFound,
            "There is nothing at this path. The paths are /, /embed, /questions, /questions/NAME, /openapi.json, /export, /reconcile, /mcp, /graphql, /graphql/schema, /seed, /health/live and /health/ready."));
}
