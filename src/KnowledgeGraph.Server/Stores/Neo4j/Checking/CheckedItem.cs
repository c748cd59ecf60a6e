using System.Text.Json;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>A node or relationship that was checked.</summary>
/// <param name="Element">Neo4j's own id.</param>
internal abstract record CheckedItem(string Element)
{
    public List<Finding> Findings { get; } = [];

    /// <summary>Whether it is known how it should be. What has a problem that only a person can solve is left as it is.</summary>
    public abstract bool IsKnown { get; }

    /// <summary>Whether a repair writes to it.</summary>
    public bool IsMendable => IsKnown && Findings.Exists(f => f.IsMendable);

    /// <summary>The findings. What only a person can solve must be solved before the rest of it is repaired.</summary>
    public IEnumerable<Finding> Reported => IsKnown ? Findings : Findings.Select(f => f with { IsMendable = false });

    public void Add(FindingKind kind, string message, bool isMendable = false) => Findings.Add(new(kind, message, isMendable));
}

/// <param name="Raw">As it is stored.</param>
/// <param name="Before">As the history has it; null if it does not.</param>
/// <param name="After">As it should be; null if that is not known.</param>
internal sealed record CheckedNode(RawNode Raw, NodeRecord? Before, NodeRecord? After) : CheckedItem(Raw.Element)
{
    public override bool IsKnown => After is not null;
}

/// <inheritdoc cref="CheckedNode"/>
/// <param name="FromOrder">The sort key of the node where it starts.</param>
/// <param name="ToOrder">The sort key of the node where it ends.</param>
internal sealed record CheckedRelationship(RawRelationship Raw, RelationshipRecord? Before, RelationshipRecord? After, string FromOrder, string ToOrder) : CheckedItem(Raw.Element)
{
    public override bool IsKnown => After is not null;
}

/// <summary>Compares stored properties with those of the layout.</summary>
internal static class StoredProperties
{
    /// <summary>The properties that a repair writes, each with its value, or null to remove it.</summary>
    /// <param name="needed">All properties that the layout has.</param>
    /// <param name="computed">Names of properties that may be replaced and removed. Others are only added.</param>
    public static IEnumerable<(string Name, JsonElement? Value)> Differences(RawItem raw, Dictionary<string, JsonElement> needed, IReadOnlySet<string> computed)
    {
        foreach (var (name, value) in needed)
            if (!raw.Values.TryGetValue(name, out var found) || (computed.Contains(name) && !JsonElement.DeepEquals(found.Value, value)))
                yield return (name, value);
        foreach (var name in computed.Where(n => raw.Values.ContainsKey(n) && !needed.ContainsKey(n)))
            yield return (name, null);
    }
}
