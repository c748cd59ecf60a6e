using System.Collections.Immutable;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>What a seed says.</summary>
/// <param name="Nodes">Without defaults.</param>
/// <param name="Relationships">Without defaults.</param>
/// <param name="Folders">The folders of the seed whose files have a record, by its id or key. A file that is in no folder has the folder "".</param>
public sealed record SeedContent(
    ImmutableArray<NodeRecord> Nodes, ImmutableArray<RelationshipRecord> Relationships, ImmutableDictionary<string, ImmutableArray<string>> Folders)
{
    public static readonly SeedContent Nothing = new([], [], ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>What merged nodes of the seed became.</summary>
    public ImmutableArray<Redirect> Redirects { get; init; } = [];

    public ImmutableArray<string> FoldersOf(string record) => Folders.GetValueOrDefault(record, []);

    /// <summary>
    /// What the whole seed says if only one of its folders was read: <paramref name="last"/>, except what this folder alone said. Of a record that other
    /// folders have too, nobody knows which of them said what. So the folder can correct it and add to it, but takes nothing out of it.
    /// </summary>
    /// <param name="last">What the whole seed said last time.</param>
    /// <param name="folder">The folder that was read.</param>
    public SeedContent Within(SeedContent last, string folder)
    {
        ImmutableArray<string> Others(string record) => last.FoldersOf(record).Remove(folder);
        var folders = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        var nodes = new Dictionary<string, NodeRecord>();
        foreach (var node in last.Nodes.Where(n => !Others(n.Id).IsEmpty))
            nodes.Add(node.Id, node);
        foreach (var node in Nodes)
            nodes[node.Id] = nodes.TryGetValue(node.Id, out var before) && before.Type == node.Type ? node with { Properties = Over(before.Properties, node.Properties) } : node;
        var relationships = new Dictionary<string, RelationshipRecord>();
        foreach (var relationship in last.Relationships.Where(r => !Others(r.Key).IsEmpty))
            relationships.Add(relationship.Key, relationship);
        foreach (var relationship in Relationships)
            relationships[relationship.Key] = !relationships.TryGetValue(relationship.Key, out var before) ? relationship : relationship with
            {
                Until = relationship.Until ?? before.Until,
                Properties = Over(before.Properties, relationship.Properties),
                Claims = [.. before.Claims.Union(relationship.Claims)],
            };
        foreach (var record in nodes.Keys.Concat(relationships.Keys))
            folders[record] = Others(record);
        foreach (var record in Nodes.Select(n => n.Id).Concat(Relationships.Select(r => r.Key)))
            folders[record] = [.. folders[record], folder];
        return JoinPartlyKnown(relationships, folders) with { Nodes = [.. nodes.Values], Redirects = Redirects };
    }

    /// <summary>A record of another folder may know a part of what a record of this folder knows, or the whole of it.</summary>
    private SeedContent JoinPartlyKnown(Dictionary<string, RelationshipRecord> relationships, ImmutableDictionary<string, ImmutableArray<string>>.Builder folders)
    {
        var own = Relationships.Select(r => r.Key).ToHashSet();
        foreach (var held in relationships.Values.Where(r => r.Type.SeenOn is not null).GroupBy(r => (r.Type, r.From, r.To)).ToList())
            foreach (var part in held)
                if (PartlyKnown.FindWhole(part, held.Where(h => own.Contains(h.Key) != own.Contains(part.Key))) is { } whole)
                {
                    relationships.Remove(part.Key);
                    relationships[whole.Key] = PartlyKnown.Join(relationships[whole.Key], part);
                    folders[whole.Key] = [.. folders[whole.Key].Union(folders[part.Key])];
                    folders.Remove(part.Key);
                }
        return new([], [.. relationships.Values], folders.ToImmutable());
    }

    private static Dictionary<string, object> Over(IReadOnlyDictionary<string, object> before, IReadOnlyDictionary<string, object> values)
    {
        var both = before.ToDictionary();
        foreach (var (name, value) in values)
            both[name] = value;
        return both;
    }
}
