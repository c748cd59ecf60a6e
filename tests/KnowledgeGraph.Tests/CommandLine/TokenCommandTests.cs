using System.Text.Json.Nodes;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Stores;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>The verb `token`.</summary>
public sealed class TokenCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("");
        var code = await Server.Program.Run(["token", .. arguments, "--data", _folder.Path], new Terminal(input, output, error), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!;

    [Fact]
    public async Task It_prints_the_token_only_and_makes_the_key_once()
    {
        var (code, output, error) = await Run("--subject", "ana", "--scope", "graph:review", "--scope", "graph:write", "--days", "7", "--name", "Ana Ruiz");
        Assert.Equal((0, $"{LocalKey.PathIn(_folder.Path)}: This is the new key. Who can read the file can make tokens.\n"), (code, error));
        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+\n$", output);
        var claims = Claims(output);
        Assert.Equal(("ana", "Ana Ruiz", "graph:review graph:write", "knowledgegraph"), ((string)claims["sub"]!, (string)claims["name"]!, (string)claims["scope"]!, (string)claims["aud"]!));
        Assert.Equal(7 * 86_400, (long)claims["exp"]! - (long)claims["iat"]!);
        var key = await File.ReadAllTextAsync(LocalKey.PathIn(_folder.Path));
        Assert.DoesNotContain((string)JsonNode.Parse(key)!["k"]!, output + error, StringComparison.Ordinal);

        (code, output, error) = await Run("--subject", "ben", "--scope", "graph:read");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal((30 * 86_400, null), ((long)Claims(output)["exp"]! - (long)Claims(output)["iat"]!, Claims(output)["name"]));
        Assert.Equal(key, await File.ReadAllTextAsync(LocalKey.PathIn(_folder.Path)));
    }

    [Theory]
    [InlineData("--subject ana --scope graph:writ", "scope: The scope `graph:writ` is unknown. Did you mean `graph:write`?\n")]
    [InlineData("--subject ana --scope graph:read --scope x", "scope: The scope `x` is unknown. Use one of graph:read, graph:propose, graph:write, graph:review, graph:admin.\n")]
    [InlineData("--subject ana --scope graph:read --days 0", "days: The number must be between 1 and 3650, but was 0.\n")]
    [InlineData("--subject ana --scope graph:read --days -1", "days: The number must be between 1 and 3650, but was -1.\n")]
    [InlineData("--subject ana --scope graph:read --days 3651", "days: The number must be between 1 and 3650, but was 3651.\n")]
    [InlineData("--subject  --scope graph:read", "subject: The subject must have 1 to 255 characters.\n")]
    [InlineData("--scope graph:read", "Option '--subject' is required.\nRun `KnowledgeGraph.Server token --help` for help.\n")]
    [InlineData("--subject ana", "Option '--scope' is required.\nRun `KnowledgeGraph.Server token --help` for help.\n")]
    public async Task Wrong_usage_makes_no_key(string arguments, string message)
    {
        Assert.Equal((2, "", message), await Run(arguments.Split(' ')));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_damaged_key_is_one_line()
    {
        _folder.Write("token.key", "half a key");
        Assert.Equal(
            (1, "", $"{LocalKey.PathIn(_folder.Path)}: The file has no key. Delete it, and make a new key with `token`. Tokens of the old key are then no longer valid.\n"),
            await Run("--subject", "ana", "--scope", "graph:read"));
    }

    /// <summary>The key may be made before the store.</summary>
    [Fact]
    public async Task A_store_can_be_made_beside_the_key()
    {
        Assert.Equal(0, (await Run("--subject", "ana", "--scope", "graph:read")).Code);
        using var store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        Assert.Equal(0, ((IGraphStore)store).Version);
    }
}
