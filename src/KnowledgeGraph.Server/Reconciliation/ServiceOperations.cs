using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Runs the GraphQL operations of one request to the service: for its caller, under its lens, within all limits.</summary>
internal sealed class ServiceOperations(OperationRunner operations, HttpContext context, CancellationToken stop)
{
    private readonly LensSettings _lens = LensReader.Read(context.Request.Query);

    /// <summary>Ends the request: its client has gone, or its time is over.</summary>
    public CancellationToken Stop => stop;

    /// <summary>The data of the response.</summary>
    public async ValueTask<JsonElement> Run(string document, params (string Name, object? Value)[] variables)
    {
        var request = new GraphQLRequest
        {
            Query = GraphQLRequest.Encode(document),
            Variables = variables.ToDictionary(v => v.Name, v => v.Value),
            IsNamed = true,
            MayWrite = false,
            Lens = _lens,
            Client = ClientLimiter.ClientOf(context.Connection.RemoteIpAddress),
            Caller = BearerTokens.CallerOf(context),
        };
        using var answer = new ResponseBuffer();
        await operations.Run(request, answer, stop);
        using var parsed = JsonDocument.Parse(answer.Written);
        return parsed.RootElement.GetProperty("data").Clone();
    }
}
