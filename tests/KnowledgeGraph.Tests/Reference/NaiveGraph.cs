using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>A graph as two lists of records: what the snapshot is held against.</summary>
internal sealed record NaiveGraph(GraphModel Model, ImmutableList<NaiveNode> Nodes, ImmutableList<NaiveLink> Links) : IStoredGraph
{
    /// <summary>The number of change sets that were applied.</summary>
    public int Version { get; init; }

    public static NaiveGraph Empty(GraphModel model) => new(model, [], []);

    public NaiveNode? Find(string? id) => Nodes.Find(n => n.Id == id);

    /// <summary>What a change set says, taken at its word: removals first, then what is put.</summary>
    public NaiveGraph Apply(ChangeSet changes, DateTimeOffset at)
    {
        var gone = changes.RemovedRelationships.Select(r => r.Key).ToHashSet();
        var removed = changes.RemovedNodes.ToHashSet();
        var putAgain = changes.Nodes.Select(n => n.Id).ToHashSet();
        var (nodes, links) = (Nodes.RemoveAll(n => removed.Contains(n.Id)), ImmutableList.CreateBuilder<NaiveLink>());
        foreach (var link in Links)
            if (!gone.Contains(link.Record.Key) && !removed.Contains(link.Record.From) && !removed.Contains(link.Record.To))
                links.Add(link with
                {
                    Record = link.Record with { Claims = [.. link.Record.Claims.Where(c => !removed.Contains(c) || putAgain.Contains(c))] },
                });
        foreach (var node in changes.Nodes)
        {
            var index = nodes.FindIndex(n => n.Id == node.Id);
            nodes = index < 0 ? nodes.Add(new NaiveNode(node, at)) : nodes.SetItem(index, nodes[index] with { Record = node });
        }
        foreach (var record in changes.Relationships)
        {
            var index = links.FindIndex(l => l.Record.Key == record.Key);
            if (index < 0)
                links.Add(new NaiveLink(record, at));
            else
                links[index] = links[index] with { Record = record };
        }
        return this with { Version = Version + 1, Nodes = nodes.ConvertAll(WithRevision), Links = [.. links.Select(WithRevision)] };
    }

    private NaiveNode WithRevision(NaiveNode node) =>
        node with { Revision = Find(node.Id) is { } before && Text(before.Record) == Text(node.Record) ? before.Revision : Version + 1 };

    private NaiveLink WithRevision(NaiveLink link) =>
        link with { Revision = Links.Find(l => l.Record.Key == link.Record.Key) is { } before && Text(before.Record) == Text(link.Record) ? before.Revision : Version + 1 };

    private static string Text(NodeRecord record) => record.Type.Name + Encoding.UTF8.GetString(RecordJson.Encode(record.Type.Properties, record.Properties));

    private static string Text(RelationshipRecord record) =>
        $"{record.Until} {string.Join(' ', record.Claims)} {Encoding.UTF8.GetString(RecordJson.Encode(record.Type.Properties, record.Properties))}";

    public NodeRecord? FindNode(string id) => Find(id)?.Record;

    public string? FindRedirect(string id) => null;

    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded) =>
        Nodes.Select(n => n.Record).Where(n => n.Type == type && n.Properties.GetValueOrDefault(property.Name) is string text && folded.Contains(Folding.Fold(text)));

    public string? FindUnique(NodeType type, Property property, string value) => Nodes.Find(n =>
        n.Record.Type == type && n.Text(property.Name) is { } text && NaiveOrder.Fold(text) == NaiveOrder.Fold(value))?.Id;

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) =>
        Links.Select(l => l.Record).Where(r => r.From == id || r.To == id);

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction) =>
        Links.Select(l => l.Record).Where(r => r.Type == type && (direction == Direction.Out ? r.From : r.To) == id);

    public RelationshipRecord? FindRelationship(RelationshipRecord record) => Links.Find(l => l.Record.Key == record.Key)?.Record;

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) => Links.Select(l => l.Record).Where(r => r.Claims.Contains(claim));

    public IEnumerable<RelationshipRecord> ReferencedBy(string id) => Links.Select(l => l.Record).Where(r => r.Properties.GetValueOrDefault("onBehalfOf") as string == id);

    public RecordedChange? FindChange(long version) => null;

    public IEnumerable<RecordedEntry> EntriesOf(long version) => [];

    public Proposal? FindProposal(long number) => null;
}

internal sealed record NaiveNode(NodeRecord Record, DateTimeOffset RecordedAt, int Revision = 0)
{
    public string Id => Record.Id;
    public string Name => Text(Record.Type.NameProperty.Name)!;

    public string? Text(string? property) => property is null ? null : Record.Properties.GetValueOrDefault(property) as string;
}

internal sealed record NaiveLink(RelationshipRecord Record, DateTimeOffset RecordedAt, int Revision = 0);
