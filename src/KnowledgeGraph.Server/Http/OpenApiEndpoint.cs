using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Http;

/// <summary><c>GET /openapi.json</c>: the questions as an OpenAPI document, for tools that make clients and forms of it.</summary>
internal sealed class OpenApiEndpoint(QuestionFolder folder, OperationRunner operations, ServerOptions options, ILogger<OpenApiEndpoint> logger)
{
    public const string Path = "/openapi.json";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of the questions that it was made of.</summary>
    private volatile Made? _made;

    private sealed record Made(QuestionList Questions, byte[] Bytes);

    public Task Handle(HttpContext context) => HttpProblem.Handle(context, logger, Answer);

    private async Task Answer(HttpContext context)
    {
        context.Response.Headers.Vary = "Authorization";
        await BearerTokens.Authenticate(context);
        HttpAnswer.CheckThatItReads(context);
        operations.Permission.ToRead(BearerTokens.CallerOf(context));
        HttpAnswer.SetCaching(context, options);
        var (questions, made) = (folder.Current, _made);
        if (made?.Questions != questions)
            _made = made = new Made(questions, Encoding.UTF8.GetBytes(OpenApiDocument.Of(questions, options.Auth.ReadersNeedToken).ToJsonString(s_json)));
        await HttpAnswer.SendTagged(context, AnswerType.Json.ContentType, made.Bytes);
    }
}
