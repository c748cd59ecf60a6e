using System.Diagnostics;
using KnowledgeGraph.Cypher.Compiling.Aggregates;
using KnowledgeGraph.Cypher.Compiling.Connections;
using KnowledgeGraph.Cypher.Compiling.Paths;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>
/// Compiles an operation to one statement: a subquery for each root field, and within it one for each field that needs other nodes. Each
/// subquery adds its values to the row. This class creates the parts of the compiler and passes each field to its part; only it knows all of them.
/// </summary>
internal sealed class OperationCompiler : INestedFieldCompiler
{
    private readonly CompileContext _context;
    private readonly StandingCompiler _standings;
    private readonly Visibility _visibility;
    private readonly RelationshipCount _counts;
    private readonly FilterCompiler _filters;
    private readonly SeekCompiler _seeks;
    private readonly ItemOrder _order;
    private readonly NodeCompiler _nodes;
    private readonly EvidenceCompiler _evidence;
    private readonly RelationshipCompiler _relationships;
    private readonly ConnectionCompiler _connections;
    private readonly AggregateCompiler _aggregates;
    private readonly PathCompiler _paths;
    private readonly NodeLookup _lookup;
    private readonly HistoryCompiler _history;

    public OperationCompiler(CompileContext context)
    {
        _context = context;
        _standings = new(context);
        _visibility = new(context, _standings);
        _counts = new(context, _visibility);
        _nodes = new(context, _visibility, _standings, this);
        _evidence = new(context, _visibility, _nodes);
        var edges = new EdgeValueCompiler(_visibility, _standings, _evidence);
        _filters = new(context, _visibility, _counts, edges);
        _seeks = new(context);
        _order = new(context, _visibility, _counts, edges);
        _relationships = new(context, _visibility, _standings, _nodes, _evidence);
        _connections = new(context, _nodes, new CursorConditions(context));
        _aggregates = new(context, _counts, _visibility, _nodes);
        _paths = new(context, _visibility, _nodes, _relationships, _evidence);
        _lookup = new(context, _visibility, _nodes);
        _history = new(context, _connections);
    }

    public CompiledPlan Compile(OperationPlan plan)
    {
        _context.Begin();
        var block = new Block();
        _context.CanJoin = plan.Roots.Any(IsLookup);
        BeginRow(block);
        var data = Selected.Object(plan.Roots, root => _context.Compile(root, () => Root(root, block)), UnknownIds());
        // RETURN [c1, c4] AS data
        block.Add(_context.Place is { } place ? $"RETURN [{place}, {data.Value}] AS data" : (CypherText)$"RETURN {data.Value} AS data");
        var name = string.Join(", ", plan.Roots.Select(r => r.Key.Name));
        return new CompiledPlan(new Statement(name, block.ToString()), _context, (ValueFormat.Object)data.Format);
    }

    private void BeginRow(Block block)
    {
        if (_context is not { Place: { } place, Row: { } row })
            return;
        // UNWIND range(0, size($rows) - 1) AS c0
        // WITH c0, $rows[c0] AS c1
        var rows = new ParameterName(CompiledPlan.Rows);
        block.Add($"UNWIND range(0, size({rows}) - 1) AS {place}");
        block.Add($"WITH {place}, {rows}[{place}] AS {row}");
    }

    /// <summary>Which of the noted ids name nothing; null if there are none to note.</summary>
    private (CypherText Value, NoteFormat Format)? UnknownIds()
    {
        if (!_context.Shape.HasNotedIds)
            return null;
        _context.CanJoin = false;
        // [c1 IN $notedIds WHERE NOT EXISTS { (:Entity {id: c1}) }]
        var id = _context.NewValue();
        return ($"[{id} IN {_context.Parameters.NotedIds()} WHERE NOT EXISTS {{ (:{GraphLayout.Entity} {{{GraphLayout.Id}: {id}}}) }}]", new NoteFormat.UnknownIds());
    }

    private Selected Root(PlanField field, Block block)
    {
        _context.CanJoin &= field is IJsonField || IsLookup(field);
        return RootOf(field, block);
    }

    private static bool IsLookup(PlanField field) => field is NodeByIdField or AnyNodeByIdField;

    private Selected RootOf(PlanField field, Block block) => field switch
    {
        IJsonField known => Selected.Known(new ValueFormat.Bound(known.Json)),
        PayloadField payload => Selected.Object(payload.Fields, inner => Root(inner, block)),
        WrittenRelationshipField written => _lookup.Written(written, _relationships, block),
        NodeByIdField byId => _lookup.ById(byId, block),
        AnyNodeByIdField byId => _lookup.AnyById(byId, block),
        NodesByIdField byIds => _lookup.AllById(byIds, block),
        ConnectionField connection => Connection(connection, null, block),
        AggregateField aggregate => Aggregate(aggregate, null, block),
        GraphInfoField graph => new GraphInfoCompiler(_context).Compile(graph, block),
        RelationshipListField list => RelationshipList(list, null, block),
        SearchField search => _connections.Compile(
            new SearchSource(_context, _visibility, _nodes, _connections, search), search, block),
        TimelineField timeline => _connections.Compile(
            new TimelineSource(_context, _visibility, _nodes, _relationships, _connections, timeline), timeline, block),
        ChangesField changes => _history.Changes(changes, null, block),
        ChangeField change => _history.Change(change, block),
        PathsField paths => _paths.Paths(paths, block),
        ConnectedField connected => _paths.Connected(connected, block),
        _ => throw new UnreachableException($"{field}"),
    };

    Selected INestedFieldCompiler.CompileNested(PlanField field, Variable owner, Block block)
    {
        _context.CanJoin = false;
        return _context.Compile(field, () => Nested(field, owner, block));
    }

    private Selected Nested(PlanField field, Variable owner, Block block) => field switch
    {
        ConnectionField connection => Connection(connection, owner, block),
        AggregateField aggregate => Aggregate(aggregate, owner, block),
        RelianceField reliance => Reliance(reliance, owner, block),
        ChangesField changes => _history.Changes(changes, owner, block),
        RelationshipListField list => RelationshipList(list, owner, block),
        RelationshipsField relationships => _connections.Compile(
            new AllRelationshipsSource(_context, _visibility, _nodes, _relationships, _connections, relationships, owner), relationships, block),
        _ => throw new UnreachableException($"{field}"),
    };

    private Selected Connection(ConnectionField connection, Variable? owner, Block block) => connection.Source switch
    {
        ConnectionSource.Collection source => _connections.Compile(
            Collection(source, connection.Choice), connection, block),
        ConnectionSource.Relationship source => _connections.Compile(
            Relationship(source, connection.Choice, owner!.Value, connection.Selection.ShowsNodesAlone), connection, block),
        _ => throw new UnreachableException($"{connection.Source}"),
    };

    private Selected Aggregate(AggregateField aggregate, Variable? owner, Block block)
    {
        Subject Match(Block inner)
        {
            switch (aggregate.Source)
            {
                case ConnectionSource.Collection source: return new Subject(Collection(source, aggregate.Choice).Write(inner, null).Node, null);
                case ConnectionSource.Relationship source:
                    var item = Relationship(source, aggregate.Choice, owner!.Value).Write(inner, null);
                    return new Subject(item.Node, item.Relationship);
                default: throw new UnreachableException($"{aggregate.Source}");
            }
        }
        return _aggregates.Compile(aggregate, owner, Match, block);
    }

    private CollectionSource Collection(ConnectionSource.Collection source, Choice choice) =>
        new(_context, _visibility, _filters, _seeks, _order, _nodes, _connections, source.Type, choice);

    private RelationshipSource Relationship(ConnectionSource.Relationship source, Choice choice, Variable owner, bool showsNodesAlone = false) =>
        new(_context, _visibility, _filters, _order, _counts, _nodes, _relationships, _connections, source.Field, choice, owner) { ShowsNodesAlone = showsNodesAlone };

    private Selected RelationshipList(RelationshipListField list, Variable? claim, Block block) => _connections.Compile(
        new RelationshipListSource(_context, _visibility, _filters, _order, _relationships, _connections, list, claim), list, block);

    private Selected Reliance(RelianceField reliance, Variable country, Block block)
    {
        var search = new PartnerSearch(_context, _visibility, _evidence, reliance);
        var objectives = search.FindObjectives(block);
        var partners = search.FindPartners(country, objectives, block);
        var source = new RelianceSource(_context, _visibility, _standings, _filters, _order, _nodes, _evidence, _connections, reliance, partners);
        var selected = _connections.Compile(source, reliance, block);
        // An unknown objective: null
        return selected with { Value = $"CASE WHEN size({objectives}) > 0 THEN {selected.Value} END" };
    }
}
