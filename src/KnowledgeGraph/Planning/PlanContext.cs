using System.Collections.Immutable;
using System.Text;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>What the planners of one operation share: its document, the parameters found so far, and the limit on the work of planning.</summary>
internal sealed class PlanContext
{
    private readonly ValidDocument _document;
    private readonly CancellationToken _stop;
    private readonly FieldCollector _collector;
    private readonly ImmutableArray<Parameter>.Builder _parameters = ImmutableArray.CreateBuilder<Parameter>();
    private readonly ImmutableArray<int>.Builder _notedIds = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder _nodeIds = ImmutableArray.CreateBuilder<int>();
    private readonly Dictionary<(string Name, bool IsFirst), ResponseKey> _keys = [];
    private ImmutableArray<object> _path = [];

    public PlanContext(
        GraphSchema schema, ValidDocument document, IReadOnlyDictionary<string, object?> variables, OperationLimits limits, CancellationToken stop)
    {
        (Schema, Variables, Limits, _document, _stop) = (schema, variables, limits, document, stop);
        _collector = new FieldCollector(schema, document.Syntax, variables);
    }

    public GraphSchema Schema { get; }
    public GraphModel Model => Schema.Model;
    /// <summary>The coerced variables. A plan depends on them only for its structure.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; }
    public OperationLimits Limits { get; }
    public ImmutableArray<Parameter> Parameters => _parameters.ToImmutable();
    /// <summary>Fields, and objects and values of filters, that were planned so far.</summary>
    public long Work { get; private set; }

    /// <summary>Plans what is selected within a field that is an object or a list of objects.</summary>
    public ImmutableArray<PlanField> PlanFields(SelectedField field, Func<SelectedField, PlanField> plan) => PlanFields(field.ObjectType, field.Selections, plan);

    /// <summary>Plans what is selected on an object type.</summary>
    public ImmutableArray<PlanField> PlanFields(IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections, Func<SelectedField, PlanField> plan)
    {
        var found = _collector.Collect(type, selections);
        Spend(found.Count);
        var fields = ImmutableArray.CreateBuilder<PlanField>(found.Count);
        var path = _path;
        foreach (var (name, occurrences) in found)
        {
            _path = path.Add(name);
            fields.Add(PlanField(type, KeyOf(name, isFirst: fields.Count == 0), occurrences, plan));
        }
        _path = path;
        return fields.ToImmutable();
    }

    /// <summary>What is selected on an object type of which nothing is read from the graph. The meaning of <c>__typename</c> is null.</summary>
    public IEnumerable<(string Key, FieldMeaning? Meaning)> SelectFields(IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections)
    {
        var found = _collector.Collect(type, selections);
        Spend(found.Count);
        return found.Select(f => (f.Key, type.Fields.Find(f.Occurrences[0].Name)?.Metadata[GraphSchema.MeaningKey] as FieldMeaning));
    }

    private PlanField PlanField(IObjectGraphType type, ResponseKey key, List<GraphQLField> occurrences, Func<SelectedField, PlanField> plan)
    {
        var name = occurrences[0].Name;
        if (name == "__typename")
            return new ConstantField(key, Encoding.UTF8.GetBytes($"\"{type.Name}\""));
        if (name.StringValue.StartsWith("__", StringComparison.Ordinal))
            return PlanIntrospection(key, occurrences);
        var definition = type.Fields.Find(name)!;
        return plan(new SelectedField(key, occurrences, definition, (FieldMeaning)definition.Metadata[GraphSchema.MeaningKey]!));
    }

    private IntrospectionField PlanIntrospection(ResponseKey key, List<GraphQLField> occurrences)
    {
        var first = occurrences[0];
        var merged = occurrences.Count == 1 ? first : new GraphQLField(first.Name)
        {
            Alias = first.Alias,
            Arguments = first.Arguments,
            SelectionSet = new GraphQLSelectionSet([.. occurrences.Select(f => f.SelectionSet).OfType<GraphQLSelectionSet>().SelectMany(s => s.Selections)]),
        };
        return new(key, Add(new IntrospectionParameter(new IntrospectionQuery(Schema, _document.Syntax, _document.Operation, _document.Text, merged)), first));
    }

    private ResponseKey KeyOf(string name, bool isFirst)
    {
        if (!_keys.TryGetValue((name, isFirst), out var key))
            _keys.Add((name, isFirst), key = ResponseKey.Create(name, isFirst));
        return key;
    }

    /// <summary>The argument of a field, or its default.</summary>
    public static Argument ArgumentOf(SelectedField field, string name) => ArgumentReader.Read(field.First.Arguments, field.Definition.Arguments!, name);

    /// <summary>Adds a parameter whose errors name the field.</summary>
    public Slot<T> Add<T>(SelectedField field, Parameter<T> parameter) => Add(parameter, field.First);

    /// <summary>Adds a parameter whose errors name a place in the document.</summary>
    public Slot<T> Add<T>(Parameter<T> parameter, ASTNode place) => new(AddUntyped(parameter, place));

    /// <summary>Adds a parameter for which null differs from no value.</summary>
    public Slot<T?> AddIfGiven<T>(Parameter<T> parameter, Argument value, ASTNode place)
        where T : class? => new(AddUntyped(new IfGivenParameter(parameter, value), place));

    /// <summary>Adds a parameter with a number or a Boolean, for which null differs from no value.</summary>
    public Slot<T?> AddNumberIfGiven<T>(Parameter<T> parameter, Argument value, ASTNode place)
        where T : struct => new(AddUntyped(new IfGivenParameter(parameter, value), place));

    private int AddUntyped(Parameter parameter, ASTNode place)
    {
        _parameters.Add(parameter with { Document = _document.Text, Position = place.Location.Start, Path = _path });
        return _parameters.Count - 1;
    }

    /// <summary>The parameters with ids that are noted if they name nothing.</summary>
    public ImmutableArray<int> NotedIds => _notedIds.ToImmutable();

    /// <summary>Notes the ids of a parameter that name nothing: the response would be empty without saying why.</summary>
    public Slot<T> NoteUnknown<T>(Slot<T> ids)
    {
        _notedIds.Add(ids.Index);
        return AsNodeIds(ids);
    }

    /// <summary>The parameters with ids of nodes.</summary>
    public ImmutableArray<int> NodeIds => _nodeIds.ToImmutable();

    /// <summary>Lets the ids of a parameter stand for the nodes that they became, if they were merged.</summary>
    public Slot<T> AsNodeIds<T>(Slot<T> ids)
    {
        _nodeIds.Add(ids.Index);
        return ids;
    }

    /// <summary>The parameter for an argument with one id.</summary>
    public Slot<string?> AddId(SelectedField field, string name) => Add(field, new TextParameter(ArgumentOf(field, name)));

    /// <summary>The parameter for an argument with a date; none if it is not given.</summary>
    public Slot<byte[]?> AddDate(SelectedField field, string name) =>
        ArgumentOf(field, name) is { IsNone: false } date ? Add(field, new DateParameter(date)) : Slot<byte[]?>.None;

    /// <summary>The field with the date of its argument `asOf`, if the document gives one.</summary>
    public PlanField WithDate(SelectedField field, PlanField planned) =>
        ArgumentReader.ReadOptional(field.First.Arguments, FieldArguments.AsOf) is { } date
            ? planned with { AsOf = AddIfGiven(new DateParameter(date), date, field.First) } : planned;

    /// <summary>The parameter for `types`, an argument with types of relationships.</summary>
    /// <param name="ifNull">What null means, for the text of the plan.</param>
    public Slot<RelationshipType[]?> AddRelationshipTypes(SelectedField field, string ifNull) => Add(field, new RelationshipTypesParameter(ArgumentOf(field, "types"), Model, ifNull));

    /// <summary>The parameter for the four arguments that choose a page.</summary>
    public Slot<Page> AddPage(SelectedField field, Ordering ordering) => Add(field, new PageParameter(
        ArgumentOf(field, "first"), ArgumentOf(field, "after"), ArgumentOf(field, "last"), ArgumentOf(field, "before"), ordering));

    public GraphErrorException Refuse(SelectedField field, string message, string code, ErrorFacts facts = default) => Refuse(field.First, message, code, facts);

    public GraphErrorException Refuse(ASTNode place, string message, string code, ErrorFacts facts = default) =>
        new([new GraphError(message, code) { Locations = [_document.Text.Locate(place.Location.Start)], Path = _path, Facts = facts }]);

    /// <summary>Counts work, and refuses an operation with too much. A plan has each field once for each type, so it can be much larger than its document.</summary>
    public void Spend(int work)
    {
        _stop.ThrowIfCancellationRequested();
        Work += work;
        if (Work > Limits.Work)
            throw new GraphErrorException(
                $"The operation has more than {Limits.Work} fields and terms of filters, counted for each type that a node can have.", ErrorCodes.TooManyFields, new(Allowed: Limits.Work));
    }
}
