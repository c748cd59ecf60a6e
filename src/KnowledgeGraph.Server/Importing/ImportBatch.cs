using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Some records of a file, which are checked or committed together.</summary>
/// <param name="Records">In the order of the file.</param>
internal sealed record ImportBatch(ImmutableArray<ImportRecord> Records)
{
    /// <summary>The maximum number of records.</summary>
    public const int MaxRecords = 5_000;

    /// <summary>The maximum length of its lines together. A batch has at least one record.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Whether it is the last one that is read.</summary>
    public bool IsLast { get; init; }

    /// <summary>The records as they are given.</summary>
    public ChangeSet Given { get; } = new()
    {
        Nodes = [.. Records.OfType<ImportRecord.Node>().Select(r => r.Record)],
        Relationships = [.. Records.OfType<ImportRecord.Relationship>().Select(r => r.Record)],
        Redirects = [.. Records.OfType<ImportRecord.Merged>().Select(r => r.Redirect)],
    };

    /// <summary>What the records change in the graph, each as a whole record. Redirects that the graph has are left out.</summary>
    public ChangeSet Complete(IStoredGraph graph) => Given with
    {
        Nodes = [.. Records.OfType<ImportRecord.Node>().Select(r => r.Fields is null ? r.Record : Complete(r.Record, r.Fields, graph.FindNode(r.Record.Id)))],
        Relationships = [.. Records.OfType<ImportRecord.Relationship>().Select(r => r.Fields is null ? r.Record : Complete(r.Record, r.Fields, graph.FindRelationship(r.Record)))],
        Redirects = [.. Given.Redirects.Where(r => graph.FindRedirect(r.From) != r.Into)],
    };

    /// <summary>What whole records change in the graph.</summary>
    public static IEnumerable<ChangeEntry> EntriesOf(ChangeSet changes, IStoredGraph graph) =>
        ((IEnumerable<ChangeEntry>)[.. changes.Nodes.Select(n => new NodeEntry(graph.FindNode(n.Id), n)), .. changes.Relationships.Select(r => new RelationshipEntry(graph.FindRelationship(r), r))])
            .Where(e => e.IsChange);

    private static NodeRecord Complete(NodeRecord node, IReadOnlySet<string> fields, NodeRecord? stored) =>
        node with { Properties = Complete(node.Type.Properties, node.Properties, fields, stored?.Properties) };

    private static RelationshipRecord Complete(RelationshipRecord relationship, IReadOnlySet<string> fields, RelationshipRecord? stored) => relationship with
    {
        Properties = Complete(relationship.Type.Properties, relationship.Properties, fields, stored?.Properties),
        Until = fields.Contains(RecordLine.Until) ? relationship.Until : stored?.Until,
        Claims = fields.Contains(RecordLine.Claims) || stored is null ? relationship.Claims : stored.Claims,
    };

    private static Dictionary<string, object> Complete(
        ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> given, IReadOnlySet<string> fields, IReadOnlyDictionary<string, object>? stored)
    {
        var values = stored?.Where(p => !fields.Contains(p.Key)).ToDictionary() ?? [];
        foreach (var (name, value) in given)
            values[name] = value;
        PropertyDefaults.Fill(properties, values);
        return values;
    }
}
