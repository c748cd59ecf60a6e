using System.Diagnostics;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>
/// A Neo4j of one test's own, which it may kill: by the command that NEO4J_TEST_COMMAND names. `start --dir DIR [--bolt PORT]`
/// prints NEO4J_BOLT=…, NEO4J_USER=… and NEO4J_PASSWORD=… when it answers; `kill --dir DIR` ends it as a crash would.
/// </summary>
internal sealed class Neo4jProcess : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _command;

    private Neo4jProcess(string command) => _command = command;

    /// <summary>Skips the test where there is no such command.</summary>
    public static Neo4jProcess Create()
    {
        var command = Environment.GetEnvironmentVariable("NEO4J_TEST_COMMAND");
        Skip.If(string.IsNullOrEmpty(command), "no Neo4j to kill: NEO4J_TEST_COMMAND names no command");
        return new Neo4jProcess(command!);
    }

    public async Task<Neo4jAddress> Start(int? port = null)
    {
        var values = (await RunAgainIfItFails(port is null ? ["start"] : ["start", "--bolt", port.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            .Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        return new Neo4jAddress(new Uri(values["NEO4J_BOLT"]), "neo4j", values["NEO4J_USER"], values["NEO4J_PASSWORD"]);
    }

    public Task Kill() => Run(["kill"]);

    /// <summary>The port that the command chooses for HTTP may be taken before Neo4j listens on it, since other tests open connections meanwhile.</summary>
    private async Task<string> RunAgainIfItFails(string[] arguments)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await Run(arguments);
            }
            catch (InvalidOperationException) when (tries < 3)
            {
            }
        }
    }

    private async Task<string> Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(_command, [.. arguments, "--dir", _folder.Path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(await error);
    }

    public void Dispose()
    {
        try
        {
            Kill().GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            // It was killed already.
        }
        _folder.Dispose();
    }
}
