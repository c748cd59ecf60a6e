using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Paths;

/// <summary>How two nodes are connected: the distance between them, and the paths.</summary>
internal sealed class PathOperator
{
    private readonly ReadContext _context;
    private readonly ResponseWriter _writer;
    private readonly Visibility _visibility;
    private readonly NodeWriter _nodes;
    private readonly RelationshipWriter _relationships;
    private readonly PathSearch _search;
    private readonly FoundPaths _found;

    public PathOperator(
        ReadContext context, ResponseWriter writer, Visibility visibility, EvidenceReader evidence, TraversalOrder order, NodeWriter nodes,
        RelationshipWriter relationships)
    {
        (_context, _writer, _visibility, _nodes, _relationships) = (context, writer, visibility, nodes, relationships);
        _search = new PathSearch(context, visibility, evidence);
        _found = new FoundPaths(context, order);
    }

    /// <summary>Writes the distance between two nodes; null if they are not connected.</summary>
    public void Write(ConnectedField field)
    {
        var distance = TryBegin(field.From, field.To, field.Types, out _) ? _search.Meet(_context.Value(field.MaxLength), isWhole: false) : -1;
        if (distance < 0)
            _writer.Null(field.Key);
        else
            _writer.Number(field.Key, distance);
    }

    /// <summary>Writes the paths between two nodes.</summary>
    public void Write(PathsField field)
    {
        _found.Clear();
        var count = _context.Value(field.First);
        if (TryBegin(field.From, field.To, field.Types, out var start) && count > 0)
            _search.Find(_context.Value(field.MaxLength), count, _found);
        _writer.Key(field.Key);
        _writer.BeginList();
        for (var i = 0; i < _found.Count; i++)
        {
            _writer.Separate(isFirst: i == 0);
            WritePath(field.Fields, start, _found[i]);
        }
        _writer.EndList();
    }

    private bool TryBegin(Slot<string?> from, Slot<string?> to, Slot<RelationshipType[]?> types, out NodeRef start)
    {
        start = default;
        if (_visibility.Find(_context.Value(from)) is not { } near || _visibility.Find(_context.Value(to)) is not { } far)
            return false;
        start = near;
        _search.Begin(near, far, _context.Value(types), _context.Parameters.At(from));
        return true;
    }

    private void WritePath(ImmutableArray<PlanField> fields, NodeRef start, FoundPath path)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.Length }: _writer.Number(field.Key, path.Length); break;
                case LeafField { What: Leaf.IndependentOrigins } when path.Length == 0: _writer.Null(field.Key); break;
                case LeafField { What: Leaf.IndependentOrigins }: _writer.Number(field.Key, path.Origins); break;
                case NodesField nodes:
                    _writer.Key(field.Key);
                    WriteNodes(nodes.Selection, start, path);
                    break;
                case StepsField steps:
                    _writer.Key(field.Key);
                    WriteSteps(steps.Fields, start, path);
                    break;
                case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        _writer.EndObject(fields.IsEmpty);
    }

    private void WriteNodes(NodeSelection selection, NodeRef start, FoundPath path)
    {
        _writer.BeginList();
        _nodes.Write(selection, start);
        foreach (var step in path.Walked)
        {
            _writer.Separate(isFirst: false);
            _nodes.Write(selection, step.Node);
        }
        _writer.EndList();
    }

    private void WriteSteps(ImmutableArray<PlanField> fields, NodeRef start, FoundPath path)
    {
        _writer.BeginList();
        for (var i = 0; i < path.Length; i++)
        {
            _writer.Separate(isFirst: i == 0);
            WriteStep(fields, i == 0 ? start : path.Steps[i - 1].Node, path.Steps[i]);
        }
        _writer.EndList();
    }

    private void WriteStep(ImmutableArray<PlanField> fields, NodeRef from, Traversal step)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case StartNodeField node:
                    _writer.Key(field.Key);
                    _nodes.Write(node.Selection, from);
                    break;
                case EndNodeField node:
                    _writer.Key(field.Key);
                    _nodes.Write(node.Selection, step.Node);
                    break;
                case LeafField { What: Leaf.Forward }: _writer.Boolean(field.Key, step.Adjacency.IsOut); break;
                case AnyRelationshipField relationship:
                    _writer.Key(field.Key);
                    _relationships.Write(relationship.Fields, _context.Snapshot.Relationships[step.Adjacency.Type], step.Relationship);
                    break;
                case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        _writer.EndObject(fields.IsEmpty);
    }
}
