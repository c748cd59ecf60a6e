using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>The program as a process: its environment, its signals, its working directory. It may make the shared Neo4j's database ready.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly List<Process> _started = [];

    /// <summary>A test that fails leaves no server behind.</summary>
    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Serve_says_where_what_and_how_and_stops_when_told()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no SIGTERM");
        var process = Start(["serve"], ("KNOWLEDGEGRAPH__URLS", "http://127.0.0.1:0"));
        var where = await Line(process);
        var what = await Line(process);
        var how = await Line(process);
        var more = await Line(process);
        Assert.Matches(@"^KnowledgeGraph \d+\.\d+\.\d+ answers at http://127.0.0.1:\d+/graphql$", where);
        Assert.Matches(@"^Graph: version 1, \d+ nodes, \d+ relationships, from \./data \(new, from .*seed\)$", what);
        Assert.StartsWith("Ask: curl -s http://127.0.0.1:", how, StringComparison.Ordinal);
        Assert.Matches(@"^Explore: http://127.0.0.1:\d+/ and http://127.0.0.1:\d+/questions\. Press Ctrl\+C to stop\.$", more);

        using var client = new HttpClient();
        using var content = new StringContent(how[(how.IndexOf("-d '", StringComparison.Ordinal) + 4)..^1], new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync(where[where.IndexOf("http", StringComparison.Ordinal)..], content);
        var answer = await response.Content.ReadAsStringAsync();
        foreach (var country in new[] { "Ecuador", "Mexico", "Panama" })
            Assert.Contains($"\"name\":\"{country}\"", answer, StringComparison.Ordinal);

        await Terminate(process);
        var (code, _, error) = await End(process);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, output, error) = await Run(["--urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"]);
        Assert.Equal((1, ""), (code, output));
        Assert.Matches(@"^Cannot listen on http://127.0.0.1:\d+: Failed to bind to address http://127.0.0.1:\d+: address already in use.\n$", error);
    }

    [Theory]
    [InlineData("STORE", "mongo", "configuration: Store must be embedded or neo4j, but was \"mongo\".\n")]
    [InlineData("MAXBODYBYTES", "much", "configuration: Failed to convert configuration value 'much' at 'KnowledgeGraph:MaxBodyBytes' to type 'System.Int64'.\n")]
    [InlineData("MAXBODYBYTES", "0", "configuration: The field MaxBodyBytes must be between 1 and 1073741824.\n")]
    [InlineData("ALLOWEDHOSTS", "http://x", "configuration: AllowedHosts must be host names or addresses without ports, separated by semicolons, or *, but has \"http://x\".\n")]
    [InlineData("FRAMEANCESTORS", "news.example", "configuration: FrameAncestors must be origins such as https://news.example or https://*.news.example, separated by semicolons, or *, but has \"news.example\".\n")]
    [InlineData("TRUSTEDPROXIES", "proxy", "configuration: TrustedProxies must be addresses or networks such as 10.0.0.0/8, separated by semicolons, but has \"proxy\".\n")]
    public async Task A_wrong_environment_is_one_line(string name, string value, string message) =>
        Assert.Equal((2, "", message), await Run(["serve"], ($"KNOWLEDGEGRAPH__{name}", value)));

    [Fact]
    public async Task Neo4j_without_a_password_is_one_line() => Assert.Equal(
        (1, "", "The password of Neo4j is missing. Set NEO4J_PASSWORD in the environment, or KnowledgeGraph:Neo4jPassword in the configuration.\n"),
        await Run(["--store", "neo4j"], ("NEO4J_PASSWORD", "")));

    [Fact]
    public async Task A_password_in_Neo4js_address_is_refused_and_not_repeated() => Assert.Equal(
        (1, "", "neo4j-url: The value must be only the address of Neo4j, such as neo4j+s://graph.example of a cluster, bolt://localhost:7687 of one server, or http(s)://localhost:7474.\n"),
        await Run(["--store", "neo4j", "--neo4j-url", "http://neo4j:a-secret@localhost:7474"], ("NEO4J_PASSWORD", "x")));

    [SkippableTheory]
    [InlineData("serve")]
    [InlineData("seed")]
    public async Task A_wrong_password_of_Neo4j_is_one_line_and_the_end(string verb)
    {
        var address = await Neo4jServer.Find();
        var (code, output, error) = await Run(
            [verb, "--store", "neo4j", "--neo4j-url", address.Url.ToString(), .. verb == "serve" ? ["--urls", "http://127.0.0.1:0"] : Array.Empty<string>()],
            ("NEO4J_PASSWORD", "a-wrong-secret"));
        Assert.Equal((1, ""), (code, output));
        Assert.Matches("^bolt://[^ ]+, home database: Neo4j does not accept the password of the user neo4j\\. Correct NEO4J_PASSWORD\\.\n$", error);
    }

    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task Neo4j_over_TLS_is_asked_where_its_certificate_is_trusted(Protocol protocol)
    {
        var neo4j = await Neo4jServer.Find(protocol);
        using var relay = new TlsRelay(neo4j.Url);
        var (issuer, question) = (_folder.Write("issuer.pem", relay.Issuer), _folder.Write("question.graphql", "{ reportsAggregate { __typename } }"));
        string[] ask = ["query", question, "--store", "neo4j", "--neo4j-url", relay.Address.ToString()];
        var answered = await Run(ask, ("NEO4J_PASSWORD", neo4j.Password), ("SSL_CERT_FILE", issuer));
        Assert.Equal(0, answered.Code);
        Assert.Contains("\"ReportAggregate\"", answered.Output, StringComparison.Ordinal);
        if (protocol == Protocol.Bolt)
        {
            // With +ssc, any certificate will do.
            var anyhow = await Run([.. ask[..^1], new UriBuilder(relay.Address) { Scheme = "bolt+ssc" }.Uri.ToString()], ("NEO4J_PASSWORD", neo4j.Password));
            Assert.Equal(0, anyhow.Code);
        }
        foreach (var verb in new[] { ask, ["serve", .. ask[2..], "--urls", "http://127.0.0.1:0"] })
        {
            var (code, output, error) = await Run(verb, ("NEO4J_PASSWORD", neo4j.Password));
            Assert.Equal((1, ""), (code, output));
            Assert.Matches(
                @"^(https://localhost:\d+, database neo4j|bolt\+s://localhost:\d+, home database): The connection is not secure \(the remote certificate is invalid .*\)\. Use TLS with a certificate that this system trusts \(SSL_CERT_FILE names a file with more issuers\)\.\n$", error);
        }
    }

    /// <summary>With every line that the program can log: what fails talks most.</summary>
    [SkippableFact]
    public async Task Neo4js_password_is_in_no_log()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no SIGTERM");
        using var proxy = FaultyProxy.To(null, Fault.Canned);
        proxy.Canned = _ => FaultyProxy.Json("""{"errors":[{"code":"Neo.TransientError.General.DatabaseUnavailable","message":"not yet"}]}""");
        var process = Start(
            ["--store", "neo4j", "--neo4j-url", proxy.Address.ToString(), "--urls", "http://127.0.0.1:0"],
            ("NEO4J_PASSWORD", "a-secret"), ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"));
        var lines = new List<string>();
        do
            lines.Add(await Line(process));
        while (!lines[^1].Contains("Now listening on: http", StringComparison.Ordinal) && !process.HasExited);
        var url = new Uri(new Uri(lines[^1][lines[^1].IndexOf("http", StringComparison.Ordinal)..]), "/graphql");
        lines.Add(await Ask());
        proxy.Canned = _ => FaultyProxy.Json("""{"errors":[{"code":"Neo.ClientError.Security.Unauthorized","message":"no"}]}""", "401 Unauthorized");
        lines.Add(await Ask());
        await Terminate(process);
        var (_, output, error) = await End(process);
        var all = string.Join('\n', lines) + output + error;
        Assert.Contains("trce: ", all, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("neo4j:a-secret"u8), all, StringComparison.Ordinal);

        async Task<string> Ask()
        {
            using var client = new HttpClient();
            using var query = new StringContent("""{"query":"{ country(code: \"PA\") { name } }"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync(url, query);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task An_unknown_setting_is_named()
    {
        var (code, output, error) = await Run(["serve"], ("KNOWLEDGEGRAPH__DTA", "x"));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("DTA", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    private async Task<(int Code, string Output, string Error)> Run(string[] arguments, params (string Name, string Value)[] environment) =>
        await End(Start(arguments, environment));

    private Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KnowledgeGraph.Server.dll"), .. arguments])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private static async Task Terminate(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<string> Line(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? await process.StandardError.ReadToEndAsync();

    private static async Task<(int Code, string Output, string Error)> End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, (await error).ReplaceLineEndings("\n"));
    }
}
