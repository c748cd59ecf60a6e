using System.Collections.Immutable;

namespace KnowledgeGraph.Changes;

/// <summary>A node that was merged into another one. Its id then stands for the other node, and is never free again.</summary>
/// <param name="From">The id of the node that is gone.</param>
/// <param name="Into">The id of the node that it became.</param>
public sealed record Redirect(string From, string Into)
{
    /// <summary>Where it was given.</summary>
    public ChangeLocation? Location { get; init; }
}

/// <summary>The redirects of one version of the graph. Immutable.</summary>
public sealed class Redirects
{
    public static readonly Redirects None = new(ImmutableDictionary<string, string>.Empty);

    private readonly ImmutableDictionary<string, string> _into;

    private Redirects(ImmutableDictionary<string, string> into) => _into = into;

    public static Redirects Of(IEnumerable<Redirect> redirects) => None.With(redirects);

    public bool IsEmpty => _into.IsEmpty;

    /// <summary>All redirects, in the order of ids.</summary>
    public IEnumerable<Redirect> All => _into.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new Redirect(r.Key, r.Value));

    /// <summary>The id of the node into which a node was merged; null if it was not.</summary>
    public string? Find(string id) => _into.GetValueOrDefault(id);

    /// <summary>What an id stands for, which may have been merged several times; the id itself if it was not merged.</summary>
    public string Resolve(string id)
    {
        while (Find(id) is { } next)
            id = next;
        return id;
    }

    public Redirects Apply(ChangeSet changes) => changes.RemovedRedirects.IsEmpty && changes.Redirects.IsEmpty ? this
        : new Redirects(_into.RemoveRange(changes.RemovedRedirects)).With(changes.Redirects);

    public Redirects With(IEnumerable<Redirect> redirects) => new(_into.SetItems(redirects.Select(r => KeyValuePair.Create(r.From, r.Into))));
}

/// <summary>Follows the redirects of a stored graph.</summary>
internal static class StoredRedirects
{
    /// <summary>What an id stands for; the id itself if it was not merged.</summary>
    public static string Resolve(this IStoredGraph graph, string id)
    {
        while (graph.FindRedirect(id) is { } next)
            id = next;
        return id;
    }
}
