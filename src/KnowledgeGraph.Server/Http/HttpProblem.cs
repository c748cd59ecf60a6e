using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeGraph.Server.Http;

/// <summary>Sends refusals as problem details (RFC 9457), for everything that is plain HTTP.</summary>
internal static class HttpProblem
{
    public const string MediaType = "application/problem+json";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs a handler, and sends what it is refused by.</summary>
    public static async Task Handle(HttpContext context, ILogger logger, RequestDelegate handler)
    {
        try
        {
            await handler(context);
        }
        catch (Exception e)
        {
            if (Refusal.Of(e, logger, context.RequestAborted) is { } refusal)
                await Send(context, refusal);
        }
    }

    private static Task Send(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        var status = refusal.Kind == RefusalKind.Operation ? StatusCodes.Status400BadRequest : RefusalStatus.Of(refusal, AnswerType.Json);
        HttpRefusal.SetHeaders(context, refusal, status);
        return HttpAnswer.Send(context, status, MediaType, Write(refusal, status));
    }

    // {"type":"about:blank","title":"Bad Request","status":400,"detail":"…","code":"INVALID_PARAMETER","parameter":"first","given":501,"allowed":500}
    private static ReadOnlyMemory<byte> Write(Refusal refusal, int status)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, s_options);
        var facts = refusal.Errors[0].Facts;
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        json.WriteString("detail", Excerpt.OfMessage(refusal.Message));
        json.WriteString("code", refusal.Code);
        if (facts.Argument is { } argument)
            json.WriteString("parameter", Excerpt.Of(argument));
        WriteFact(json, "given", facts.Given);
        WriteFact(json, "allowed", facts.Allowed);
        if (refusal.Errors.Count > 1)
        {
            json.WritePropertyName("errors");
            json.WriteRawValue(ErrorWriter.WriteList(refusal.Errors).Span);
        }
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteFact(Utf8JsonWriter json, string name, object? fact)
    {
        if (fact is string text)
            json.WriteString(name, Excerpt.Of(text));
        else if (fact is not null)
            json.WriteNumber(name, Convert.ToDouble(fact, CultureInfo.InvariantCulture));
    }
}
