using Microsoft.Extensions.FileProviders;

namespace KnowledgeGraph.Server.Http;

/// <summary>The page for who writes no GraphQL, at /, and one view of it for frames of other sites, at /embed, as they were built beside the program.</summary>
internal static class Explorer
{
    private const string EmbedPath = "/embed";
    private const string EmbedFile = "/embed.html";

    /// <summary>The page asks this server alone, and runs no script but its own.</summary>
    private const string Sources =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

    private const string Policy = Sources + "; frame-ancestors 'none'";

    private static readonly string[] s_methods = ["GET", "HEAD"];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "explorer");

    public static void UseExplorer(this WebApplication app, ServerOptions options)
    {
        if (!Directory.Exists(Folder))
            return;
        var files = new PhysicalFileProvider(Folder);
        var compressed = new CompressedFiles(files);
        var embedPolicy = EmbedPolicy(options);
        app.Use(next => context =>
        {
            if (context.Request.Path == EmbedPath)
                context.Request.Path = EmbedFile;
            return next(context);
        });
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.Use(compressed.Choose);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = compressed,
            OnPrepareResponse = file =>
            {
                CompressedFiles.Describe(file);
                HttpAnswer.Secure(file.Context.Response.Headers, file.Context.Request.Path.Value!.StartsWith(EmbedFile, StringComparison.Ordinal) ? embedPolicy : Policy);
                // A name in assets/ holds its content's hash.
                file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
            },
        });
    }

    public static void MapExplorer(this WebApplication app, ServerOptions options)
    {
        var embedPolicy = EmbedPolicy(options);
        app.MapMethods("/", s_methods, context => HttpAnswer.SendPage(context, Missing, Policy));
        app.MapMethods(EmbedPath, s_methods, context => HttpAnswer.SendPage(context, Missing, embedPolicy));
    }

    private static string EmbedPolicy(ServerOptions options) => $"{Sources}; frame-ancestors {FrameAncestors.Of(options)}";

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
