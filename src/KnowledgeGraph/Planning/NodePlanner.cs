using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans what is selected on a node, for each type that it can have.</summary>
internal sealed class NodePlanner
{
    private readonly PlanContext _context;
    private readonly ConnectionPlanner _connections;
    private readonly AggregatePlanner _aggregates;
    private readonly RelationshipsPlanner _relationships;
    private readonly RelationshipListPlanner _relationshipLists;
    private readonly ReliancePlanner _reliance;
    private readonly HistoryPlanner _history;
    private readonly Dictionary<string, NodeSelection> _selections = [];
    private readonly Dictionary<ASTNode, int> _numbers = [];
    private readonly Dictionary<(FieldMeaning Meaning, string Type, ResponseKey Key, string Fields), PlanField> _shared = [];

    public NodePlanner(PlanContext context)
    {
        _context = context;
        _connections = new ConnectionPlanner(context, this);
        _aggregates = new AggregatePlanner(context, this);
        _relationships = new RelationshipsPlanner(context, this);
        _relationshipLists = new RelationshipListPlanner(context, this);
        _reliance = new ReliancePlanner(context, this);
        _history = new HistoryPlanner(context);
    }

    /// <summary>Plans a field that is a node, or a list of nodes, of any type.</summary>
    public NodeSelection Plan(SelectedField field) => Plan(_context.Model.NodeTypes, field);

    /// <summary>
    /// Plans a field that is a node, or a list of nodes, of one of these types. The same selections over the same types are planned once,
    /// however many types the field belongs to. Otherwise, the size of a plan would grow exponentially with its depth.
    /// </summary>
    public NodeSelection Plan(ImmutableArray<NodeType> types, SelectedField field)
    {
        var sets = field.Selections.ToList();
        var same = string.Join(',', types.Select(t => t.Index)) + "|" + string.Join(',', sets.Select(Number));
        if (_selections.TryGetValue(same, out var planned))
            return planned;
        var fields = new ImmutableArray<PlanField>[_context.Model.NodeTypes.Length];
        foreach (var type in types)
            fields[type.Index] = _context.PlanFields((IObjectGraphType)_context.Schema.Types.AllTypes[type.Name]!, sets, inner => PlanShared(type, inner));
        return _selections[same] = new NodeSelection(types, [.. fields]);
    }

    private int Number(ASTNode node)
    {
        if (!_numbers.TryGetValue(node, out var number))
            _numbers.Add(node, number = _numbers.Count);
        return number;
    }

    /// <summary>A field that means the same for several node types is planned once for all of them.</summary>
    private PlanField PlanShared(NodeType type, SelectedField field)
    {
        if (field.Meaning is FieldMeaning.NodeProperty or FieldMeaning.Leaf { What: Leaf.DisplayName } or FieldMeaning.Reliance)
            return PlanField(type, field);
        var same = (field.Meaning, field.Definition.ResolvedType!.GetNamedType().Name, field.Key, string.Join(',', field.Occurrences.Select(Number)));
        if (!_shared.TryGetValue(same, out var planned))
            _shared.Add(same, planned = PlanField(type, field));
        return planned;
    }

    private PlanField PlanField(NodeType type, SelectedField field) => _context.WithDate(field, field.Meaning switch
    {
        FieldMeaning.Leaf { What: Leaf.DisplayName } => new StoredField(field.Key, type.NameProperty),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.NodeProperty property => new StoredField(field.Key, type.FindProperty(property.Name)!),
        FieldMeaning.QuoteUrl { Report: var report } => new QuoteUrlField(field.Key, report, _context.Model.Evidence.Quote, _context.Model.Evidence.Url),
        FieldMeaning.InEffect => new InEffectField(field.Key, _context.AddDate(field, "on")),
        FieldMeaning.Standing => new StandingField(field.Key, _context.AddDate(field, "on")),
        FieldMeaning.Related { Field: { IsList: false } one } => new RelatedNodeField(field.Key, one, Plan(one.Target.Members, field)),
        FieldMeaning.Related { Field: var many } => _connections.Plan(field, new ConnectionSource.Relationship(many), many.Target),
        FieldMeaning.AggregateRelated { Field: var many } => _aggregates.Plan(field, new ConnectionSource.Relationship(many), (FieldedType)many.Target),
        FieldMeaning.Relationships => _relationships.Plan(field),
        FieldMeaning.History => _history.PlanOfNode(field),
        FieldMeaning.Supports => _relationshipLists.PlanSupported(field),
        FieldMeaning.Reliance reliance => _reliance.Plan(type, field, reliance),
        _ => throw field.Unexpected(),
    });
}
