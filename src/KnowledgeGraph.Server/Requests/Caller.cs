using System.Collections.Immutable;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Who makes a request, as its token says.</summary>
/// <param name="Subject">The subject of the token (<c>sub</c>). Changes are recorded under it.</param>
/// <param name="Name">The name in the token; null for none.</param>
/// <param name="Scopes">The scopes of the token. Use <see cref="Has"/>, because some scopes include others.</param>
/// <param name="Expires">When the token expires.</param>
internal sealed record Caller(string Subject, string? Name, ImmutableArray<Scope> Scopes, DateTimeOffset Expires)
{
    /// <summary>Makes a request without a token.</summary>
    public static readonly Caller Nobody = new("", null, [], DateTimeOffset.MaxValue);

    public bool IsNobody => ReferenceEquals(this, Nobody);

    /// <summary>The caller as `viewer` returns it; null for nobody.</summary>
    public Viewer? Viewer => IsNobody ? null : new Viewer(Subject, Name, [.. Scopes.Select(Requests.Scopes.NameOf)]);

    public bool Has(Scope scope) => Scopes.Any(s => s == scope || s == Scope.Admin || (s == Scope.Write && scope == Scope.Propose));
}
