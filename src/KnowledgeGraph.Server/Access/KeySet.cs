using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Server.Access;

/// <summary>Reads a file with public keys: a JSON Web Key Set (RFC 7517).</summary>
internal static class KeySet
{
    /// <exception cref="FormatException">The file cannot be read, or has no public key.</exception>
    public static IReadOnlyList<SecurityKey> Read(string file)
    {
        try
        {
            return Parse(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new FormatException($"{file}: {(e is FormatException ? e.Message : "The file cannot be read: " + e.Message)}", e);
        }
    }

    // {"keys":[{"kty":"EC","crv":"P-256","x":"…","y":"…","kid":"2025-03"}]}
    /// <exception cref="FormatException">The text is not a key set, or has no public key. The message does not repeat the text.</exception>
    public static IReadOnlyList<SecurityKey> Parse(byte[] json)
    {
        try
        {
            // A secret that is shared would also let its readers make tokens.
            List<SecurityKey> keys = [.. new JsonWebKeySet(Encoding.UTF8.GetString(json)).GetSigningKeys().Where(k => k is AsymmetricSecurityKey)];
            return keys.Count > 0 ? keys : throw new FormatException("The file has no public key of the type RSA or EC. It must be a JSON Web Key Set.");
        }
        catch (Exception e) when (e is not FormatException)
        {
            throw new FormatException("The file is not a JSON Web Key Set.");
        }
    }
}
