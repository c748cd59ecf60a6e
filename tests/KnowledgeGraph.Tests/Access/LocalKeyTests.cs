using System.Text;
using KnowledgeGraph.Server.Access;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Tests.Access;

/// <summary>The files with keys.</summary>
public sealed class LocalKeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_its_owner_can_read_a_new_key()
    {
        var data = Path.Combine(_folder.Path, "data");
        Assert.True(LocalKey.FindOrCreate(data).IsNew);
        Assert.Equal("token.key", Path.GetFileName(Assert.Single(Directory.GetFiles(data))));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LocalKey.PathIn(data)));
    }

    [Fact]
    public void Of_several_that_make_the_key_at_once_one_wins()
    {
        var secrets = new byte[16][];
        var made = 0;
        Parallel.For(0, secrets.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var (key, isNew) = LocalKey.FindOrCreate(_folder.Path);
            secrets[i] = ((SymmetricSecurityKey)key).Key;
            Interlocked.Add(ref made, isNew ? 1 : 0);
        });
        Assert.Equal(1, made);
        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kty":"oct","kid":"a","k":"c2VjcmV0"}""")]
    [InlineData("""{"kty":"oct","kid":"a","k":7}""")]
    [InlineData("""{"kty":"oct","kid":"a","k":"!!secret!!"}""")]
    public void A_file_without_a_key_is_refused_without_its_text(string text)
    {
        var refused = Assert.Throws<FormatException>(() => LocalKey.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("The file has no key. Delete it, and make a new key with `token`. Tokens of the old key are then no longer valid.", refused.Message);
    }

    [Theory]
    [InlineData("{", "The file is not a JSON Web Key Set.")]
    [InlineData("", "The file is not a JSON Web Key Set.")]
    [InlineData("""{"keys":[]}""", "The file has no public key of the type RSA or EC. It must be a JSON Web Key Set.")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}]}""", "The file has no public key of the type RSA or EC. It must be a JSON Web Key Set.")]
    public void A_key_set_needs_public_keys(string text, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => KeySet.Parse(Encoding.UTF8.GetBytes(text))).Message);
        using var keys = new TestKeys();
        Assert.Equal("one", Assert.Single(KeySet.Parse(Encoding.UTF8.GetBytes(keys.Published))).KeyId);
    }

    [Theory]
    [InlineData("https://a.example", "graph", "keys.json", null, "KnowledgeGraph:Auth:Authority and KeysFile cannot both be set.")]
    [InlineData("https://a.example", null, null, null, "KnowledgeGraph:Auth:Audience is missing. Authority needs it.")]
    [InlineData(null, " ", "keys.json", null, "KnowledgeGraph:Auth:Audience is missing. KeysFile needs it.")]
    [InlineData(null, "graph", null, null, "KnowledgeGraph:Auth:Audience needs Authority or KeysFile.")]
    [InlineData("https://a.example", "graph", null, "x", "KnowledgeGraph:Auth:Issuer needs KeysFile.")]
    [InlineData("http://a.example", "graph", null, null, "KnowledgeGraph:Auth:Authority must be an address with https, such as https://login.example.")]
    [InlineData("a.example", "graph", null, null, "KnowledgeGraph:Auth:Authority must be an address with https, such as https://login.example.")]
    [InlineData(null, "graph", "/no/where.json", null, "/no/where.json: The file cannot be read: *")]
    [InlineData("https://a.example", "graph", null, null, null)]
    [InlineData("http://localhost:8080/realms/a", "graph", null, null, null)]
    [InlineData(null, null, null, null, null)]
    public void Settings_are_checked(string? authority, string? audience, string? file, string? issuer, string? message)
    {
        var found = Record.Exception(() => AuthSettings.Check(new() { Authority = authority, Audience = audience, KeysFile = file, Issuer = issuer }));
        if (message is null)
            Assert.Null(found);
        else
            Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(message).Replace("\\*", ".*", StringComparison.Ordinal) + "$", Assert.IsType<FormatException>(found).Message);
    }
}
