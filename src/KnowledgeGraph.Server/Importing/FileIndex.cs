using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>What a file has, by hashes: enough to know whether an id is in it, and whether two lines contradict each other.</summary>
internal sealed class FileIndex(GraphModel model, string file, ImportErrors errors)
{
    private record struct NodeLine(int Line, int Content, int Type);

    private record struct RelationshipLine(int Line, int Content);

    private readonly HashTable<NodeLine> _nodes = new();
    private readonly HashTable<RelationshipLine> _relationships = new();
    private readonly HashTable<int> _singular = new();
    private readonly Dictionary<(NodeType, Property, string), string> _unique = [];
    private readonly Dictionary<string, string> _copies = [];
    private readonly Dictionary<string, ImportRecord.Merged> _redirects = [];
    private readonly HashSet<int> _repeated = [];
    private readonly HashSet<int> _exchanged = [];

    private bool _hasRelationships;
    private bool _hasLateNodes;

    /// <summary>If a node comes after a relationship, the nodes are imported first.</summary>
    public ImmutableArray<ImportStage> Stages =>
    [
        .. _hasLateNodes ? (ImmutableArray<ImportStage>)[ImportStage.Nodes, ImportStage.Relationships] : [ImportStage.Records],
        .. _redirects.Count > 0 ? (ImmutableArray<ImportStage>)[ImportStage.Redirects] : [],
    ];

    /// <summary>Lines that say what another line says.</summary>
    public IReadOnlySet<int> Repeated => _repeated;

    /// <summary>The lines of nodes that take over unique values from each other. They must be imported together.</summary>
    public IReadOnlySet<int> Exchanged => _exchanged;

    public void Add(ImportRecord record)
    {
        switch (record)
        {
            case ImportRecord.Node(_, var node): Add(record, node); break;
            case ImportRecord.Relationship(_, var relationship): Add(record, relationship); break;
            case ImportRecord.Merged merged: Add(merged); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Add(ImportRecord record, NodeRecord node)
    {
        _hasLateNodes |= _hasRelationships;
        var content = RecordHash.ContentOf(node);
        ref var line = ref _nodes.GetOrAdd(RecordHash.Of(node.Id), out var isNew);
        // A line that could not be read makes room for one that can.
        if (isNew || (!record.IsFaulty && errors.Has(line.Line)))
            line = new(record.Line, content, node.Type.Index);
        else if (!IsRepeated(record, line.Content == content))
            errors.Add(record.Line, record.Source.Locate(RecordLine.Id), $"{node.Id}: The node appears twice with different content (first at {file}:{line.Line}). Give it once.");
        foreach (var property in node.Type.Properties)
            if (!record.IsFaulty && property.IsUnique && node.Properties.GetValueOrDefault(property.Name) is string value)
                _unique.TryAdd((node.Type, property, Folding.Fold(value)), node.Id);
    }

    private void Add(ImportRecord record, RelationshipRecord relationship)
    {
        _hasRelationships = true;
        if (record.IsFaulty)
            return;
        var content = RecordHash.ContentOf(relationship);
        ref var line = ref _relationships.GetOrAdd(RecordHash.Of(relationship.Key), out var isNew);
        if (isNew)
            line = new(record.Line, content);
        else if (!IsRepeated(record, line.Content == content))
            errors.Add(record.Line, record.Source.Locate(null), $"{relationship.From} {relationship.Type.Name} {relationship.To}: The relationship appears twice with different content (first at {file}:{line.Line}). Give it once, or with another `since`.");
        if (isNew && relationship.Type == model.Evidence.Republishes)
            _copies.TryAdd(relationship.From, relationship.To);
    }

    private void Add(ImportRecord.Merged merged)
    {
        var (from, into) = merged.Redirect;
        if (!_redirects.TryAdd(from, merged) && !IsRepeated(merged, _redirects[from].Redirect.Into == into))
            errors.Add(merged.Line, merged.Source.Locate(RecordLine.Redirect), $"{from}: The redirect appears twice with different content (first at {file}:{_redirects[from].Line}). Give it once.");
    }

    /// <summary>Whether a line says the same as an earlier one. Notes it if so.</summary>
    private bool IsRepeated(ImportRecord record, bool isSame)
    {
        if (isSame)
            _repeated.Add(record.Line);
        return isSame;
    }

    /// <summary>The type and line of a node of the file; null if the file has no such node.</summary>
    public (NodeType Type, int Line)? FindNode(string id)
    {
        ref var line = ref _nodes.Find(RecordHash.Of(id));
        return Unsafe.IsNullRef(ref line) ? null : (model.NodeTypes[line.Type], line.Line);
    }

    public string? FindUnique(NodeType type, Property property, string folded) => _unique.GetValueOrDefault((type, property, folded));

    public string? FindOriginal(string report) => _copies.GetValueOrDefault(report);

    public string? FindRedirect(string id) => _redirects.GetValueOrDefault(id)?.Redirect.Into;

    /// <summary>Notes that a node of the file takes over a unique value of another one, which gets another value.</summary>
    public void Exchange(string id, string from)
    {
        if (FindNode(id) is var (_, taker) && FindNode(from) is var (_, giver))
            _exchanged.UnionWith([taker, giver]);
    }

    /// <summary>Notes the one relationship that a field of a node can have.</summary>
    /// <returns>The line of another relationship that the field has; null if there is none.</returns>
    public int? Occupy(RelationshipField field, string owner, int line)
    {
        ref var first = ref _singular.GetOrAdd(RecordHash.Of($"{field} {owner}"), out var isNew);
        if (isNew)
            first = line;
        return first == line ? null : first;
    }
}
