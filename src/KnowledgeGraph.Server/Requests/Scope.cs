using System.Collections.Immutable;

namespace KnowledgeGraph.Server.Requests;

/// <summary>What a token may allow its bearer to do.</summary>
internal enum Scope
{
    /// <summary>To read. Needed only if the setting ReadersNeedToken is on.</summary>
    Read,

    /// <summary>To propose changes.</summary>
    Propose,

    /// <summary>To change the graph. Includes <see cref="Propose"/>.</summary>
    Write,

    /// <summary>To accept and reject proposals.</summary>
    Review,

    /// <summary>To merge nodes and undo the changes of others. Includes all scopes.</summary>
    Admin,
}

/// <summary>The names of the scopes, as tokens have them.</summary>
internal static class Scopes
{
    private static readonly ImmutableArray<string> s_names = ["graph:read", "graph:propose", "graph:write", "graph:review", "graph:admin"];

    public static ImmutableArray<string> Names => s_names;

    public static string NameOf(Scope scope) => s_names[(int)scope];

    public static bool TryParse(string name, out Scope scope)
    {
        scope = (Scope)s_names.IndexOf(name);
        return scope >= 0;
    }

    /// <summary>Reads the scopes of a token, which are separated by spaces. Other scopes than those of this program are ignored.</summary>
    public static ImmutableArray<Scope> Parse(string? list)
    {
        var given = (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. Enum.GetValues<Scope>().Where(s => given.Contains(NameOf(s)))];
    }
}
