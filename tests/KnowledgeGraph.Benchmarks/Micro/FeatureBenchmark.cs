using System.IO.Pipelines;
using System.Net;
using BenchmarkDotNet.Attributes;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Benchmarks.Micro;

/// <summary>
/// What each thing on the way of a request adds to the endpoint alone, without Kestrel: each row is the endpoint behind that one thing, or a
/// part of the endpoint by itself.
/// </summary>
[MemoryDiagnoser]
public class FeatureBenchmark : IDisposable
{
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("knowledgegraph-");
    private readonly EmbeddedStore _store;
    private readonly OperationRunner _operations;
    private readonly ServiceProvider _services;
    private readonly byte[] _body;
    private readonly RequestDelegate _endpoint, _forwarded, _limited, _compressing, _sharing, _all;
    private readonly ResponseBuffer _answer = new();

    public FeatureBenchmark()
    {
        var graph = GeneratedGraph.Create(GraphModel.Load(), GraphShape.Default);
        _store = EmbeddedStore.Open(_folder.FullName, graph.Model, TimeProvider.System);
        _store.Commit(graph.Changes);
        _body = Question.ById.Body(graph.NodesOf("Agreement").First().Id);
        var (options, schema) = (new ServerOptions { RequestBurst = 1_000_000, RequestsPerSecond = 1_000_000 }, GraphSchema.Create(graph.Model));
        _operations = new OperationRunner(schema, _store, PersistedOperations.None, options, TimeProvider.System, NullLogger<OperationRunner>.Instance);
        var services = new ServiceCollection().AddLogging().AddCors();
        services.AddCompression();
        _services = services.BuildServiceProvider();
        var (limiter, endpoint) = (new ClientLimiter(options), new GraphQLEndpoint(schema, _operations, options, NullLogger<GraphQLEndpoint>.Instance));

        RequestDelegate Behind(Action<IApplicationBuilder> features)
        {
            var app = new ApplicationBuilder(_services);
            features(app);
            app.Run(endpoint.Handle);
            return app.Build();
        }
        static void Forward(IApplicationBuilder app) =>
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        void Limit(IApplicationBuilder app) => app.Use(limiter.Before);
        static void Share(IApplicationBuilder app) => app.UseCors(cors => cors.WithOrigins("https://example.org").AllowAnyHeader());
        _endpoint = endpoint.Handle;
        _forwarded = Behind(Forward);
        _limited = Behind(Limit);
        _compressing = Behind(app => app.UseResponseCompression());
        _sharing = Behind(Share);
        _all = Behind(app =>
        {
            Forward(app);
            Limit(app);
            app.UseResponseCompression();
            Share(app);
        });
    }

    [Benchmark(Baseline = true, Description = "the endpoint alone")]
    public Task Endpoint() => _endpoint(Request());

    [Benchmark(Description = "forwarded headers")]
    public Task Forwarded() => _forwarded(Request());

    [Benchmark(Description = "requests of one client counted")]
    public Task Counted() => _limited(Request());

    [Benchmark(Description = "compression, which the client does not want")]
    public Task Compressing() => _compressing(Request());

    [Benchmark(Description = "CORS, from a page that may read")]
    public Task Shared() => _sharing(Request(origin: "https://example.org"));

    [Benchmark(Description = "all of these")]
    public Task All() => _all(Request(origin: "https://example.org"));

    [Benchmark(Description = "within the endpoint: request read, plan found, variables bound, walk in its turn with a deadline")]
    public async Task Run() => await _operations.Run(RequestReader.Read(_body, _operations.MaxListSize), _answer, default);

    [Benchmark(Description = "the entity tag")]
    public string? EntityTag() => _operations.EntityTag;

    /// <summary>As from another machine, which alone is counted.</summary>
    private DefaultHttpContext Request(string? origin = null)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Features.Set<IRequestBodyPipeFeature>(new Body(_body));
        context.Connection.RemoteIpAddress = s_client;
        context.Request.Method = "POST";
        context.Request.Path = "/graphql";
        context.Request.ContentType = "application/json";
        if (origin is not null)
            context.Request.Headers.Origin = origin;
        return context;
    }

    private sealed class Body(byte[] bytes) : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } = PipeReader.Create(new(bytes));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _answer.Dispose();
        _operations.Dispose();
        _services.Dispose();
        _store.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
