using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>A small graph, and all of any as text, to compare.</summary>
internal static class StoredGraph
{
    public static readonly ChangeSet Small = new()
    {
        Nodes =
        [
            Country("PAN", "PA", "Panamá"),
            Country("USA", "US", "United States"),
            Node("Agreement", "instrument:mou", ("name", "A \"quoted\" \\ name\n"), ("kind", "MEMORANDUM_OF_UNDERSTANDING"), ("signed", "2024-07-01")),
            Node("Place", "place:darien", ("name", "Darién"), ("kind", "REGION"), ("latitude", 8.1), ("longitude", -77.25)),
            Node("Official", "official:mayorkas", ("name", "Mayorkas"), ("aliases", (string[])["A. M.", "Ali"])),
            Node("Claim", "claim:1", ("statement", "one"), ("inferred", true)),
            Node("Claim", "claim:2", ("statement", "two")),
        ],
        Relationships =
        [
            Link("PARTY_TO", "country:PAN", "instrument:mou", ["claim:1"], properties: ("role", "SIGNATORY")),
            Link("PARTY_TO", "country:USA", "instrument:mou", ["claim:2", "claim:1"], since: "2024-07", until: "2025"),
            Link("LIES_IN", "place:darien", "country:PAN", ["claim:2"]),
            Tenure(null, "claim:1", "2024"),
            Tenure("Secretary", "claim:1"),
            Tenure("Secretary", "claim:2", since: "2021-02"),
        ],
    };

    public static NodeRecord Country(string code, string iso2, string name) =>
        Node("Country", $"country:{code}", ("name", name), ("iso2", iso2), ("iso3", code));

    private static RelationshipRecord Tenure(string? title, string claim, string? since = null) => title is null
        ? Link("HOLDS_OFFICE", "official:mayorkas", "country:USA", [claim], since)
        : Link("HOLDS_OFFICE", "official:mayorkas", "country:USA", [claim], since, null, ("title", title), ("seenOn", (string[])["2024-07-01", "2024"]));

    /// <summary>Version, nodes and relationships, each with when it was recorded and its revision, and each node's links in their order; does not depend on rows.</summary>
    public static string Text(this GraphSnapshot snapshot)
    {
        var lines = new List<string>();
        foreach (var node in snapshot.AllNodes())
        {
            Assert.True(snapshot.TryFind(node.Id, out var at));
            lines.Add($"{node.Type.Name} {node.Id} {Json(RecordJson.Encode(node.Type.Properties, node.Properties))} {snapshot.Nodes[at.Type].RecordedAt[at.Row]} revision {node.Revision}");
            lines.Add($"{node.Id} links: {string.Join(", ", snapshot.RelationshipsOf(node.Id).Select(r => r.Key))}");
        }
        foreach (var relationship in snapshot.AllRelationships())
        {
            Assert.True(snapshot.TryFind(relationship.From, out var from) & snapshot.TryFind(relationship.To, out var to));
            Assert.True(snapshot.TryFindRow(relationship, from, to, out var row));
            lines.Add($"{relationship.Key} | {relationship.Since} {relationship.Until} [{string.Join(' ', relationship.Claims)}] "
                + $"{Json(RecordJson.Encode(relationship.Type.Properties, relationship.Properties))} {snapshot.Relationships[relationship.Type.Index].RecordedAt[row]} revision {relationship.Revision}");
        }
        lines.Sort(StringComparer.Ordinal);
        return $"version {snapshot.Version}: {snapshot.NodeCount} nodes, {snapshot.RelationshipCount} relationships\n{string.Join('\n', lines)}";
    }

    private static string Json(byte[] json) => Encoding.UTF8.GetString(json);
}
