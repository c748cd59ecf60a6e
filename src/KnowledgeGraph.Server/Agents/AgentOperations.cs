using System.Text.Json.Nodes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Runs the operations of agents as those of any other client.</summary>
internal sealed class AgentOperations(OperationRunner operations)
{
    private static readonly Dictionary<string, object?> s_noVariables = [];

    public int MaxListSize => operations.MaxListSize;

    /// <summary>A request for an operation of this program. It may not write.</summary>
    /// <param name="operationName">Null if the document has one operation.</param>
    public static GraphQLRequest RequestOf(string document, IReadOnlyDictionary<string, object?>? variables, QuestionCaller caller, string? operationName = null) => new()
    {
        Query = GraphQLRequest.Encode(document),
        OperationName = operationName is null ? default : GraphQLRequest.Encode(operationName),
        Variables = variables ?? s_noVariables,
        IsNamed = true,
        MayWrite = false,
        Caller = caller.Caller,
        Client = caller.Client,
        Bookmark = caller.Bookmark,
    };

    /// <summary>Checks an operation without running it.</summary>
    /// <exception cref="GraphErrorException">The operation is not right, or beyond a limit.</exception>
    /// <exception cref="RequestRefusedException">The caller may not run it, or it cannot be run now.</exception>
    public ValueTask<BoundPlan> Check(GraphQLRequest request, CancellationToken stop) => operations.Run(request, answer: null, stop);

    /// <summary>Runs an operation, and returns the response.</summary>
    /// <exception cref="GraphErrorException">The operation is not right, or beyond a limit.</exception>
    /// <exception cref="RequestRefusedException">The caller may not run it, or it cannot be run now.</exception>
    public async Task<JsonObject> Run(GraphQLRequest request, CancellationToken stop)
    {
        using var answer = new ResponseBuffer();
        await operations.Run(request, answer, stop);
        return (JsonObject)JsonNode.Parse(answer.Written.Span)!;
    }

    /// <summary>The version of the graph.</summary>
    public async Task<long> Version(QuestionCaller caller, CancellationToken stop) =>
        (await Run(RequestOf("{ graph { version } }", null, caller), stop))["data"]!["graph"]!["version"]!.GetValue<long>();
}
