namespace KnowledgeGraph.Server.Access;

/// <summary>Checks the settings of <see cref="AuthOptions"/>.</summary>
internal static class AuthSettings
{
    private const string Section = $"{ServerOptions.Section}:{nameof(ServerOptions.Auth)}:";

    /// <summary>Whether tokens are checked by the key in the data folder.</summary>
    public static bool UsesLocalKey(AuthOptions auth) => auth is { Authority: null, KeysFile: null };

    /// <summary>Whether there is anything to check tokens with.</summary>
    public static bool AcceptsTokens(ServerOptions options) => !UsesLocalKey(options.Auth) || File.Exists(LocalKey.PathIn(options.Data));

    /// <exception cref="FormatException">The settings contradict each other, or one of them is invalid.</exception>
    public static void Check(AuthOptions auth)
    {
        if (auth is { Authority: not null, KeysFile: not null })
            throw new FormatException($"{Section}{nameof(auth.Authority)} and {nameof(auth.KeysFile)} cannot both be set.");
        if (!UsesLocalKey(auth) && string.IsNullOrWhiteSpace(auth.Audience))
            throw new FormatException($"{Section}{nameof(auth.Audience)} is missing. {(auth.Authority is null ? nameof(auth.KeysFile) : nameof(auth.Authority))} needs it.");
        if (UsesLocalKey(auth) && auth.Audience is not null)
            throw new FormatException($"{Section}{nameof(auth.Audience)} needs {nameof(auth.Authority)} or {nameof(auth.KeysFile)}.");
        if (auth is { KeysFile: null, Issuer: not null })
            throw new FormatException($"{Section}{nameof(auth.Issuer)} needs {nameof(auth.KeysFile)}.");
        if (auth.Authority is { } authority && !IsSafe(authority))
            throw new FormatException($"{Section}{nameof(auth.Authority)} must be an address with https, such as https://login.example.");
        if (auth.KeysFile is { } file)
            _ = KeySet.Read(file);
    }

    /// <summary>Plain HTTP is allowed on this machine only: whoever answers decides which tokens are valid.</summary>
    private static bool IsSafe(string authority) => Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || IsPlain(uri));

    /// <summary>Whether the address is one of this machine, with http.</summary>
    public static bool IsPlain(Uri authority) => authority is { Scheme: "http", IsLoopback: true };
}
