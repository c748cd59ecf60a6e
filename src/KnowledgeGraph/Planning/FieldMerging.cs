using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Checks that all fields with the same response key can be merged (GraphQL specification, section 5.3.2). Each field is compared with the
/// first of its group, and then the group is merged. GraphQL.NET compares all pairs, which takes minutes for a hostile document.
/// </summary>
internal sealed class FieldMerging
{
    private readonly GraphSchema _schema;
    private readonly long _maxWork;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    private readonly DocumentText _text;
    private readonly CancellationToken _stop;
    private long _work;

    /// <param name="Parent">The type on which the field is selected; null if the schema does not have it.</param>
    private sealed record Found(IGraphType? Parent, GraphQLField Field, IGraphType? Type);

    private FieldMerging(GraphSchema schema, DocumentText text, long maxWork, CancellationToken stop) =>
        (_schema, _text, _maxWork, _stop) = (schema, text, maxWork, stop);

    /// <summary>Refuses a document that has fields that cannot be merged but is valid otherwise.</summary>
    public static void Check(GraphSchema schema, ValidDocument document, OperationLimits limits, CancellationToken stop)
    {
        var merging = new FieldMerging(schema, document.Text, limits.Work, stop);
        foreach (var fragment in document.Syntax.Definitions.OfType<GraphQLFragmentDefinition>())
            merging._fragments.Add(fragment.FragmentName.Name.StringValue, fragment);
        foreach (var operation in document.Syntax.Definitions.OfType<GraphQLOperationDefinition>())
        {
            var root = operation.Operation == OperationType.Query ? schema.Types.Query : null;
            merging.CheckShapes(merging.Collect([(root, operation.SelectionSet)]));
            merging.CheckFields(merging.Collect([(root, operation.SelectionSet)]));
        }
    }

    /// <summary>All fields with one key must have values of the same shape, even on different types.</summary>
    private void CheckShapes(Dictionary<string, List<Found>> byKey)
    {
        foreach (var (key, fields) in byKey)
        {
            var first = fields[0];
            foreach (var other in fields.Skip(1))
                if (first.Type is not null && other.Type is not null && !HaveSameShape(first.Type, other.Type))
                    throw Refuse(key, first, other, $"{first.Type} and {other.Type}");
            CheckShapes(CollectWithin(fields));
        }
    }

    /// <summary>If an object can have the types of two fields with one key, both must be the same field with the same arguments.</summary>
    private void CheckFields(Dictionary<string, List<Found>> byKey)
    {
        foreach (var (key, fields) in byKey)
            foreach (var group in GroupByObjectType(fields))
            {
                var first = group[0];
                foreach (var other in group.Skip(1))
                    if (first.Field.Name != other.Field.Name)
                        throw Refuse(key, first, other, $"{first.Field.Name.StringValue} and {other.Field.Name.StringValue}");
                    else if (!HaveSameArguments(first.Field, other.Field))
                        throw Refuse(key, first, other, $"{first.Field.Name.StringValue} with different arguments");
                CheckFields(CollectWithin(group));
            }
    }

    /// <summary>The fields on each object type, with those on interfaces and unions, which the object may belong to.</summary>
    private static IEnumerable<List<Found>> GroupByObjectType(List<Found> fields)
    {
        var ofObjects = fields.Where(f => f.Parent is IObjectGraphType).GroupBy(f => f.Parent!.Name).ToList();
        if (ofObjects.Count == 0 || (ofObjects.Count == 1 && ofObjects[0].Count() == fields.Count))
            return [fields];
        var ofOthers = fields.Where(f => f.Parent is not IObjectGraphType).ToList();
        return ofObjects.Select(g => g.Concat(ofOthers).ToList());
    }

    private Dictionary<string, List<Found>> CollectWithin(List<Found> fields) =>
        Collect(fields.Where(f => f.Field.SelectionSet is not null).Select(f => (f.Type?.GetNamedType(), f.Field.SelectionSet!)));

    private Dictionary<string, List<Found>> Collect(IEnumerable<(IGraphType? Parent, GraphQLSelectionSet Selections)> sets)
    {
        var (byKey, spread) = (new Dictionary<string, List<Found>>(), new HashSet<string>());
        foreach (var (parent, selections) in sets)
            Collect(parent, selections, byKey, spread);
        return byKey;
    }

    private void Collect(IGraphType? parent, GraphQLSelectionSet selections, Dictionary<string, List<Found>> byKey, HashSet<string> spread)
    {
        foreach (var selection in selections.Selections)
        {
            _stop.ThrowIfCancellationRequested();
            if (++_work > _maxWork)
                throw new GraphErrorException($"The operation has more than {_maxWork} fields when they are merged for each type.", ErrorCodes.TooManyFields, new(Allowed: _maxWork));
            switch (selection)
            {
                case GraphQLField field:
                    var key = (field.Alias?.Name ?? field.Name).StringValue;
                    if (!byKey.TryGetValue(key, out var same))
                        byKey.Add(key, same = []);
                    same.Add(new Found(parent, field, TypeOf(parent, field)));
                    break;
                case GraphQLInlineFragment inline:
                    Collect(inline.TypeCondition is { } condition ? _schema.Types.AllTypes[condition.Type.Name] : parent, inline.SelectionSet, byKey, spread);
                    break;
                case GraphQLFragmentSpread named when spread.Add(named.FragmentName.Name.StringValue):
                    var fragment = _fragments[named.FragmentName.Name.StringValue];
                    Collect(_schema.Types.AllTypes[fragment.TypeCondition.Type.Name], fragment.SelectionSet, byKey, spread);
                    break;
            }
        }
    }

    private IGraphType? TypeOf(IGraphType? parent, GraphQLField field) => field.Name.StringValue switch
    {
        "__typename" => _schema.Types.TypeNameMetaFieldType.ResolvedType,
        "__schema" => _schema.Types.SchemaMetaFieldType.ResolvedType,
        "__type" => _schema.Types.TypeMetaFieldType.ResolvedType,
        _ => (parent as IComplexGraphType)?.Fields.Find(field.Name)?.ResolvedType,
    };

    private static bool HaveSameShape(IGraphType left, IGraphType right) => (left, right) switch
    {
        (NonNullGraphType a, NonNullGraphType b) => HaveSameShape(a.ResolvedType!, b.ResolvedType!),
        (ListGraphType a, ListGraphType b) => HaveSameShape(a.ResolvedType!, b.ResolvedType!),
        (NonNullGraphType or ListGraphType, _) or (_, NonNullGraphType or ListGraphType) => false,
        _ => left.Name == right.Name || (!IsLeaf(left) && !IsLeaf(right)),
    };

    private static bool IsLeaf(IGraphType type) => type is ScalarGraphType;

    private static bool HaveSameArguments(GraphQLField left, GraphQLField right)
    {
        var (some, others) = (left.Arguments?.Items ?? [], right.Arguments?.Items ?? []);
        return some.Count == others.Count && some.TrueForAll(a => others.Find(o => o.Name == a.Name) is { } other && AreSame(a.Value, other.Value));
    }

    private static bool AreSame(GraphQLValue left, GraphQLValue right) => (left, right) switch
    {
        (GraphQLVariable a, GraphQLVariable b) => a.Name == b.Name,
        (GraphQLNullValue, GraphQLNullValue) => true,
        (GraphQLEnumValue a, GraphQLEnumValue b) => a.Name == b.Name,
        (GraphQLBooleanValue a, GraphQLBooleanValue b) => a.BoolValue == b.BoolValue,
        (GraphQLIntValue a, GraphQLIntValue b) => a.Value == b.Value,
        (GraphQLFloatValue a, GraphQLFloatValue b) => a.Value == b.Value,
        (GraphQLStringValue a, GraphQLStringValue b) => a.Value == b.Value,
        (GraphQLListValue a, GraphQLListValue b) => (a.Values ?? []).Count == (b.Values ?? []).Count
            && (a.Values ?? []).Zip(b.Values ?? []).All(pair => AreSame(pair.First, pair.Second)),
        (GraphQLObjectValue a, GraphQLObjectValue b) => (a.Fields ?? []).Count == (b.Fields ?? []).Count
            && (a.Fields ?? []).TrueForAll(f => b.Fields!.Find(o => o.Name == f.Name) is { } other && AreSame(f.Value, other.Value)),
        _ => false,
    };

    private GraphErrorException Refuse(string key, Found first, Found other, string difference) => new(
    [
        new GraphError($"The key `{key}` stands for different fields: {difference}. Give one of them another alias.", ErrorCodes.FieldsCannotMerge)
        {
            Locations = [_text.Locate(first.Field.Location.Start), _text.Locate(other.Field.Location.Start)],
        },
    ]);
}
