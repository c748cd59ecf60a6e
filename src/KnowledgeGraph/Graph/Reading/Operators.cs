using System.Diagnostics;
using KnowledgeGraph.Graph.Reading.Aggregates;
using KnowledgeGraph.Graph.Reading.Connections;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Reading.Paths;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// The operators of one thread, and which field each of them writes. They serve one request after another and keep their scratch space, so that a
/// request allocates nothing that grows with its response.
/// </summary>
internal sealed class Operators : INodeFieldWriter
{
    private readonly ReadContext _context = new();
    private readonly ResponseWriter _writer = new();
    private readonly StandingReader _standings;
    private readonly Visibility _visibility;
    private readonly NodeWriter _nodes;
    private readonly RelationshipWriter _relationships;
    private readonly LookupOperator _lookups;
    private readonly StoredConnectionOperator _storedConnections;
    private readonly AllRelationshipsOperator _allRelationships;
    private readonly RelationshipListOperator _relationshipLists;
    private readonly SearchOperator _search;
    private readonly TimelineOperator _timelines;
    private readonly RelianceOperator _reliance;
    private readonly AggregateOperator _aggregates;
    private readonly PathOperator _paths;
    private readonly ItemStack<Link> _items = new();

    public Operators()
    {
        _standings = new StandingReader(_context);
        _visibility = new Visibility(_context, _standings);
        var evidence = new EvidenceReader(_context);
        var values = new ValueReader(_context, _visibility, _standings, evidence);
        var filters = new FilterEvaluator(_context, _visibility, values);
        var relationshipOrder = new RelationshipOrder(_context);
        var itemOrder = new ItemOrder(_context, values, relationshipOrder);
        var traversalOrder = new TraversalOrder(_context, itemOrder, relationshipOrder);
        var seeks = new SeekReader(_context, _items);
        var scans = new TableScan(_context, _visibility, filters);
        var finder = new ItemFinder(_context, _visibility, filters, seeks, scans, _items);
        var tools = new ItemTools(_context, _visibility, itemOrder, _items, finder, new PageFinder(finder, _items));

        _nodes = new NodeWriter(_context, _writer, this);
        _relationships = new RelationshipWriter(_writer, new RelationshipIdWriter(_context, _writer), _visibility, _standings, evidence, _nodes);
        var connections = new ConnectionWriter(_context, _writer, _nodes);
        var edges = new EdgeWriter(_context, _writer, itemOrder, _relationships, _nodes);

        _lookups = new LookupOperator(_context, _writer, _visibility, _nodes);
        _storedConnections = new StoredConnectionOperator(tools, connections, edges);
        _allRelationships = new AllRelationshipsOperator(_context, _writer, _visibility, traversalOrder, connections, _relationships);
        _relationshipLists = new RelationshipListOperator(_context, _writer, _visibility, filters, itemOrder, relationshipOrder, connections, _relationships);
        _search = new SearchOperator(_context, _writer, _visibility, itemOrder, connections);
        _timelines = new TimelineOperator(_context, _writer, _visibility, _standings, itemOrder, traversalOrder, connections, _relationships);
        _reliance = new RelianceOperator(_context, _writer, _visibility, _standings, evidence, filters, itemOrder, connections, _nodes, _relationships);
        _aggregates = new AggregateOperator(_writer, tools, values, _nodes);
        _paths = new PathOperator(_context, _writer, _visibility, evidence, traversalOrder, _nodes, _relationships);
    }

    /// <summary>
    /// Writes the response. If it throws a <see cref="GraphErrorException"/> (too much work) or an <see cref="OperationCanceledException"/>, the buffer
    /// is empty.
    /// </summary>
    public void Run(BoundPlan plan, GraphSnapshot snapshot, DateOnly today, ResponseBuffer response, CancellationToken cancellation)
    {
        _context.Begin(plan, snapshot, today, cancellation);
        _writer.Begin(response);
        response.Evidence = _context.Evidence?.Count;
        try
        {
            _writer.Raw("{\"data\":"u8);
            foreach (var field in plan.Plan.Roots)
            {
                var above = _context.Enter(field);
                Write(field);
                _context.Leave(above);
            }
            _writer.EndObject(plan.Plan.Roots.IsEmpty);
            _writer.EndObject(isEmpty: false);
            if (plan.HasNotedIds)
                NoteUnknownIds(plan);
            _writer.Complete();
        }
        finally
        {
            _context.Release();
            _writer.Release();
            _items.Truncate(0);
            _allRelationships.Release();
            _relationships.Release();
        }
    }

    private void NoteUnknownIds(BoundPlan plan)
    {
        foreach (var id in plan.NotedIds)
            if (!_context.Snapshot.TryFind(id, out _))
                _writer.Note(Notes.UnknownId(id));
    }

    /// <summary>Writes a root field.</summary>
    private void Write(PlanField field)
    {
        switch (field)
        {
            case PlanField.Constant constant: _writer.Value(field.Key, constant.Json); break;
            case PlanField.Introspection introspection: _writer.Value(field.Key, _context.Value<byte[]>(introspection.Answer)); break;
            case PlanField.AnyById byId: _lookups.Write(byId); break;
            case PlanField.AllById byIds: _lookups.Write(byIds); break;
            case PlanField.ById byId: _lookups.Write(byId); break;
            case PlanField.RelationshipList { Source: ConnectionSource.Graph graph } list:
                _writer.Key(field.Key);
                _relationshipLists.Write(list, graph);
                break;
            case PlanField.GraphInfo graph: WriteGraph(graph); break;
            case PlanField.Search search:
                _writer.Key(field.Key);
                _search.Write(search);
                break;
            case PlanField.Timeline timeline:
                _writer.Key(field.Key);
                _timelines.Write(timeline);
                break;
            case PlanField.Paths paths: _paths.Write(paths); break;
            case PlanField.Connected connected: _paths.Write(connected); break;
            case PlanField.Connection { Source: ConnectionSource.Collection collection } connection:
                _writer.Key(field.Key);
                _storedConnections.Write(connection, collection);
                break;
            case PlanField.Aggregate { Source: ConnectionSource.Collection collection } aggregate:
                _writer.Key(field.Key);
                _aggregates.Write(aggregate, collection);
                break;
            default: throw new UnreachableException($"{field}");
        }
    }

    /// <summary>Writes the graph itself.</summary>
    private void WriteGraph(PlanField.GraphInfo graph)
    {
        var snapshot = _context.Snapshot;
        _writer.Key(graph.Key);
        foreach (var field in graph.Fields)
        {
            switch (field)
            {
                case PlanField.Leaf { What: Leaf.Version }: _writer.Number(field.Key, (int)snapshot.Version); break;
                case PlanField.Leaf { What: Leaf.RecordedAt } when snapshot.CommittedAt is { } at: _writer.Time(field.Key, at.ToUnixTimeMilliseconds()); break;
                case PlanField.Leaf { What: Leaf.RecordedAt }: _writer.Null(field.Key); break;
                case PlanField.Leaf { What: Leaf.KnownUntil }: _writer.Text(field.Key, snapshot.Evidence.All.LatestReport); break;
                case PlanField.Leaf { What: Leaf.NodeCount }: _writer.Number(field.Key, (int)snapshot.NodeCount); break;
                case PlanField.Leaf { What: Leaf.RelationshipCount }: _writer.Number(field.Key, (int)snapshot.RelationshipCount); break;
                case PlanField.Leaf { What: Leaf.RelationshipsLeftOut }: _writer.Number(field.Key, _context.Evidence?.RelationshipsLeftOut ?? 0); break;
                case PlanField.Constant constant: _writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        _writer.EndObject(graph.Fields.IsEmpty);
    }

    /// <summary>Writes a field of a node that is not a stored value. A template wrote the key of a connection or of a single node.</summary>
    public void Write(PlanField field, NodeRef node)
    {
        var above = _context.Enter(field);
        WriteUnderDate(field, node);
        _context.Leave(above);
    }

    private void WriteUnderDate(PlanField field, NodeRef node)
    {
        switch (field)
        {
            case PlanField.Connection { Source: ConnectionSource.Relationship relationship } connection:
                _storedConnections.Write(connection, relationship, node);
                break;
            case PlanField.One one: _nodes.WriteOrNull(one.Selection, _visibility.OtherEnd(node, one.Field)); break;
            case PlanField.Aggregate { Source: ConnectionSource.Relationship relationship } aggregate:
                _writer.Key(field.Key);
                _aggregates.Write(aggregate, relationship, node);
                break;
            case PlanField.Constant constant: _writer.Value(field.Key, constant.Json); break;
            case PlanField.Leaf { What: Leaf.RecordedAt }: _writer.Time(field.Key, _context.TableOf(node).RecordedAt[node.Row]); break;
            case PlanField.Leaf { What: Leaf.Revision }: _writer.Number(field.Key, _context.TableOf(node).Revisions[node.Row]); break;
            case PlanField.InEffect inEffect: _writer.Boolean(field.Key, _standings.IsInEffect(node, _standings.DateOf(inEffect.On))); break;
            case PlanField.Standing standing: _writer.Standing(field.Key, _standings.Of(node, _standings.DateOf(standing.On))); break;
            case PlanField.Leaf { What: Leaf.KnownUntil }: _writer.Text(field.Key, _standings.KnownUntil(node)); break;
            case PlanField.Relationships all:
                _writer.Key(field.Key);
                _allRelationships.Write(all, node);
                break;
            case PlanField.RelationshipList { Source: ConnectionSource.Supported } list:
                _writer.Key(field.Key);
                _relationshipLists.WriteSupported(list, node);
                break;
            case PlanField.Reliance reliance:
                _writer.Key(field.Key);
                _reliance.Write(reliance, node);
                break;
            default: throw new UnreachableException($"{field}");
        }
    }
}
