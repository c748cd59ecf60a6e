using System.Collections.Concurrent;
using GraphQL;
using GraphQL.DI;
using GraphQLParser.AST;

namespace KnowledgeGraph.Benchmarks.Resolvers;

/// <summary>
/// Keeps parsed and validated documents, as GraphQL.MemoryCache's MemoryDocumentCache does, which the feed lacks; without its size limit,
/// so a little faster.
/// </summary>
internal sealed class DocumentCache : IConfigureExecution
{
    private readonly ConcurrentDictionary<string, GraphQLDocument> _documents = [];

    public float SortOrder => 200;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (_documents.TryGetValue(options.Query!, out var document))
        {
            options.Document = document;
            options.ValidationRules = options.CachedDocumentValidationRules ?? [];
            return await next(options).ConfigureAwait(false);
        }
        var result = await next(options).ConfigureAwait(false);
        if (result is { Executed: true, Document: { } parsed })
            _documents.TryAdd(options.Query!, parsed);
        return result;
    }
}
