using System.Security.Cryptography;
using System.Text.Json;
using KnowledgeGraph.Server.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Tests.Access;

/// <summary>A key of an issuer, and tokens that it signs.</summary>
internal sealed class TestKeys(string id = "one") : IDisposable
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "graph";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SecurityKey Key => new ECDsaSecurityKey(_key) { KeyId = id };

    /// <summary>The public key, as an authority publishes it.</summary>
    public string Published
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            var key = new { kty = "EC", crv = "P-256", use = "sig", kid = id, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
            return JsonSerializer.Serialize(new { keys = new[] { key } });
        }
    }

    /// <summary>A token of one hour.</summary>
    /// <param name="change">Changes its claims before it is signed.</param>
    public string Token(Action<Dictionary<string, object>>? change = null) => Sign(Claims(change), new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256));

    public static Dictionary<string, object> Claims(Action<Dictionary<string, object>>? change = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "ana",
            ["name"] = "Ana Ruiz",
            ["scope"] = "openid graph:write",
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return claims;
    }

    public static string Sign(Dictionary<string, object> claims, SigningCredentials? with) =>
        with is null ? new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims))
        : new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), with);

    /// <summary>A token of the key in the folder, which is made if there is none.</summary>
    public static string LocalToken(string folder, DateTimeOffset? expires = null, params Server.Requests.Scope[] scopes)
    {
        var now = DateTimeOffset.UtcNow;
        return LocalKey.CreateToken(LocalKey.FindOrCreate(folder).Key, "ana", "Ana Ruiz", scopes, now.AddMinutes(-1), expires ?? now.AddHours(1));
    }

    public void Dispose() => _key.Dispose();
}
