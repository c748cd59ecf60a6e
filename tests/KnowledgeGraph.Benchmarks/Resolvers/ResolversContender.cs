using System.Text.Encodings.Web;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using GraphQL.Types;
using GraphQL.Validation;
using KnowledgeGraph.Benchmarks.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeGraph.Benchmarks.Resolvers;

/// <summary>GraphQL.NET with its own resolvers over objects in memory: its executer, a document cache, its serializer.</summary>
internal sealed class ResolversContender : IContender
{
    private readonly ObjectSchema _schema;
    private readonly DocumentExecuter _executer = new(
        new GraphQLDocumentBuilder(), new DocumentValidator(), new DefaultExecutionStrategySelector(), [new DocumentCache()]);

    public ResolversContender(GeneratedGraph graph)
    {
        var services = new ServiceCollection().AddSingleton(graph.Model).AddSingleton(new ObjectGraph(graph)).AddSingleton<ObjectSchema>();
        foreach (var type in typeof(ObjectSchema).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IGraphType)) && !t.IsAbstract))
            services.AddSingleton(type);
        _schema = services.BuildServiceProvider().GetRequiredService<ObjectSchema>();
        _schema.Initialize();
    }

    /// <summary>Its default encoder would write \u00E9 for é: more bytes, another text than the product's.</summary>
    public GraphQLSerializer Serializer { get; } = new(o => o.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    public Task<ExecutionResult> ExecuteAsync(GraphQLRequest request) => _executer.ExecuteAsync(new ExecutionOptions
    {
        Schema = _schema,
        Query = request.Query,
        Variables = request.Variables,
        OperationName = request.OperationName,
    });

    public byte[] Answer(Question question, object value)
    {
        var result = ExecuteAsync(new GraphQLRequest
        {
            Query = question.Document,
            Variables = new Inputs(new Dictionary<string, object?> { [question.Variable] = value }),
        }).GetAwaiter().GetResult();
        using var json = new MemoryStream();
        Serializer.WriteAsync(json, result).GetAwaiter().GetResult();
        return json.ToArray();
    }
}
