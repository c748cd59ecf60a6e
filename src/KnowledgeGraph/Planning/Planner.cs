using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Makes the plan of a validated operation: what each field means is known from the schema, what is asked from the document.</summary>
internal sealed partial class Planner
{
    private readonly GraphSchema _schema;
    private readonly GraphQLDocument _document;
    private readonly GraphQLOperationDefinition _operation;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly ImmutableArray<Parameter>.Builder _parameters = ImmutableArray.CreateBuilder<Parameter>();
    private readonly Dictionary<string, NodeSelection> _selections = [];
    private readonly Dictionary<ASTNode, int> _numbers = [];
    private readonly Dictionary<(string Name, bool IsFirst), ResponseKey> _keys = [];
    private readonly Dictionary<(FieldMeaning Meaning, string Type, ResponseKey Key, string Fields), PlanField> _shared = [];
    private readonly OperationLimits _limits;
    private readonly DocumentText _text;
    private readonly CancellationToken _stop;
    private ImmutableArray<object> _path = [];
    private long _work;

    private Planner(
        GraphSchema schema, ValidDocument document, IReadOnlyDictionary<string, object?> variables, OperationLimits limits, CancellationToken stop)
    {
        (_schema, _document, _operation, _text, _variables, _limits, _stop) = (schema, document.Syntax, document.Operation, document.Text, variables, limits, stop);
        _fragments = _document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(f => f.FragmentName.Name.StringValue);
    }

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static OperationPlan Plan(
        GraphSchema schema, ValidDocument document, IReadOnlyDictionary<string, object?> variables, OperationLimits limits, CancellationToken stop)
    {
        var planner = new Planner(schema, document, variables, limits, stop);
        var asOf = planner.PlanAsOf();
        var roots = planner.PlanFields(schema.Types.Query, [document.Operation.SelectionSet], planner.PlanRoot);
        return new OperationPlan(roots, planner._parameters.ToImmutable(), asOf);
    }

    private int PlanAsOf()
    {
        var directive = _operation.Directives?.FirstOrDefault(d => d.Name == "asOf");
        if (directive is null)
            return -1;
        if (directive.Arguments is null or { Count: 0 })
            throw Refuse(directive, "`@asOf` needs `date`. Use `date: null` for no date.", ErrorCodes.ArgumentMissing, new("date"));
        var argument = Argument(directive.Arguments, _schema.Types.Directives.Find("asOf")!.Arguments!, "date");
        return argument.IsNone ? -1 : Add(new Parameter.Date(argument), directive);
    }

    /// <summary>A field as it was found: all its occurrences under one response key, merged.</summary>
    private sealed record Occurrences(string Name, List<GraphQLField> Fields)
    {
        public GraphQLField First => Fields[0];
        public IEnumerable<GraphQLSelectionSet> Selections => Fields.Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>();
    }

    private delegate PlanField PlanOne(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning);

    /// <summary>All fields asked of an object type, in the order of the answer (CollectFields of the GraphQL specification, section 6.3.2).</summary>
    private ImmutableArray<PlanField> PlanFields(IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections, PlanOne planOne)
    {
        var found = new List<Occurrences>();
        // Of all selections together a fragment is taken once: otherwise fields that merge would double from level to level.
        var visited = new HashSet<string>();
        foreach (var selection in selections)
            Collect(type, selection, found, visited);
        Spend(found.Count);
        var fields = ImmutableArray.CreateBuilder<PlanField>(found.Count);
        var path = _path;
        foreach (var field in found)
        {
            _path = path.Add(field.Name);
            var key = KeyOf(field.Name, fields.Count == 0);
            var name = field.First.Name.StringValue;
            if (name == "__typename")
                fields.Add(new PlanField.Constant(key, Encoding.UTF8.GetBytes($"\"{type.Name}\"")));
            else if (name.StartsWith("__", StringComparison.Ordinal))
                fields.Add(PlanIntrospection(key, field));
            else
            {
                var definition = type.Fields.Find(field.First.Name)!;
                fields.Add(planOne(key, field, definition, (FieldMeaning)definition.Metadata[GraphSchema.MeaningKey]!));
            }
        }
        _path = path;
        return fields.ToImmutable();
    }

    private void Collect(IObjectGraphType type, GraphQLSelectionSet selections, List<Occurrences> found, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            if (!Conditions.Includes((IHasDirectivesNode)selection, _variables))
                continue;
            switch (selection)
            {
                case GraphQLField field:
                    var name = (field.Alias?.Name ?? field.Name).StringValue;
                    var same = found.Find(f => f.Name == name);
                    if (same is null)
                        found.Add(new Occurrences(name, [field]));
                    else
                        same.Fields.Add(field);
                    break;
                case GraphQLInlineFragment inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, found, visited);
                    break;
                case GraphQLFragmentSpread spread when visited.Add(spread.FragmentName.Name.StringValue):
                    var fragment = _fragments[spread.FragmentName.Name.StringValue];
                    if (Applies(fragment.TypeCondition, type))
                        Collect(type, fragment.SelectionSet, found, visited);
                    break;
            }
        }
    }

    private bool Applies(GraphQLTypeCondition? condition, IObjectGraphType type) => condition is null || condition.Type.Name == type.Name
        || _schema.Types.AllTypes[condition.Type.Name] is IAbstractGraphType { } wanted && wanted.PossibleTypes.Any(t => t.Name == type.Name);

    private PlanField PlanRoot(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.ById byId => PlanById(key, field, definition, byId.Type),
        FieldMeaning.AnyById => new PlanField.AnyById(
            key, Add(new Parameter.Text(Argument(field, definition, "id")), field.First), PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.AllById => new PlanField.AllById(
            key, Add(new Parameter.Ids(Argument(field, definition, "ids")), field.First), PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.Search => PlanSearch(key, field, definition),
        FieldMeaning.Paths => PlanPaths(key, field, definition),
        FieldMeaning.Connected => PlanConnected(key, field, definition),
        FieldMeaning.Timeline => PlanTimeline(key, field, definition),
        FieldMeaning.Collection collection => PlanConnection(key, field, definition, new ConnectionSource.Collection(collection.Type), collection.Type),
        FieldMeaning.AggregateCollection all => PlanAggregate(key, field, definition, new ConnectionSource.Collection(all.Type), all.Type),
        _ => throw new UnreachableException(),
    };

    private PlanField.ById PlanById(ResponseKey key, Occurrences field, FieldType definition, FieldedType type)
    {
        var keys = type.Properties.Where(p => p.FoundBy is not null).ToList();
        var id = Argument(field, definition, "id");
        var codes = keys.Select(p => p.FoundBy!).Distinct().ToDictionary(name => name, name => Argument(field, definition, name));
        if (id.IsNone && codes.Values.All(c => c.IsNone))
            throw Refuse(field.First, $"`{field.First.Name.StringValue}` needs `id` or `{string.Join("` or `", codes.Keys)}`.", ErrorCodes.ArgumentMissing, new("id"));
        var byKey = codes.Where(c => !c.Value.IsNone).ToDictionary(c => c.Key, c => Add(new Parameter.Text(c.Value), field.First));
        return new PlanField.ById(
            key, type, id.IsNone ? -1 : Add(new Parameter.Text(id), field.First),
            [.. keys.Where(p => byKey.ContainsKey(p.FoundBy!)).Select(p => (p, byKey[p.FoundBy!]))], PlanNode(type.Members, field.Selections));
    }

    private PlanField.Introspection PlanIntrospection(ResponseKey key, Occurrences field)
    {
        var merged = field.Fields.Count == 1 ? field.First : new GraphQLField(field.First.Name)
        {
            Alias = field.First.Alias,
            Arguments = field.First.Arguments,
            SelectionSet = new GraphQLSelectionSet([.. field.Selections.SelectMany(s => s.Selections)]),
        };
        return new(key, Add(new Parameter.Introspection(new IntrospectionQuery(_schema, _document, _operation, _text, merged)), field.First));
    }

    /// <summary>
    /// What is asked of a node that may be of several types. The same selections over the same types are planned once, whatever type
    /// stands above them: otherwise a plan would grow as types to the power of depth.
    /// </summary>
    private NodeSelection PlanNode(ImmutableArray<NodeType> types, IEnumerable<GraphQLSelectionSet> selections)
    {
        var sets = selections.ToList();
        var same = string.Join(',', types.Select(t => t.Index)) + "|" + string.Join(',', sets.Select(Number));
        if (_selections.TryGetValue(same, out var planned))
            return planned;
        var fields = new ImmutableArray<PlanField>[_schema.Model.NodeTypes.Length];
        foreach (var type in types)
            fields[type.Index] = PlanFields((IObjectGraphType)_schema.Types.AllTypes[type.Name]!, sets,
                (key, field, definition, meaning) => PlanNodeField(type, key, field, definition, meaning));
        return _selections[same] = new NodeSelection(types, [.. fields]);
    }

    private int Number(ASTNode node)
    {
        if (!_numbers.TryGetValue(node, out var number))
            _numbers.Add(node, number = _numbers.Count);
        return number;
    }

    private ResponseKey KeyOf(string name, bool isFirst)
    {
        if (!_keys.TryGetValue((name, isFirst), out var key))
            _keys.Add((name, isFirst), key = ResponseKey.Create(name, isFirst));
        return key;
    }

    /// <summary>A field that means the same for several node types is planned once for all of them.</summary>
    private PlanField PlanNodeField(NodeType type, ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning)
    {
        if (meaning is FieldMeaning.NodeProperty or FieldMeaning.Reliance)
            return PlanFieldOf(type, key, field, definition, meaning);
        var same = (meaning, definition.ResolvedType!.GetNamedType().Name, key, string.Join(',', field.Fields.Select(Number)));
        if (!_shared.TryGetValue(same, out var planned))
            _shared.Add(same, planned = PlanFieldOf(type, key, field, definition, meaning));
        return planned;
    }

    private PlanField PlanFieldOf(NodeType type, ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Id => new PlanField.Id(key),
        FieldMeaning.NodeProperty property => new PlanField.Stored(key, type.FindProperty(property.Name)!),
        FieldMeaning.RecordedAt => new PlanField.RecordedAt(key),
        FieldMeaning.InEffect => PlanInEffect(key, field, definition),
        FieldMeaning.Related { Field: { IsList: false } one } => new PlanField.One(key, one, PlanNode(one.Target.Members, field.Selections)),
        FieldMeaning.Related { Field: var many } => PlanConnection(key, field, definition, new ConnectionSource.Relationship(many), many.Target),
        FieldMeaning.AggregateRelated { Field: var many } =>
            PlanAggregate(key, field, definition, new ConnectionSource.Relationship(many), (FieldedType)many.Target),
        FieldMeaning.Relationships => PlanRelationships(key, field, definition),
        FieldMeaning.Reliance reliance => PlanReliance(type, key, field, definition, reliance),
        _ => throw new UnreachableException(),
    };

    private PlanField.InEffect PlanInEffect(ResponseKey key, Occurrences field, FieldType definition) =>
        new(key, Argument(field, definition, "on") is { IsNone: false } on ? Add(new Parameter.Date(on), field.First) : -1);

    private PlanField.Connection PlanConnection(
        ResponseKey key, Occurrences field, FieldType definition, ConnectionSource source, CompositeType target)
    {
        var type = (IObjectGraphType)definition.ResolvedType!.GetNamedType();
        var isLink = source is ConnectionSource.Relationship;
        var choice = PlanChoice(field, definition, target, isLink);
        var terms = (choice.Order.IsEmpty ? "name" : string.Join(", ", choice.Order)) + (isLink ? ", id, since, until, claim" : ", id");
        var byTerms = choice.Order.IsEmpty ? [CursorValue.Text] : choice.Order.Select(t => CursorValue.Of(t.Value));
        var ordering = new Ordering(type.Name, terms, [.. byTerms, .. Enumerable.Repeat(CursorValue.Text, isLink ? 4 : 1)]);
        return new(key, source, choice, AddPage(field, definition, ordering), ordering, PlanConnectionFields(type, field.Selections, target.Members, isLink
            ? ((ConnectionSource.Relationship)source).Field.Type : null));
    }

    private PlanField.Aggregate PlanAggregate(ResponseKey key, Occurrences field, FieldType definition, ConnectionSource source, FieldedType type)
    {
        PlanField PlanOf(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
        {
            FieldMeaning.Count => new PlanField.Count(key),
            FieldMeaning.Measured measured => new PlanField.Measured(key, type.FindProperty(measured.Name)!, Nested(definition, field, PlanMeasure)),
            FieldMeaning.GroupBy => new PlanField.GroupBy(key, PlanGroupBy(field, type), Nested(definition, field, PlanOf)),
            FieldMeaning.GroupKey => new PlanField.GroupKey(key, Nested(definition, field, PlanOf)),
            FieldMeaning.NodeProperty property => new PlanField.Stored(key, type.FindProperty(property.Name)!),
            _ => throw new UnreachableException(),
        };
        return new(key, source, type, PlanChoice(field, definition, type, source is ConnectionSource.Relationship), Nested(definition, field, PlanOf));
    }

    private ImmutableArray<PlanField> Nested(FieldType definition, Occurrences field, PlanOne planOne) =>
        PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, planOne);

    private ImmutableArray<Property> PlanGroupBy(Occurrences field, FieldedType type)
    {
        var by = Structured(field, "by")!;
        var names = (by is Argument.List list ? list.Items.Select(i => i.Resolve(_variables)) : by.Resolve(_variables) switch
        {
            System.Collections.IEnumerable several and not string => several.Cast<object?>(),
            var single => [single],
        }).Cast<string>().Distinct();
        return [.. names.Select(n => type.Properties.First(p => p.Name == n || AggregateTypes.Screaming(p.Name) == n))];
    }

    private static PlanField PlanMeasure(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Smallest => new PlanField.Smallest(key),
        FieldMeaning.Largest => new PlanField.Largest(key),
        FieldMeaning.Sum => new PlanField.Sum(key),
        FieldMeaning.Average => new PlanField.Average(key),
        _ => throw new UnreachableException(),
    };

    private Choice PlanChoice(Occurrences field, FieldType definition, CompositeType target, bool isLink)
    {
        var filters = new FilterPlanner(p => Add(p, field.First), (message, code, facts) => Refuse(field.First, message, code, facts), _variables);
        Filter FilterOf(string name, bool isEdge) =>
            definition.Arguments!.Find(name) is { } argument ? filters.PlanFilter(Structured(field, name), argument.ResolvedType!, isEdge) : Filter.Everything;
        ImmutableArray<OrderTerm> OrderOf(string name, bool isEdge) =>
            definition.Arguments!.Find(name) is { } argument ? filters.PlanOrder(Structured(field, name), argument.ResolvedType!, isEdge) : [];
        var filter = Filter.And([FilterOf("where", isEdge: false), FilterOf("whereEdge", isEdge: true)]);
        ImmutableArray<OrderTerm> order = [.. OrderOf("orderEdge", isEdge: true), .. OrderOf("order", isEdge: false)];
        // What lies in this order already is read, not sorted.
        if (order is [{ IsDescending: false, Value: Operand.Stored { Property: var property } }] && target.Members.All(m => m.NameProperty.Name == property.Name))
            order = [];
        return filter.IsEverything && order.IsEmpty ? Choice.All : new Choice(filter, order, isLink ? null : Seek.For(filter, target));
    }

    private Argument? Structured(Occurrences field, string name)
    {
        var argument = field.First.Arguments?.Items.Find(a => a.Name == name) is { } given ? StructuredArguments.Read(given.Value, _variables) : null;
        var before = _work;
        var depth = argument is null ? 0 : Depth(argument);
        // A term is made of at most four objects and values. More terms than this would be refused for their cost after they were planned.
        var most = 4 * _limits.Cost / FieldCosts.Term;
        if (_work - before > most)
            throw Refuse(field.First, string.Create(CultureInfo.InvariantCulture, $"The argument {name} has {_work - before:N0} objects and values, but at most {most:N0} are allowed. Use a smaller filter."), ErrorCodes.CostTooHigh);
        return depth <= _limits.WhereDepth ? argument : throw Refuse(
            field.First, $"`{name}` has {depth} levels of objects, but at most {_limits.WhereDepth} are allowed.", ErrorCodes.WhereTooDeep, new(name, depth, _limits.WhereDepth));
    }

    private int Depth(Argument argument)
    {
        Spend(1);
        return argument switch
        {
            Argument.Object fields => 1 + fields.Fields.Select(f => Depth(f.Value)).DefaultIfEmpty().Max(),
            Argument.List list => list.Items.Select(Depth).DefaultIfEmpty().Max(),
            _ => 0,
        };
    }

    /// <summary>A plan has each field for each type, and may so outgrow its document by far.</summary>
    private void Spend(int work)
    {
        _stop.ThrowIfCancellationRequested();
        _work += work;
        if (_work > _limits.Work)
            throw new GraphErrorException(
                $"The operation has more than {_limits.Work} fields and terms of filters, counted for each type that a node can have.", ErrorCodes.TooManyFields, new(Allowed: _limits.Work));
    }

    private GraphErrorException Refuse(ASTNode place, string message, string code, ErrorFacts facts = default) =>
        new([new GraphError(message, code) { Locations = [_text.Locate(place.Location.Start)], Path = _path, Facts = facts }]);

    private PlanField.Reliance PlanReliance(NodeType country, ResponseKey key, Occurrences field, FieldType definition, FieldMeaning.Reliance reliance)
    {
        var type = (IObjectGraphType)definition.ResolvedType!.GetNamedType();
        var ordering = new Ordering(type.Name, "strength, instruments, name, id", [CursorValue.Int, CursorValue.Int, CursorValue.Text, CursorValue.Text]);
        return new(
            key, reliance.Rule, reliance.IsInverse, Add(new Parameter.Text(Argument(field, definition, "objective")), field.First),
            Add(new Parameter.Choice(Argument(field, definition, "minStrength"), reliance.Rule.Strength.Enum!), field.First),
            AddPage(field, definition, ordering), ordering, PlanConnectionFields(type, field.Selections, [country], null, reliance.Rule));
    }

    private ConnectionSelection PlanConnectionFields(
        IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections, ImmutableArray<NodeType> targets, RelationshipType? relationship,
        RelianceRule? rule = null)
    {
        PlanField PlanOf(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
        {
            FieldMeaning.Edges => new PlanField.Edges(key, Nested(definition, field, PlanOfEdge)),
            FieldMeaning.Nodes => new PlanField.Nodes(key, PlanNode(targets, field.Selections)),
            FieldMeaning.TotalCount => new PlanField.TotalCount(key),
            FieldMeaning.PageInfo => new PlanField.PageInfo(key, Nested(definition, field, PlanPageInfo)),
            FieldMeaning.Excluded => new PlanField.Excluded(key, Nested(definition, field, PlanOfEdge)),
            _ => throw new UnreachableException(),
        };
        PlanField PlanOfEdge(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) =>
            PlanEdgeField(targets, relationship, rule, key, field, definition, meaning);
        return new ConnectionSelection(PlanFields(type, selections, PlanOf));
    }

    private static PlanField PlanPageInfo(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.HasNextPage => new PlanField.HasNextPage(key),
        FieldMeaning.HasPreviousPage => new PlanField.HasPreviousPage(key),
        FieldMeaning.StartCursor => new PlanField.StartCursor(key),
        FieldMeaning.EndCursor => new PlanField.EndCursor(key),
        _ => throw new UnreachableException(),
    };

    private PlanField PlanEdgeField(
        ImmutableArray<NodeType> targets, RelationshipType? relationship, RelianceRule? rule, ResponseKey key, Occurrences field,
        FieldType definition, FieldMeaning meaning) => meaning switch
        {
            FieldMeaning.Cursor => new PlanField.Cursor(key),
            FieldMeaning.EdgeNode => new PlanField.EdgeNode(key, PlanNode(targets, field.Selections)),
            FieldMeaning.Since => new PlanField.Since(key),
            FieldMeaning.Until => new PlanField.Until(key),
            FieldMeaning.RecordedAt => new PlanField.RecordedAt(key),
            FieldMeaning.EdgeProperty property => new PlanField.Stored(key, relationship!.FindProperty(property.Name)!),
            FieldMeaning.InEffect => PlanInEffect(key, field, definition),
            FieldMeaning.Evidence => new PlanField.Evidence(key, PlanNode([_schema.Model.Evidence.Claim], field.Selections)),
            FieldMeaning.Contested => new PlanField.Contested(key),
            FieldMeaning.Corroboration => new PlanField.Corroboration(key, Nested(definition, field, PlanCorroboration)),
            FieldMeaning.TypeName => new PlanField.TypeName(key),
            FieldMeaning.Forward => new PlanField.Forward(key),
            FieldMeaning.Strength => new PlanField.Strength(key),
            FieldMeaning.Through => new PlanField.Through(key, PlanNode(rule!.Instrument.Members, field.Selections)),
            FieldMeaning.Reason => new PlanField.Reason(key),
            _ => throw new UnreachableException(),
        };

    private static PlanField PlanCorroboration(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.IndependentOrigins => new PlanField.IndependentOrigins(key),
        FieldMeaning.Outlets => new PlanField.Outlets(key),
        FieldMeaning.Reports => new PlanField.Reports(key),
        FieldMeaning.FirstReportedOn => new PlanField.FirstReportedOn(key),
        _ => throw new UnreachableException(),
    };

    private int AddPage(Occurrences field, FieldType definition, Ordering ordering) => Add(
        new Parameter.PageOf(
            Argument(field, definition, "first"), Argument(field, definition, "after"), Argument(field, definition, "last"),
            Argument(field, definition, "before"), ordering),
        field.First);

    private int Add(Parameter parameter, ASTNode place)
    {
        _parameters.Add(parameter with { Document = _text, Position = place.Location.Start, Path = _path });
        return _parameters.Count - 1;
    }

    private static Argument Argument(Occurrences field, FieldType definition, string name) =>
        Argument(field.First.Arguments, definition.Arguments!, name);

    private static Argument Argument(GraphQLArguments? given, QueryArguments declared, string name)
    {
        var argument = declared.Find(name)!;
        var value = given?.Items.Find(a => a.Name == name)?.Value;
        return value is null ? new Argument.Literal(argument.DefaultValue) : Argument(value, argument.DefaultValue);
    }

    private static Argument Argument(GraphQLValue value, object? ifMissing) => value switch
    {
        GraphQLVariable variable => new Argument.Variable(variable.Name.StringValue, ifMissing),
        GraphQLNullValue => Planning.Argument.None,
        GraphQLStringValue text => new Argument.Literal(text.Value.ToString()),
        GraphQLEnumValue text => new Argument.Literal(text.Name.StringValue),
        GraphQLBooleanValue flag => new Argument.Literal(flag.BoolValue),
        GraphQLIntValue number => new Argument.Literal(System.Numerics.BigInteger.Parse(number.Value.ToString(), System.Globalization.CultureInfo.InvariantCulture) is var big
            && big >= long.MinValue && big <= long.MaxValue ? (long)big : number.Value.ToString()),
        GraphQLFloatValue number => new Argument.Literal(double.Parse(number.Value.ToString(), System.Globalization.CultureInfo.InvariantCulture)),
        GraphQLListValue list => new Argument.List([.. (list.Values ?? []).Select(v => Argument(v, null))]),
        _ => throw new UnreachableException(),
    };
}
