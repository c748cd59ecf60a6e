using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The answers of named questions by GET: <c>/questions/NAME</c> as JSON, <c>/questions/NAME.csv</c>, and <c>/questions/NAME/changes</c> between two dates.
/// Variables are the parameters of the URL.
/// </summary>
internal sealed class QuestionEndpoint(QuestionFolder folder, QuestionRun run, OperationRunner operations, ServerOptions options, ILogger<QuestionEndpoint> logger)
{
    public const string Path = QuestionAddress.Root + "/{**path}";

    private const string CsvType = "text/csv; charset=utf-8";
    private const string From = "from";
    private const string To = "to";

    public Task Handle(HttpContext context) => HttpProblem.Handle(context, logger, Answer);

    private async Task Answer(HttpContext context)
    {
        context.Response.Headers.Vary = "Authorization";
        await BearerTokens.Authenticate(context);
        HttpAnswer.CheckThatItReads(context);
        operations.Permission.ToRead(BearerTokens.CallerOf(context));
        var path = ((string?)context.Request.RouteValues["path"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var (question, form) = QuestionAddress.Find(folder.Current, path) ?? throw NotFound(path);
        var request = new Asked(context, question, QuestionParameters.Split(context.Request.QueryString.Value));
        await (form switch
        {
            AnswerForm.Json => SendJson(request),
            AnswerForm.Csv => SendCsv(request),
            _ => SendChanges(request),
        });
    }

    /// <param name="Parameters">Of the URL.</param>
    private sealed record Asked(HttpContext Context, Question Question, IReadOnlyList<(string Name, string Value)> Parameters)
    {
        public CancellationToken Stop => Context.RequestAborted;
    }

    private RequestRefusedException NotFound(string path)
    {
        var names = folder.Current.All.Select(q => q.Name).ToList();
        var nearest = Nearest.Find(Excerpt.Of(path), names);
        return new RequestRefusedException(
            RequestErrorCodes.NotFound,
            $"There is no question at {QuestionAddress.Root}/{Excerpt.Of(path)}. {(nearest is null ? $"{QuestionAddress.Root} has the list." : $"Did you mean {QuestionAddress.Root}/{nearest}?")}");
    }

    private async Task SendJson(Asked asked)
    {
        using var answer = new ResponseBuffer();
        if (await IsAnswered(asked, asked.Parameters, date: null, answer))
            await Send(asked, AnswerType.Json.ContentType, QuestionRun.DataOf(answer.Written));
    }

    private async Task SendCsv(Asked asked)
    {
        using var answer = new ResponseBuffer();
        if (!await IsAnswered(asked, asked.Parameters, date: null, answer))
            return;
        using var data = JsonDocument.Parse(QuestionRun.DataOf(answer.Written));
        await Send(asked, CsvType, AnswerCsv.Write(asked.Question.Columns!, data.RootElement));
    }

    private async Task SendChanges(Asked asked)
    {
        var (from, to) = (DateOf(asked, From), DateOf(asked, To));
        // Dates are compared as texts, like everywhere.
        if (string.CompareOrdinal(from, to) > 0)
            throw QuestionParameters.Refuse(From, $"`{From}` must not be after `{To}`, but {from} is after {to}.", from, to);
        var others = asked.Parameters.Where(p => p.Name is not (From or To)).ToList();
        var variable = asked.Question.Operation?.DateVariable;
        if (variable is not null && others.Exists(p => p.Name == variable))
            throw QuestionParameters.Refuse(variable, $"`{variable}` cannot be given together with `{From}` and `{To}`, which set it.");
        using var before = new ResponseBuffer();
        using var after = new ResponseBuffer();
        if (!await IsAnswered(asked, WithDate(from), variable is null ? from : null, before) || !await IsAnswered(asked, WithDate(to), variable is null ? to : null, after))
            return;
        using var old = JsonDocument.Parse(QuestionRun.DataOf(before.Written));
        using var current = JsonDocument.Parse(QuestionRun.DataOf(after.Written));
        await Send(asked, AnswerType.Json.ContentType, AnswerChanges.Between(asked.Question.Columns!, old.RootElement, current.RootElement).Write(from, to));

        IReadOnlyList<(string, string)> WithDate(string date) => variable is null ? others : [.. others, (variable, date)];
    }

    private static string DateOf(Asked asked, string name) => asked.Parameters.Where(p => p.Name == name).Select(p => p.Value).ToList() switch
    {
        [] => throw QuestionParameters.Refuse(name, $"The parameter `{name}` is missing. Give a date such as 2024, 2024-07 or 2024-07-01."),
        [var date] when PartialDate.IsValid(date) => date,
        [var other] => throw QuestionParameters.Refuse(name, $"`{name}` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"{Excerpt.Of(other)}\".", other),
        var several => throw QuestionParameters.Refuse(name, $"The parameter `{name}` is given {several.Count} times. Give it once."),
    };

    /// <summary>Runs the question, and sets the headers of its response.</summary>
    /// <returns>False if the client has the answer already. Then that is the response.</returns>
    private async Task<bool> IsAnswered(Asked asked, IReadOnlyList<(string Name, string Value)> parameters, string? date, ResponseBuffer answer)
    {
        var (context, question) = (asked.Context, asked.Question);
        var caller = new QuestionCaller(
            BearerTokens.CallerOf(context), ClientLimiter.ClientOf(context.Connection.RemoteIpAddress), context.Request.Headers[GraphQLEndpoint.BookmarkHeader]);
        var values = QuestionParameters.Read(question, parameters, operations.MaxListSize);
        var tag = TagOf(asked);
        var isKnown = tag is not null && HttpAnswer.IsKnown(context, tag);
        var plan = await run.Run(question, values, caller, isKnown ? null : answer, asked.Stop, date);
        if (isKnown && !plan.Plan.IsOfVersion)
            (isKnown, plan) = (false, await run.Run(question, values, caller, answer, asked.Stop, date));
        if (operations.Bookmark is { } bookmark)
            context.Response.Headers[GraphQLEndpoint.BookmarkHeader] = bookmark;
        HttpAnswer.SetCaching(context, options);
        if (plan.Plan.IsOfVersion)
            context.Response.Headers.ETag = tag;
        else
            context.Response.Headers.CacheControl = "no-store";
        if (isKnown)
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        return !isKnown;
    }

    /// <summary>The tag of the answer: that of the graph, and of what is asked of it. Null if only the store would tell the version: then the content makes the tag.</summary>
    private string? TagOf(Asked asked)
    {
        if (operations.EntityTag is not { } tag)
            return null;
        var hash = new XxHash64();
        hash.Append(asked.Question.Document.Span);
        hash.Append(Encoding.UTF8.GetBytes($"{asked.Context.Request.Path}{asked.Context.Request.QueryString}"));
        return $"{tag[..^1]}-{hash.GetCurrentHashAsUInt64():x16}\"";
    }

    private static Task Send(Asked asked, string contentType, ReadOnlyMemory<byte> bytes)
    {
        var headers = asked.Context.Response.Headers;
        return headers.ETag.Count > 0 || headers.CacheControl == "no-store"
            ? HttpAnswer.Send(asked.Context, StatusCodes.Status200OK, contentType, bytes) : HttpAnswer.SendTagged(asked.Context, contentType, bytes);
    }
}
