using System.Net;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Questions;

/// <summary>Runs named questions as the operations that they are.</summary>
internal sealed class QuestionRun(OperationRunner operations)
{
    /// <summary>Runs a question, or only checks it.</summary>
    /// <param name="values">The values of its variables, as GraphQL takes them: <see cref="QuestionParameters"/> reads them from texts.</param>
    /// <param name="answer">Null: the question is only checked, not run.</param>
    /// <param name="date">The date to ask it as of, if no variable sets it; null for the one that the document says.</param>
    /// <exception cref="GraphErrorException">A value is not right, or the operation is beyond a limit.</exception>
    /// <exception cref="RequestRefusedException">The question has a problem, or it cannot be run now.</exception>
    public async ValueTask<BoundPlan> Run(
        Question question, IReadOnlyDictionary<string, object?> values, QuestionCaller caller, ResponseBuffer? answer, CancellationToken stop, string? date = null)
    {
        if (question is not { Operation: { } operation })
            throw new RequestRefusedException(RequestErrorCodes.InvalidQuestion, $"The question {question.Name} cannot be run. {question.Problem}");
        var request = new GraphQLRequest
        {
            Query = question.Document,
            Variables = values,
            IsNamed = true,
            MayWrite = false,
            Caller = caller.Caller,
            Client = caller.Client,
            Bookmark = caller.Bookmark,
        };
        if (date is not null)
            SetDate(request, operation, date);
        try
        {
            return await operations.Run(request, answer, stop);
        }
        catch (GraphErrorException e)
        {
            throw new GraphErrorException([.. e.Errors.Select(error => QuestionParameters.Named(error, question, values))]) { LogMessage = e.LogMessage };
        }
    }

    private static void SetDate(GraphQLRequest request, OperationOutline operation, string date)
    {
        if (operation.DatedText is not { } text)
        {
            request.Lens = new LensSettings(AsOf: date);
            return;
        }
        request.Query = GraphQLRequest.Encode(text);
        request.Variables = new Dictionary<string, object?>(request.Variables) { [OperationOutline.AsOf] = date };
    }

    /// <summary>The value of <c>data</c> in a response.</summary>
    public static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> response)
    {
        var reader = new Utf8JsonReader(response.Span);
        reader.Read();
        while (reader.Read() && !reader.ValueTextEquals("data"u8))
            reader.Skip();
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return response[start..(int)reader.BytesConsumed];
    }
}

/// <summary>Who asks a question.</summary>
/// <param name="Client">The network that the request came from.</param>
/// <param name="Bookmark">The bookmark of a commit that the answer must include; null for none.</param>
internal sealed record QuestionCaller(Caller Caller, IPAddress Client, string? Bookmark = null);
