namespace KnowledgeGraph.Server;

/// <summary>
/// How tokens are checked: by the keys of an OpenID Connect authority, by the keys in a file, or else by the key that the command `token` has made in the
/// data folder.
/// </summary>
internal sealed class AuthOptions
{
    /// <summary>The address of an OpenID Connect authority. Null means none.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must have (<c>aud</c>). Needed with <see cref="Authority"/> and <see cref="KeysFile"/>.</summary>
    public string? Audience { get; set; }

    /// <summary>A file with public keys: a JSON Web Key Set. Null means none.</summary>
    public string? KeysFile { get; set; }

    /// <summary>The issuer that tokens must have (<c>iss</c>), with <see cref="KeysFile"/>. Null means any.</summary>
    public string? Issuer { get; set; }

    /// <summary>Whether reading needs a token with the scope graph:read.</summary>
    public bool ReadersNeedToken { get; set; }
}
