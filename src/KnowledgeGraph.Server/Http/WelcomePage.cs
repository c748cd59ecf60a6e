namespace KnowledgeGraph.Server.Http;

/// <summary>What a browser sees at the endpoint of a program that was built without <see cref="BananaCakePop"/>: how to ask, and how to get it.</summary>
internal static class WelcomePage
{
    /// <summary>Nothing but its own style.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static byte[] Html { get; } = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>KnowledgeGraph</title>
        <style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem}pre{overflow:auto;padding:1rem;background:#8882}</style>
        <h1>KnowledgeGraph</h1>
        <p>A GraphQL API over actors and agreements. Ask it by POST; the schema is at <a href="?sdl">?sdl</a>.</p>
        <pre>curl -s http://localhost:5000/graphql -H 'Content-Type: application/json' \
          -d '{"query":"{ countries { nodes { id name } } }"}'</pre>
        <p><a href="/questions">Questions</a> that it answers. Banana Cake Pop, in which they can be typed and changed, is not there: it comes from npm
        when the program is built where Node.js is installed. Install Node.js 20 or later, and build and start again:</p>
        <pre>dotnet run --project src/KnowledgeGraph.Server</pre>
        </html>
        """u8.ToArray();
}
