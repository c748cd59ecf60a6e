using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The named questions, at /questions: for a browser a page that leads to the answer of each, opens it in Banana Cake Pop and copies it, for others
/// <c>[{"name":"who-relies-on-whom","title":"Which …","text":"# Which …\nquery …","variables":[{"name":"asOf","type":"PartialDate","default":"2024-07-01"}],…}]</c>, by name.
/// </summary>
internal sealed class QuestionsPage(QuestionFolder folder, ILogger<QuestionsPage> logger)
{
    public const string Path = QuestionAddress.Root;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string s_style = Resource("base.css") + Resource("questions.css");
    private static readonly string s_script = Resource("questions.js");
    private static readonly string s_policy = $"default-src 'none'; style-src {Hash(s_style)}; script-src {Hash(s_script)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task Handle(HttpContext context) => HttpProblem.Handle(context, logger, Answer);

    private Task Answer(HttpContext context)
    {
        HttpAnswer.CheckThatItReads(context);
        var questions = folder.Current;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept";
        return Negotiation.WantsPage(context.Request.Headers.Accept)
            ? HttpAnswer.SendPage(context, Encoding.UTF8.GetBytes(Write(questions.All)), s_policy)
            : HttpAnswer.SendTagged(context, AnswerType.Json.ContentType, JsonSerializer.SerializeToUtf8Bytes(questions.All.Select(q => Described(q, questions)), s_json));
    }

    private static object Described(Question question, QuestionList questions) => new
    {
        question.Name,
        question.Title,
        question.Text,
        Variables = question.Variables.Select(v => new { v.Name, Type = v.Type.ToString(), Default = LiteralJson.Of(v.Default, v.Type) }),
        question.Description,
        Sentence = question.Title,
        question.Forms,
        question.Group,
        question.Problem,
        Json = QuestionAddress.Of(question, AnswerForm.Json),
        Csv = QuestionAddress.Of(question, AnswerForm.Csv),
        Changes = question.Operation is not null && QuestionAddress.IsFree(questions, question, AnswerForm.Changes) ? QuestionAddress.Of(question, AnswerForm.Changes) : null,
    };

    private static string Write(IReadOnlyCollection<Question> questions)
    {
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Questions · KnowledgeGraph</title>
            <link rel="icon" href="data:,">
            <style>{s_style}</style>
            <header>
            <a class="brand" href="/">KnowledgeGraph</a>
            <label hidden><span class="unseen">Search the questions</span><input type="search" autocomplete="off" placeholder="Search the questions"></label>
            </header>
            <main>
            <h1>Questions</h1>
            <p role="status">{questions.Count} questions</p>

            """);
        foreach (var group in questions.GroupBy(q => q.Group).OrderBy(g => g.Key == Question.OtherGroup).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Encode(group.Key)}</h2>\n<ul>\n");
            foreach (var question in group)
                Write(page, question);
            page.Append("</ul>\n</section>\n");
        }
        return page.Append(CultureInfo.InvariantCulture, $"</main>\n<script>{s_script}</script>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, Question question)
    {
        var forms = question.Forms.Select(QuestionForm.Named).Distinct().ToList();
        var address = $"/#q={Uri.EscapeDataString(question.Name)}";
        page.Append(CultureInfo.InvariantCulture, $"""
            <li id="{Encode(question.Name)}"><svg viewBox="0 0 48 32" aria-hidden="true">{forms[0].Icon}</svg>
            <div><span class="about"><a class="sentence" href="{address}">{Encode(question.Title)}</a>
            <span class="unseen">Shown as</span> <span class="forms">{string.Join(", ", forms.Select(f => f.Words))}</span></span>
            <div class="ways"><a href="{Encode(QuestionAddress.Of(question, AnswerForm.Csv))}">As CSV</a> <a href="{Encode(QuestionAddress.Of(question, AnswerForm.Json))}">As JSON</a>
            <a href="{OperationLink.To(question)}">Open in the editor</a> <button>Copy</button></div>
            <details><summary>{Encode(question.Name)}.graphql</summary><pre>{Encode(question.Text)}</pre></details></div></li>

            """);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(QuestionsPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string Hash(string source) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))}'";
}
