using System.Text;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Http;

/// <summary>A mistake of the program itself; no request can make one on purpose, so the endpoint is given no store.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task The_client_learns_an_id_and_the_log_the_rest()
    {
        var log = new MemoryLog();
        using var runner = new OperationRunner(TestGraph.Schema, null!, PersistedOperations.None, new ServerOptions(), TimeProvider.System, NullLogger<OperationRunner>.Instance);
        var endpoint = new GraphQLEndpoint(TestGraph.Schema, runner, new ServerOptions(), log);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString("?query=%7B__typename%7D");
        using var body = new MemoryStream();
        context.Response.Body = body;
        await endpoint.Handle(context);

        Assert.Equal(500, context.Response.StatusCode);
        var (exception, message) = Assert.Single(log.Entries);
        Assert.IsType<NullReferenceException>(exception);
        var id = message.Split(' ')[1];
        Assert.Equal(
            $$$"""{"errors":[{"message":"a mistake of the server found; its log has it as {{{id}}}","extensions":{"code":"INTERNAL_ERROR"}}]}""",
            Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class MemoryLog : ILogger<GraphQLEndpoint>
    {
        public List<(Exception? Exception, string Message)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((exception, formatter(state, exception)));
    }
}
