using System.Diagnostics;
using System.Net;
using System.Text;
using KnowledgeGraph.Tests.Access;

namespace KnowledgeGraph.Tests.Attacks;

/// <summary>The program as it comes, in a process of its own, so that its CPU time is its own too.</summary>
public sealed class AttackedServer : IAsyncLifetime, IDisposable
{
    public const string Normal = """{"query":"{ country(code: \"PA\") { name } }"}""";
    public const string NormalAnswer = """{"data":{"country":{"name":"Panama"}}}""";

    private readonly TempFolder _folder = new();
    private Process? _process;
    private string _token = "";

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };
    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _token = TestKeys.LocalToken(Path.Combine(_folder.Path, "data"), null, Server.Requests.Scope.Write);
        _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KnowledgeGraph.Server.dll"), "--urls", "http://127.0.0.1:0", "--seed", Path.Combine(SeedFolders.Seed, "article")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;
        var line = (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)))!;
        Address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        _ = _process.StandardOutput.ReadToEndAsync();
        // What a first request compiles is no attack's doing.
        foreach (var body in new[] { Normal, """{"query":"{ nope country(code: \"PA\") { ...F } } fragment F on Country { name agreements(first: 1) { nodes { id } } }"}""", "{" })
            await Post(Encoding.UTF8.GetBytes(body));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        Client.Dispose();
        _folder.Dispose();
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="mayWrite">Whether the request has a token of somebody who may write.</param>
    public async Task<(HttpStatusCode Status, string Body)> Post(byte[] body, bool mayWrite = false)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        // Who announces a body that is too large is told so before it is sent.
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = content };
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        if (mayWrite)
            request.Headers.Authorization = new("Bearer", _token);
        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
