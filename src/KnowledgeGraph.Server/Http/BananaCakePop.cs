using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server.Questions;
using Microsoft.Extensions.FileProviders;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// Banana Cake Pop (https://www.npmjs.com/package/@chillicream/bananacakepop-graphql-ide) for browsers, at /graphql/: its files as they
/// came beside the program, and its settings, with which it opens on the headline question; at /graphql/… on the operation of a link.
/// </summary>
internal static class BananaCakePop
{
    public const string Page = "/graphql/";

    private const string Settings = "bcp-config.json";
    private const string Headline = "who-relies-on-whom";

    /// <summary>It asks this server alone, and stands in no frame; it compiles JSON schemas to code, writes style elements, and its workers are blobs.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_methods = ["GET", "HEAD"];
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "ide");

    private static string IndexFile => Path.Combine(Folder, "index.html");
    private static byte[]? Index { get; } = File.Exists(IndexFile) ? File.ReadAllBytes(IndexFile) : null;

    /// <summary>Whether the program was built with it.</summary>
    public static bool IsThere => Index is not null;

    public static void UseBananaCakePop(this WebApplication app)
    {
        if (!IsThere)
            return;
        var files = new PhysicalFileProvider(Folder);
        var path = Page.TrimEnd('/');
        app.UseDefaultFiles(new DefaultFilesOptions { RequestPath = path, FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = path,
            FileProvider = files,
            // Its LICENSE, which goes where it goes.
            ServeUnknownFileTypes = true,
            DefaultContentType = "text/plain; charset=utf-8",
            OnPrepareResponse = file =>
            {
                HttpAnswer.Secure(file.Context.Response.Headers, Policy);
                // A name in static/ holds its content's hash.
                file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/graphql/static") ? "public, max-age=31536000, immutable" : "no-cache";
            },
        });
    }

    public static void MapBananaCakePop(this WebApplication app, QuestionFolder folder)
    {
        app.MapMethods($"{Page}{Settings}", s_methods, async context =>
        {
            var headline = folder.Current.Find(Headline) ?? folder.Current.All.FirstOrDefault();
            await SendSettings(context, ".", $"# More questions: {context.Request.Scheme}://{context.Request.Host}{QuestionsPage.Path}\n\n{headline?.Text}", null);
        });
        // Without a slash at its end the page finds its files in /graphql/, where they are, and its settings below its own path.
        app.MapMethods($"{Page}{{link}}", s_methods, context =>
            Linked(context) is null ? WebServer.Unknown(context)
            : context.Request.Path.Value!.EndsWith('/') ? SendOn(context)
            : Index is { } page ? HttpAnswer.SendPage(context, page, Policy)
            : HttpAnswer.SendPage(context, WelcomePage.Html, WelcomePage.ContentSecurityPolicy));
        app.MapMethods($"{Page}{{link}}/{Settings}", s_methods, context =>
            Linked(context) is { } operation ? SendSettings(context, "..", operation.Query, operation.Variables) : WebServer.Unknown(context));
    }

    private static OperationLink? Linked(HttpContext context) => OperationLink.Read((string)context.Request.RouteValues["link"]!);

    /// <summary>To the same link without the slash that was put at its end.</summary>
    private static Task SendOn(HttpContext context)
    {
        context.Response.Redirect(new PathString(context.Request.Path.Value!.TrimEnd('/')).ToUriComponent());
        return Task.CompletedTask;
    }

    /// <param name="context">The request.</param>
    /// <param name="endpoint">From the page's path, as if that ended with a slash.</param>
    /// <param name="document">What a new document begins with.</param>
    /// <param name="variables">An object; null for none.</param>
    private static Task SendSettings(HttpContext context, string endpoint, string document, JsonElement? variables)
    {
        var settings = new { Mode = "self", Title = "KnowledgeGraph", UseBrowserUrlAsEndpoint = true, Endpoint = endpoint, DisableTelemetry = true, GraphQLDocument = document, Variables = variables };
        context.Response.Headers.CacheControl = "no-cache";
        return HttpAnswer.Send(context, StatusCodes.Status200OK, AnswerType.Json.ContentType, JsonSerializer.SerializeToUtf8Bytes(settings, s_json));
    }
}
