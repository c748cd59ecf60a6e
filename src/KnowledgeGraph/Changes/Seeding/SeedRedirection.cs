using System.Collections.Immutable;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>
/// Lets the relationships of a seed lead to what its nodes became in the graph. What the seed says about a merged node itself stays with its old id, so
/// that a change of it is found.
/// </summary>
internal static class SeedRedirection
{
    public static SeedContent Apply(SeedContent content, IStoredGraph graph)
    {
        var became = content.Relationships.SelectMany(IdsOf).Distinct().Where(id => graph.FindNode(id) is null)
            .Select(id => new Redirect(id, graph.Resolve(id))).Where(r => r.From != r.Into).ToDictionary(r => r.From, r => r.Into);
        if (became.Count == 0)
            return content;
        string Now(string id) => became.GetValueOrDefault(id, id);
        var (relationships, folders) = (new Dictionary<string, RelationshipRecord>(), content.Folders.ToBuilder());
        // What the node that stays says comes first.
        foreach (var old in content.Relationships.OrderBy(r => IdsOf(r).Any(became.ContainsKey)))
        {
            var moved = IdsOf(old).Any(became.ContainsKey) ? old.WithIds(Now) : old;
            if (moved.From == moved.To && old.From != old.To)
                continue;
            var first = relationships.GetValueOrDefault(moved.Key);
            relationships[moved.Key] = first is null ? moved : first with { Claims = [.. first.Claims.Union(moved.Claims)] };
            folders[moved.Key] = [.. content.FoldersOf(old.Key).Union(first is null ? [] : folders[moved.Key])];
        }
        return content with { Relationships = [.. relationships.Values], Folders = folders.ToImmutable() };
    }

    private static IEnumerable<string> IdsOf(RelationshipRecord relationship) =>
        [relationship.From, relationship.To, .. relationship.Claims, .. relationship.References.Select(r => r.Id)];
}
