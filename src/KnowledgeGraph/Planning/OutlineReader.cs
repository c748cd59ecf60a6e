using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Reads the outline of an operation. It depends on the document alone: fields count whatever their conditions and the types of the objects are.</summary>
internal sealed class OutlineReader
{
    private readonly GraphSchema _schema;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly List<(string Variable, QueryArgument Argument)> _uses = [];

    private OutlineReader(GraphSchema schema, GraphQLDocument document) =>
        (_schema, _fragments) = (schema, document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(f => f.FragmentName.Name.StringValue));

    /// <param name="operationName">Null if the document has one operation.</param>
    /// <exception cref="GraphErrorException">The document is not valid, exceeds a limit, or its operation is not a query.</exception>
    public static OperationOutline ReadQuery(GraphSchema schema, string text, string? operationName, OperationLimits limits)
    {
        var document = DocumentReader.Read(schema, text, operationName, limits, CancellationToken.None);
        return document.Operation.Operation == OperationType.Query ? Read(schema, document)
            : throw new GraphErrorException("The operation must be a query.", ErrorCodes.OperationNotSupported);
    }

    /// <summary>The fields that the response of any operation can have.</summary>
    /// <exception cref="GraphErrorException">The document is not valid.</exception>
    public static ImmutableArray<OutlineField> ReadFields(GraphSchema schema, string text, string? operationName)
    {
        var document = DocumentReader.Read(schema, text, operationName, OperationLimits.None, CancellationToken.None);
        return new OutlineReader(schema, document.Syntax).Fields(document.Operation);
    }

    private static OperationOutline Read(GraphSchema schema, ValidDocument document)
    {
        var reader = new OutlineReader(schema, document.Syntax);
        var fields = reader.Fields(document.Operation);
        var asOf = document.Operation.Directives?.FirstOrDefault(d => d.Name == LensDirectives.AsOf);
        foreach (var directive in document.Operation.Directives?.Items ?? [])
            reader.Note(directive.Arguments, schema.Types.Directives.Find(directive.Name)?.Arguments);
        var variables = (document.Operation.Variables?.Items ?? []).Select(reader.Variable).ToImmutableArray();
        var date = asOf?.Arguments?.FirstOrDefault(a => a.Name == "date")?.Value;
        var hasAsOf = variables.Any(v => v.Name == OperationOutline.AsOf);
        return new OperationOutline(variables, fields, hasAsOf ? OperationOutline.AsOf : (date as GraphQLVariable)?.Name.StringValue)
        {
            DatedText = hasAsOf || date is null or GraphQLVariable ? null : DatedText(document, date),
        };
    }

    private OutlineVariable Variable(GraphQLVariableDefinition definition)
    {
        var name = definition.Variable.Name.StringValue;
        var type = VariableCoercion.TypeOf(definition.Type, _schema.Types)!;
        var uses = _uses.Where(u => u.Variable == name).ToList();
        return new OutlineVariable(
            name, type, definition.DefaultValue, uses.Select(u => Describe(u.Argument)).FirstOrDefault(d => d is not null) ?? type.GetNamedType().Description ?? $"A value of type {type}.",
            [.. uses.Select(u => u.Argument.Name).Distinct()]);
    }

    /// <summary>The schema describes an argument that many fields have at the fields of the root only.</summary>
    private string? Describe(QueryArgument argument) => argument.Description
        ?? _schema.Types.Query.Fields.Select(f => f.Arguments?.Find(argument.Name)?.Description).FirstOrDefault(d => d is not null);

    /// <summary>Notes which arguments take variables.</summary>
    private void Note(GraphQLArguments? given, QueryArguments? known)
    {
        foreach (var argument in given?.Items ?? [])
            if (argument.Value is GraphQLVariable variable && known?.Find(argument.Name) is { } definition)
                _uses.Add((variable.Name.StringValue, definition));
    }

    private ImmutableArray<OutlineField> Fields(GraphQLOperationDefinition operation) =>
        Merge([(operation.Operation == OperationType.Mutation ? _schema.Types.Mutation! : _schema.Types.Query, operation.SelectionSet, false)]);

    /// <summary>The fields of all selections on an object, one for each key.</summary>
    private ImmutableArray<OutlineField> Merge(IEnumerable<(IGraphType Type, GraphQLSelectionSet Selections, bool IsOptional)> selections)
    {
        var found = new List<Found>();
        var spread = new HashSet<(string, bool)>();
        foreach (var (type, set, isOptional) in selections)
            Collect(type, set, isOptional, found, spread);
        return
        [
            .. found.GroupBy(f => f.Key).Select(same => new OutlineField(
                same.Key, same.First().Definition.Name, same.First().Definition.ResolvedType!, same.First().Definition.Description, same.All(f => f.IsOptional),
                Merge(same.Where(f => f.Field.SelectionSet is not null).Select(f => (f.Definition.ResolvedType!.GetNamedType(), f.Field.SelectionSet!, f.IsOptional && same.Count() > 1))))),
        ];
    }

    /// <param name="Definition">The field in the schema.</param>
    private sealed record Found(string Key, GraphQLField Field, FieldType Definition, bool IsOptional);

    private void Collect(IGraphType type, GraphQLSelectionSet set, bool isOptional, List<Found> found, HashSet<(string Fragment, bool IsOptional)> spread)
    {
        foreach (var selection in set.Selections)
        {
            var isConditional = isOptional || HasCondition((IHasDirectivesNode)selection);
            switch (selection)
            {
                case GraphQLField field:
                    var definition = DefinitionOf(type, field);
                    Note(field.Arguments, definition.Arguments);
                    found.Add(new Found((field.Alias?.Name ?? field.Name).StringValue, field, definition, isConditional));
                    break;
                case GraphQLInlineFragment inline:
                    Within(inline.TypeCondition, inline.SelectionSet, isConditional);
                    break;
                case GraphQLFragmentSpread named when spread.Add((named.FragmentName.Name.StringValue, isConditional)):
                    var fragment = _fragments[named.FragmentName.Name.StringValue];
                    Within(fragment.TypeCondition, fragment.SelectionSet, isConditional);
                    break;
            }
        }

        void Within(GraphQLTypeCondition? condition, GraphQLSelectionSet inner, bool isConditional)
        {
            var on = condition is null ? type : _schema.Types.AllTypes[condition.Type.Name]!;
            Collect(on, inner, isConditional || !IsAlways(type, on), found, spread);
        }
    }

    private static bool HasCondition(IHasDirectivesNode selection) => selection.Directives?.Items.Exists(d => d.Name == "skip" || d.Name == "include") == true;

    /// <summary>Whether each object of a type belongs to the other.</summary>
    private static bool IsAlways(IGraphType type, IGraphType other) => type.Name == other.Name
        || (other is IAbstractGraphType wider && (type is IAbstractGraphType narrow ? narrow.PossibleTypes.All(t => wider.PossibleTypes.Contains(t)) : wider.PossibleTypes.Any(t => t.Name == type.Name)));

    private FieldType DefinitionOf(IGraphType type, GraphQLField field) => field.Name.StringValue switch
    {
        "__typename" => _schema.Types.TypeNameMetaFieldType,
        "__schema" => _schema.Types.SchemaMetaFieldType,
        "__type" => _schema.Types.TypeMetaFieldType,
        _ => ((IComplexGraphType)type).Fields.Find(field.Name)!,
    };

    /// <summary><c>query A($first: Int) @asOf(date: "2024")</c> becomes <c>query A($asOf: PartialDate, $first: Int) @asOf(date: $asOf)</c>.</summary>
    private static string DatedText(ValidDocument document, GraphQLValue date)
    {
        const string Definition = "$" + OperationOutline.AsOf + ": PartialDate ";
        var (text, operation) = (document.Text.Tokens, document.Operation);
        text = string.Concat(text.AsSpan(0, date.Location.Start), "$" + OperationOutline.AsOf, text.AsSpan(date.Location.End));
        // All that comes before the directive has kept its place.
        return operation.Variables is { } variables
            ? text.Insert(variables.Location.Start + 1, Definition)
            : text.Insert(operation.Name?.Location.End ?? operation.Location.Start + "query".Length, $"({Definition})");
    }
}
