using GraphQL.Transport;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Resolvers;
using Microsoft.AspNetCore.Builder;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>The rival: GraphQL.NET's own way from request to response, with nothing around it that it does not need.</summary>
internal static class ResolversServer
{
    public static Task RunAsync(GeneratedGraph graph, int port)
    {
        var resolvers = new ResolversContender(graph);
        var app = BenchmarkHost.Build(port);
        app.Run(async context =>
        {
            var request = await resolvers.Serializer.ReadAsync<GraphQLRequest>(context.Request.Body);
            var result = await resolvers.ExecuteAsync(request!);
            context.Response.ContentType = BenchmarkHost.Json;
            await resolvers.Serializer.WriteAsync(context.Response.Body, result);
        });
        return app.RunAsync();
    }
}
