using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Planning.Proposals;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Makes the plan of a validated operation. The schema says what each field means, the document which fields are selected.</summary>
internal sealed class Planner
{
    private readonly PlanContext _context;
    private readonly NodePlanner _nodes;
    private readonly ConnectionPlanner _connections;
    private readonly AggregatePlanner _aggregates;
    private readonly RelationshipListPlanner _relationshipLists;
    private readonly SearchPlanner _search;
    private readonly PathPlanner _paths;
    private readonly TimelinePlanner _timeline;
    private readonly HistoryPlanner _history;
    private readonly ProposalPlanner _proposals;

    private Planner(PlanContext context)
    {
        _context = context;
        _nodes = new NodePlanner(context);
        _connections = new ConnectionPlanner(context, _nodes);
        _aggregates = new AggregatePlanner(context, _nodes);
        _relationshipLists = new RelationshipListPlanner(context, _nodes);
        _search = new SearchPlanner(context, _nodes);
        _paths = new PathPlanner(context, _nodes);
        _timeline = new TimelinePlanner(context, _nodes, _paths);
        _history = new HistoryPlanner(context);
        _proposals = new ProposalPlanner(context, _history);
    }

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static OperationPlan Plan(
        GraphSchema schema, ValidDocument document, IReadOnlyDictionary<string, object?> variables, OperationLimits limits, CancellationToken stop)
    {
        var context = new PlanContext(schema, document, variables, limits, stop);
        if (document.Operation.Operation == OperationType.Mutation)
            return PlanMutation(context, document.Operation);
        var lens = LensPlanner.Plan(context, document.Operation);
        var roots = context.PlanFields(schema.Types.Query, [document.Operation.SelectionSet], new Planner(context).PlanRoot);
        return new OperationPlan(roots, context.Parameters, lens) { NotedIds = context.NotedIds, NodeIds = context.NodeIds };
    }

    private static OperationPlan PlanMutation(PlanContext context, GraphQLOperationDefinition operation)
    {
        var nodes = new NodePlanner(context);
        return new MutationPlanner(context, nodes, new RelationshipListPlanner(context, nodes), new HistoryPlanner(context)).Plan(operation);
    }

    private PlanField PlanRoot(SelectedField field) => _context.WithDate(field, field.Meaning switch
    {
        FieldMeaning.ById byId => PlanById(field, byId.Type),
        FieldMeaning.AnyById => new AnyNodeByIdField(field.Key, _context.AsNodeIds(_context.AddId(field, "id")), _nodes.Plan(field)),
        FieldMeaning.AllById => new NodesByIdField(field.Key, _context.AsNodeIds(_context.Add(field, new IdsParameter(PlanContext.ArgumentOf(field, "ids")))), _nodes.Plan(field)),
        FieldMeaning.GraphInfo => new GraphInfoField(field.Key, _context.PlanFields(field, PlanGraphInfo)),
        FieldMeaning.Viewer => PlanViewer(field),
        FieldMeaning.AllRelationships => _relationshipLists.PlanAll(field),
        FieldMeaning.Search => _search.Plan(field),
        FieldMeaning.Paths => _paths.Plan(field),
        FieldMeaning.Connected => _paths.PlanConnected(field),
        FieldMeaning.Timeline => _timeline.Plan(field),
        FieldMeaning.Changes => _history.Plan(field),
        FieldMeaning.ChangeById => _history.PlanById(field),
        FieldMeaning.Proposals => _proposals.Plan(field),
        FieldMeaning.ProposalById => _proposals.PlanById(field),
        FieldMeaning.Collection collection => _connections.Plan(field, new ConnectionSource.Collection(collection.Type), collection.Type),
        FieldMeaning.AggregateCollection all => _aggregates.Plan(field, new ConnectionSource.Collection(all.Type), all.Type),
        _ => throw field.Unexpected(),
    });

    private PlanField PlanGraphInfo(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.QuestionCount => new ConstantField(field.Key, Encoding.ASCII.GetBytes(_context.Schema.Questions.ToString(CultureInfo.InvariantCulture))),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        _ => throw field.Unexpected(),
    };

    private ViewerField PlanViewer(SelectedField field)
    {
        var fields = _context.PlanFields(field, selected => selected.Meaning is FieldMeaning.Leaf { What: var leaf } ? new LeafField(selected.Key, leaf) : throw selected.Unexpected());
        return new(field.Key, _context.Add(field, new ViewerParameter([.. fields.Select(f => (f.Key.Name, (f as LeafField)?.What))])), fields);
    }

    private NodeByIdField PlanById(SelectedField field, FieldedType type)
    {
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToList();
        var id = PlanContext.ArgumentOf(field, "id");
        var given = keys.Select(p => p.FoundBy!).Distinct().ToDictionary(name => name, name => PlanContext.ArgumentOf(field, name));
        if (id.IsNone && given.Values.All(c => c.IsNone))
            throw _context.Refuse(field, $"`{field.Definition.Name}` needs `id` or `{string.Join("` or `", given.Keys)}`.", ErrorCodes.ArgumentMissing, new("id"));
        var byKey = given.Where(c => !c.Value.IsNone).ToDictionary(c => c.Key, c => _context.Add(field, new TextParameter(c.Value)));
        ImmutableArray<(Property, Slot<string?>)> keyValues = [.. keys.Where(p => byKey.ContainsKey(p.FoundBy!)).Select(p => (p, byKey[p.FoundBy!]))];
        return new NodeByIdField(field.Key, type, id.IsNone ? Slot<string?>.None : _context.AsNodeIds(_context.Add(field, new TextParameter(id))), keyValues, _nodes.Plan(type.Members, field));
    }
}
