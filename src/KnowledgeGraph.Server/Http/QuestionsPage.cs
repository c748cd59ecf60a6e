using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The named questions, at /questions: for a browser a page that opens each in Banana Cake Pop, copies it, and leads to its answer, for others
/// <c>[{"name":"who-relies-on-whom","text":"# Which …\nquery …"}]</c>, by name.
/// </summary>
internal static class QuestionsPage
{
    public const string Path = "/questions";

    private const string Style = ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem}li{margin:1rem 0}pre{overflow:auto;padding:1rem;background:#8882}button{font:inherit;margin:0 1rem}";

    // A page that is not served securely has no clipboard but the older way.
    private const string Script = """
        document.addEventListener('click', async ({ target }) => {
          if (target.localName !== 'button') return;
          const text = target.parentElement.querySelector('pre');
          if (navigator.clipboard) {
            await navigator.clipboard.writeText(text.textContent);
          } else {
            target.parentElement.querySelector('details').open = true;
            getSelection().selectAllChildren(text);
            document.execCommand('copy');
          }
          target.textContent = 'Copied';
        });
        """;

    private static readonly string[] s_methods = ["GET", "HEAD"];
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string s_policy = $"default-src 'none'; style-src {Hash(Style)}; script-src {Hash(Script)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapQuestions(this WebApplication app, string seed) => app.MapMethods(Path, s_methods, async context =>
    {
        var questions = await Question.Read(seed, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept";
        if (Negotiation.WantsPage(context.Request.Headers.Accept))
            await HttpAnswer.SendPage(context, Encoding.UTF8.GetBytes(Write(questions)), s_policy);
        else
            await HttpAnswer.Send(context, StatusCodes.Status200OK, AnswerType.Json.ContentType, JsonSerializer.SerializeToUtf8Bytes(questions.Select(q => new { q.Name, q.Text }), s_json));
    });

    private static string Write(IEnumerable<Question> questions)
    {
        var page = new StringBuilder($"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>KnowledgeGraph: questions</title>
            <link rel="icon" href="data:,">
            <style>{Style}</style>
            <h1>Questions</h1>
            <p>Open one in Banana Cake Pop, where <i>Create Document</i> begins with it; copy it; or see its answer as JSON.</p>
            <ul>

            """);
        foreach (var question in questions)
            page.Append(CultureInfo.InvariantCulture, $"""
                <li id="{Encode(question.Name)}">{Encode(question.Sentence)}<br>
                <a href="{OperationLink.To(question)}">Open</a> <button>Copy</button> <a href="/graphql?query={Uri.EscapeDataString(question.Text)}">Answer</a>
                <details><summary>{Encode(question.Name)}.graphql</summary><pre>{Encode(question.Text)}</pre></details></li>

                """);
        return page.Append($"</ul>\n<script>{Script}</script>\n</html>\n").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Hash(string source) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))}'";
}
