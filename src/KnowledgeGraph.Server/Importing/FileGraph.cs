using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>The graph with all that a file would add to it, as the check of some lines of the file sees it.</summary>
/// <param name="graph">The stored graph.</param>
/// <param name="index">What the file has.</param>
/// <param name="own">The ids of the nodes among the lines that are checked: of these, only the stored ones are seen.</param>
/// <param name="copies">The type of the relationship from a copy to its original.</param>
internal sealed class FileGraph(IStoredGraph graph, FileIndex index, IReadOnlySet<string> own, RelationshipType copies) : IStoredGraph
{
    /// <inheritdoc/>
    /// <remarks>A node of the file has its type alone.</remarks>
    public NodeRecord? FindNode(string id) => !own.Contains(id) && index.FindNode(id) is var (type, _) ? new NodeRecord(type, id, ImmutableDictionary<string, object>.Empty) : graph.FindNode(id);

    public string? FindRedirect(string id) => index.FindRedirect(id) ?? graph.FindRedirect(id);

    /// <inheritdoc/>
    /// <remarks>The file replaces the stored values of its nodes.</remarks>
    public string? FindUnique(NodeType type, Property property, string value)
    {
        var (inFile, stored) = (index.FindUnique(type, property, Folding.Fold(value)), graph.FindUnique(type, property, value));
        if (stored is not null && stored != inFile && index.FindNode(stored) is null)
            return stored;
        if (inFile is not null && stored is not null && stored != inFile)
            index.Exchange(inFile, stored);
        return inFile;
    }

    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded) => graph.FindSame(type, property, folded);

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) => graph.RelationshipsOf(id);

    /// <inheritdoc/>
    /// <remarks>Of those of the file, only copies are seen, because they must not lead in a circle.</remarks>
    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction)
    {
        var stored = graph.RelationshipsOf(id, type, direction);
        return type == copies && direction == Direction.Out && index.FindOriginal(id) is { } original ? stored.Append(new RelationshipRecord(type, id, original)) : stored;
    }

    public RelationshipRecord? FindRelationship(RelationshipRecord record) => graph.FindRelationship(record);

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) => graph.CarriedBy(claim);

    public IEnumerable<RelationshipRecord> ReferencedBy(string id) => graph.ReferencedBy(id);

    public RecordedChange? FindChange(long version) => graph.FindChange(version);

    public IEnumerable<RecordedEntry> EntriesOf(long version) => graph.EntriesOf(version);

    public Proposal? FindProposal(long number) => graph.FindProposal(number);
}
