using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The page for who writes no GraphQL, at /, as it was built beside the program; and the named questions that it begins with, at
/// /questions: <c>[{"name":"who-relies-on-whom","text":"# Which …\nquery …"}]</c>, by name (its path in that folder), each file as it stands there.
/// </summary>
internal static class Explorer
{
    private const string QuestionsFolder = "questions";
    private const string QuestionExtension = ".graphql";

    /// <summary>The page asks this server alone, runs no script but its own, and stands in no other site's frame.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_methods = ["GET", "HEAD"];
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Question(string Name, string Text);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "explorer");

    public static void UseExplorer(this WebApplication app)
    {
        if (!Directory.Exists(Folder))
            return;
        var files = new PhysicalFileProvider(Folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file =>
            {
                Secure(file.Context.Response.Headers);
                // A name in assets/ holds its content's hash.
                file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
            },
        });
    }

    public static void MapExplorer(this WebApplication app, string seed)
    {
        app.MapMethods("/questions", s_methods, context => SendQuestions(context, Path.Combine(seed, QuestionsFolder)));
        app.MapMethods("/", s_methods, context =>
        {
            Secure(context.Response.Headers);
            return HttpAnswer.Send(context, StatusCodes.Status200OK, "text/html; charset=utf-8", Missing);
        });
    }

    private static void Secure(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static async Task SendQuestions(HttpContext context, string folder)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + QuestionExtension, SearchOption.AllDirectories) : [];
        var questions = new List<Question>();
        foreach (var name in files.Select(f => Path.GetRelativePath(folder, f)[..^QuestionExtension.Length].Replace('\\', '/')).Order(StringComparer.Ordinal))
            questions.Add(new Question(name, await File.ReadAllTextAsync(Path.Combine(folder, name + QuestionExtension), context.RequestAborted)));
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await HttpAnswer.Send(context, StatusCodes.Status200OK, AnswerType.Json.ContentType, JsonSerializer.SerializeToUtf8Bytes(questions, s_json));
    }

    private static byte[] Missing { get; } = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>KnowledgeGraph</title>
        <h1>The explorer is not built</h1>
        <p>The graph answers at <a href="/graphql">/graphql</a>. Only this page is missing: it is built together with the program where
        Node.js 20.19, 22.12 or later is installed, and was not there.</p>
        <ol>
        <li>Install Node.js (your system's packages have it, or https://nodejs.org).</li>
        <li>Build and start again: <code>dotnet run --project src/KnowledgeGraph.Server</code></li>
        </ol>
        </html>
        """u8.ToArray();
}
