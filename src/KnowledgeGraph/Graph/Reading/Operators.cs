using System.Diagnostics;
using KnowledgeGraph.Graph.Reading.Aggregates;
using KnowledgeGraph.Graph.Reading.Connections;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Reading.Paths;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
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
    private readonly ChangeOperator _changes;
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
        _changes = new ChangeOperator(_context, _writer, connections);
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
        foreach (var position in plan.Plan.NotedIds)
            if (plan.Values[position] is string id)
                NoteIfUnknown(id);
            else
                foreach (var each in NodeIdValue.Ids(plan.Values[position]))
                    NoteIfUnknown(each);
        foreach (var id in plan.Lens.Evidence?.Without ?? [])
            NoteIfUnknown(id);
    }

    private void NoteIfUnknown(string id)
    {
        if (!_context.Snapshot.TryFind(id, out _))
            _writer.Note(Notes.UnknownId(id));
    }

    /// <summary>Writes a root field.</summary>
    private void Write(PlanField field)
    {
        switch (field)
        {
            case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
            case IJsonField known: _writer.Value(field.Key, _context.Value(known.Json)); break;
            case PayloadField payload: WritePayload(payload); break;
            case WrittenRelationshipField written: _lookups.Write(written, _relationships); break;
            case AnyNodeByIdField byId: _lookups.Write(byId); break;
            case NodesByIdField byIds: _lookups.Write(byIds); break;
            case NodeByIdField byId: _lookups.Write(byId); break;
            case RelationshipListField { Source: ConnectionSource.Graph graph } list:
                _writer.Key(field.Key);
                _relationshipLists.Write(list, graph);
                break;
            case GraphInfoField graph: WriteGraph(graph); break;
            case SearchField search:
                _writer.Key(field.Key);
                _search.Write(search);
                break;
            case TimelineField timeline:
                _writer.Key(field.Key);
                _timelines.Write(timeline);
                break;
            case ChangesField changes:
                _writer.Key(field.Key);
                _changes.Write(changes);
                break;
            case ChangeField change: _changes.Write(change); break;
            case PathsField paths: _paths.Write(paths); break;
            case ConnectedField connected: _paths.Write(connected); break;
            case ConnectionField { Source: ConnectionSource.Collection collection } connection:
                _writer.Key(field.Key);
                _storedConnections.Write(connection, collection);
                break;
            case AggregateField { Source: ConnectionSource.Collection collection } aggregate:
                _writer.Key(field.Key);
                _aggregates.Write(aggregate, collection);
                break;
            default: throw new UnreachableException($"{field}");
        }
    }

    /// <summary>Writes the payload of a mutation. It reads the graph as any root field does.</summary>
    private void WritePayload(PayloadField payload)
    {
        _writer.Key(payload.Key);
        foreach (var field in payload.Fields)
            Write(field);
        _writer.EndObject(payload.Fields.IsEmpty);
    }

    /// <summary>Writes the graph itself.</summary>
    private void WriteGraph(GraphInfoField graph)
    {
        var snapshot = _context.Snapshot;
        _writer.Key(graph.Key);
        foreach (var field in graph.Fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.Version }: _writer.Number(field.Key, (int)snapshot.Version); break;
                case LeafField { What: Leaf.RecordedAt } when snapshot.CommittedAt is { } at: _writer.Time(field.Key, at.ToUnixTimeMilliseconds()); break;
                case LeafField { What: Leaf.RecordedAt }: _writer.Null(field.Key); break;
                case LeafField { What: Leaf.KnownUntil }: _writer.Text(field.Key, snapshot.Evidence.All.LatestReport); break;
                case LeafField { What: Leaf.NodeCount }: _writer.Number(field.Key, (int)snapshot.NodeCount); break;
                case LeafField { What: Leaf.RelationshipCount }: _writer.Number(field.Key, (int)snapshot.RelationshipCount); break;
                case LeafField { What: Leaf.RelationshipsLeftOut }: _writer.Number(field.Key, _context.Evidence?.RelationshipsLeftOut ?? 0); break;
                case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
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

    private byte[] QuoteUrl(QuoteUrlField field, NodeRef claim) => _visibility.OtherEnd(claim, field.Report) is { } report
        ? QuoteAddress.Json(_context.TableOf(report).Properties[field.Url.Ordinal, report.Row], _context.TableOf(claim).Properties[field.Quote.Ordinal, claim.Row])
        : [];

    private void WriteUnderDate(PlanField field, NodeRef node)
    {
        switch (field)
        {
            case ConnectionField { Source: ConnectionSource.Relationship relationship } connection:
                _storedConnections.Write(connection, relationship, node);
                break;
            case RelatedNodeField one: _nodes.WriteOrNull(one.Selection, _visibility.OtherEnd(node, one.Field)); break;
            case QuoteUrlField quote: _writer.Value(field.Key, QuoteUrl(quote, node)); break;
            case AggregateField { Source: ConnectionSource.Relationship relationship } aggregate:
                _writer.Key(field.Key);
                _aggregates.Write(aggregate, relationship, node);
                break;
            case ConstantField constant: _writer.Value(field.Key, constant.Json); break;
            case LeafField { What: Leaf.RecordedAt }: _writer.Time(field.Key, _context.TableOf(node).RecordedAt[node.Row]); break;
            case LeafField { What: Leaf.Revision }: _writer.Number(field.Key, _context.TableOf(node).Revisions[node.Row]); break;
            case InEffectField inEffect: _writer.Boolean(field.Key, _standings.IsInEffect(node, _standings.DateOf(inEffect.On))); break;
            case StandingField standing: _writer.Standing(field.Key, _standings.Of(node, _standings.DateOf(standing.On))); break;
            case LeafField { What: Leaf.KnownUntil }: _writer.Text(field.Key, _standings.KnownUntil(node)); break;
            case RelationshipsField all:
                _writer.Key(field.Key);
                _allRelationships.Write(all, node);
                break;
            case ChangesField changes:
                _writer.Key(field.Key);
                _changes.Write(changes, node);
                break;
            case RelationshipListField { Source: ConnectionSource.Supported } list:
                _writer.Key(field.Key);
                _relationshipLists.WriteSupported(list, node);
                break;
            case RelianceField reliance:
                _writer.Key(field.Key);
                _reliance.Write(reliance, node);
                break;
            default: throw new UnreachableException($"{field}");
        }
    }
}
