using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using GraphQLParser.Visitors;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Reads the outline of an operation. It depends on the document alone: fields count whatever their conditions and the types of the objects are.</summary>
internal sealed class OutlineReader
{
    private readonly GraphSchema _schema;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;

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
        return Fields(schema, document);
    }

    private static OperationOutline Read(GraphSchema schema, ValidDocument document)
    {
        var uses = VariableUses.Find(document.Syntax);
        var variables = (document.Operation.Variables?.Items ?? []).Select(v => new OutlineVariable(
            v.Variable.Name.StringValue, VariableCoercion.TypeOf(v.Type, schema.Types)!, v.DefaultValue,
            [.. uses.Where(u => u.Variable == v.Variable.Name.StringValue).Select(u => u.Argument).Distinct()])).ToImmutableArray();
        var date = document.Operation.Directives?.FirstOrDefault(d => d.Name == LensDirectives.AsOf)?.Arguments?.FirstOrDefault(a => a.Name == "date")?.Value;
        var hasAsOf = variables.Any(v => v.Name == OperationOutline.AsOf);
        return new OperationOutline(variables, Fields(schema, document), hasAsOf ? OperationOutline.AsOf : (date as GraphQLVariable)?.Name.StringValue)
        {
            DatedText = hasAsOf || date is null or GraphQLVariable ? null : DatedText(document, date),
        };
    }

    private static ImmutableArray<OutlineField> Fields(GraphSchema schema, ValidDocument document)
    {
        var root = document.Operation.Operation == OperationType.Mutation ? schema.Types.Mutation! : schema.Types.Query;
        return new OutlineReader(schema, document.Syntax).Merge([(root, document.Operation.SelectionSet, false)]);
    }

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
                same.Key, same.First().Definition.ResolvedType!, same.First().Definition.Description, same.All(f => f.IsOptional),
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
                    found.Add(new Found((field.Alias?.Name ?? field.Name).StringValue, field, DefinitionOf(type, field), isConditional));
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

    /// <summary>Finds which arguments take which variables.</summary>
    private sealed class VariableUses : ASTVisitor<VariableUses.Context>
    {
        public sealed class Context : IASTVisitorContext
        {
            public List<(string Variable, string Argument)> Found { get; } = [];
            public CancellationToken CancellationToken => CancellationToken.None;
        }

        public static List<(string Variable, string Argument)> Find(GraphQLDocument document)
        {
            var context = new Context();
            new VariableUses().VisitAsync(document, context).AsTask().GetAwaiter().GetResult();
            return context.Found;
        }

        protected override ValueTask VisitArgumentAsync(GraphQLArgument argument, Context context)
        {
            if (argument.Value is GraphQLVariable variable)
                context.Found.Add((variable.Name.StringValue, argument.Name.StringValue));
            return base.VisitArgumentAsync(argument, context);
        }
    }
}
