using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Importing;

/// <summary>An import is killed at random moments and started again, until it ends.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ImportKillTests : IDisposable
{
    private const int Records = 30_000;

    /// <summary>More are made where they are asked for.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("IMPORT_TEST_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 3;

    private readonly TempFolder _files = new();
    private readonly Random _random = new(20240701);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_killed_import_of_the_embedded_store_ends_as_if_it_had_not_been_killed()
    {
        var file = _files.Write("g.jsonl", ImportedLines.Of(ImportedLines.Objectives(Records)));
        using var whole = new TemporaryFolder();
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, Run(Timeout.InfiniteTimeSpan, file, "--data", whole.Path));
        var length = clock.Elapsed;
        var expected = Text(whole);
        for (var kills = 0; kills < s_kills;)
        {
            using var store = new TemporaryFolder();
            while (true)
            {
                var code = Run(kills < s_kills ? length * _random.NextDouble() : Timeout.InfiniteTimeSpan, file, "--data", store.Path);
                if (code is not null)
                {
                    Assert.Equal(0, code);
                    break;
                }
                kills++;
            }
            Assert.Equal(expected, Text(store));
            Assert.Empty(StoreCheck.Run(store.Path, TestGraph.Model));
        }
    }

    private static string Text(TemporaryFolder folder)
    {
        using var store = folder.Open();
        return store.Snapshot.Text();
    }

    [SkippableFact]
    public async Task A_killed_import_into_Neo4j_ends_as_if_it_had_not_been_killed()
    {
        var address = await StoreDatabase.Empty();
        var file = _files.Write("g.jsonl", ImportedLines.Of(ImportedLines.Objectives(Records)));
        string[] store = ["--store", "neo4j", "--neo4j-url", address.Url.ToString().TrimEnd('/'), "--neo4j-user", address.User, "--neo4j-database", address.Database];
        int? code = null;
        for (var kills = 0; code is null; kills++)
            code = Run(kills < s_kills ? TimeSpan.FromSeconds(2 + (4 * _random.NextDouble())) : Timeout.InfiniteTimeSpan, [file, .. store], address);
        Assert.Equal(0, code);
        using var whole = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        await whole.Open(null, null, default);
        Assert.Equal(new StoreState(Records / 5_000, Records, 0), await whole.State(default));
        Assert.Equal((await File.ReadAllLinesAsync(file)).Order(StringComparer.Ordinal), (await ImportedLines.Of(whole)).TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    private static int? Run(TimeSpan limit, params string[] arguments) => Run(limit, arguments, address: null);

    /// <returns>The exit code; null if it was killed.</returns>
    private static int? Run(TimeSpan limit, string[] arguments, Neo4jAddress? address)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "KnowledgeGraph.Server.dll"), "import", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (address is not null)
            start.Environment["NEO4J_PASSWORD"] = address.Password;
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(limit))
            return process.ExitCode;
        process.Kill();
        process.WaitForExit();
        return null;
    }
}
