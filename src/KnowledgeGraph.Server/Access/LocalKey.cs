using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Server.Requests;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Server.Access;

/// <summary>The key in the data folder. It makes tokens and checks them, so that one machine needs nothing else.</summary>
internal static class LocalKey
{
    /// <summary>The issuer and the audience of the tokens.</summary>
    public const string Name = "knowledgegraph";

    public const string Algorithm = SecurityAlgorithms.HmacSha256;

    private const int Size = 32;

    public static string PathIn(string folder) => Path.Combine(folder, "token.key");

    /// <summary>Returns the key, which is made on first use. Of several processes that make it at the same time, one wins.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="FormatException">The file has no key.</exception>
    public static (SecurityKey Key, bool IsNew) FindOrCreate(string folder)
    {
        var file = PathIn(folder);
        var isNew = !File.Exists(file) && Create(folder, file);
        return (Parse(File.ReadAllBytes(file)), isNew);
    }

    // {"kty":"oct","alg":"HS256","kid":"3f9c…","k":"…"}
    /// <exception cref="FormatException">The text is not such a key. The message does not repeat the text.</exception>
    public static SecurityKey Parse(byte[] json)
    {
        try
        {
            var read = JsonDocument.Parse(json).RootElement;
            var secret = Base64UrlEncoder.DecodeBytes(read.GetProperty("k").GetString());
            if (read.GetProperty("kty").GetString() == "oct" && secret.Length >= Size)
                return new SymmetricSecurityKey(secret) { KeyId = read.GetProperty("kid").GetString() };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // Told below, without a word of the text.
        }
        throw new FormatException("The file has no key. Delete it, and make a new key with `token`. Tokens of the old key are then no longer valid.");
    }

    /// <summary>Makes a token.</summary>
    public static string CreateToken(SecurityKey key, string subject, string? name, IEnumerable<Scope> scopes, DateTimeOffset now, DateTimeOffset expires)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["scope"] = string.Join(' ', scopes.Distinct().Select(Scopes.NameOf)) };
        if (name is not null)
            claims["name"] = name;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, Algorithm),
        });
    }

    /// <summary>Writes a new key to another file first, so that nobody reads half a key.</summary>
    /// <returns>False if another process has made the key meanwhile.</returns>
    private static bool Create(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        var unfinished = $"{file}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(unfinished, options))
            {
                stream.Write(Serialize());
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static byte[] Serialize() => Encoding.ASCII.GetBytes(
        $$"""{"kty":"oct","alg":"HS256","kid":"{{RandomNumberGenerator.GetHexString(16, lowercase: true)}}","k":"{{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(Size))}}"}""" + "\n");
}
