using GraphQL;
using GraphQL.Transport;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Resolvers;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Benchmarks.Micro;

/// <summary>Product and resolvers on the same graph, and what one asks of them; each call takes the next variable.</summary>
internal sealed class Setup : IDisposable
{
    private readonly ProductContender _product;
    private readonly ResolversContender _resolvers;
    private readonly byte[] _document;
    private readonly Dictionary<string, object?>[] _productVariables;
    private readonly GraphQLRequest[] _requests;
    private readonly ResponseBuffer _answer = new();
    private readonly MemoryStream _json = new();
    private int _next;

    public Setup(Question question)
    {
        var graph = GeneratedGraph.Create(GraphModel.Load(), GraphShape.Default);
        (_product, _resolvers) = (new ProductContender(graph), new ResolversContender(graph));
        _product.Prepare(question.Document);
        _document = System.Text.Encoding.UTF8.GetBytes(question.Document);
        _productVariables = [.. Variables.Of(question, graph, _product).Select(v => new Dictionary<string, object?> { [question.Variable] = v })];
        _requests = [.. Variables.Of(question, graph, _resolvers).Select(v => new GraphQLRequest
        {
            Query = question.Document,
            Variables = new Inputs(new Dictionary<string, object?> { [question.Variable] = v }),
        })];
    }

    /// <summary>Finds the plan by the document's bytes, binds the variables, executes.</summary>
    public int AskProduct()
    {
        _product.Answer(_document, _productVariables[_next++ % _productVariables.Length], _answer);
        return _answer.Length;
    }

    /// <summary>Finds the document in the cache, executes, writes JSON.</summary>
    public async Task<long> AskResolvers()
    {
        _json.SetLength(0);
        await _resolvers.Serializer.WriteAsync(_json, await _resolvers.ExecuteAsync(_requests[_next++ % _requests.Length]));
        return _json.Length;
    }

    public void Dispose()
    {
        _answer.Dispose();
        _json.Dispose();
    }
}
