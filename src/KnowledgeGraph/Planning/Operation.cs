using System.Collections.Concurrent;
using System.Collections.Immutable;
using GraphQL;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>A validated operation of a document. It is parsed, validated and planned once; a request only binds its variables.</summary>
public sealed class Operation
{
    /// <summary>A plan is made for each combination of conditions and each structure of filters and orders, and kept up to this many.</summary>
    private const int MostPlans = 64;

    /// <summary>How much text may stand for the structures of which plans are kept: a plan is as large as its structure.</summary>
    private const int MostShapes = 64 * 1024;

    /// <summary>How many mistakes are told; a document may have thousands.</summary>
    private const int MostErrors = 20;

    private static readonly ImmutableArray<IValidationRule> s_rules = [.. DocumentValidator.CoreRules.Where(r => r is not OverlappingFieldsCanBeMerged)];

    private readonly GraphSchema _schema;
    private readonly GraphQLDocument _document;
    private readonly GraphQLOperationDefinition _definition;
    private readonly ImmutableArray<string> _conditions;
    private readonly ImmutableArray<(string Name, bool IsWhole)> _structured;
    private readonly ConcurrentDictionary<string, OperationPlan> _plans = [];
    private readonly OperationLimits _limits;
    private readonly VariableCoercion? _coercion;
    private int _shapes;

    private Operation(GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition definition, OperationLimits limits)
    {
        (_schema, _document, _definition, _limits, _conditions) = (schema, document, definition, limits, Conditions.Variables(document));
        _structured = StructuredArguments.Variables(document);
        _coercion = VariableCoercion.For(definition, schema.Types);
    }

    public bool IsQuery => _definition.Operation == OperationType.Query;
    /// <summary>Of its document, in characters.</summary>
    public int Length => _document.Source.Length;
    public bool HasVariables => _definition.Variables is { Count: > 0 };

    /// <summary>Parses and validates; a <see cref="GraphErrorException"/> tells what is wrong.</summary>
    /// <param name="limits">None unless told.</param>
    public static Operation Parse(GraphSchema schema, string text, string? operationName, OperationLimits? limits = null)
    {
        limits ??= OperationLimits.None;
        var document = Parse(text, limits);
        DocumentMeasure.Check(schema, document, limits);
        var definition = Choose(document, operationName);
        if (definition.Operation != OperationType.Query)
            throw new GraphErrorException($"a {definition.Operation.ToString().ToLowerInvariant()} found; expected a query", ErrorCodes.OperationNotSupported);
        var result = Validate(schema, document, definition, s_rules, Inputs.Empty);
        var errors = result.Errors.Where(e => e is not InvalidVariableError).Take(MostErrors).ToList();
        if (errors.Count > 0)
            throw new GraphErrorException([.. errors.Select(Describe)]);
        FieldMerging.Check(schema, document, limits);
        return new Operation(schema, document, definition, limits);
    }

    /// <summary>Coerces the variables and checks all arguments; a <see cref="GraphErrorException"/> tells what is wrong.</summary>
    /// <param name="sizes">The sizes of the graph, which the cost is estimated from; null if unknown.</param>
    public BoundPlan Bind(IReadOnlyDictionary<string, object?> variables, GraphSizes? sizes = null)
    {
        var coerced = Coerce(variables);
        var plan = PlanFor(coerced);
        var values = plan.Parameters.IsEmpty ? [] : new object?[plan.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = plan.Parameters[i].Bind(coerced);
        var bound = new BoundPlan(plan, values) { Sizes = sizes ?? GraphSizes.Unknown };
        var (fields, types) = bound.Cost;
        return fields <= _limits.Cost && types <= _limits.Cost ? bound : throw CostRefusal.Create(bound, _limits.Cost);
    }

    internal OperationPlan PlanFor(IReadOnlyDictionary<string, object?> variables)
    {
        var variant = _conditions.IsEmpty ? "" : string.Concat(_conditions.Select(c => variables.GetValueOrDefault(c) is true ? '1' : '0'));
        if (!_structured.IsEmpty)
            variant += StructuredArguments.Shape(_structured, variables);
        if (_plans.TryGetValue(variant, out var plan))
            return plan;
        plan = Planner.Plan(_schema, _document, _definition, variables, _limits);
        if (_plans.Count < MostPlans && Interlocked.Add(ref _shapes, variant.Length) <= MostShapes)
            _plans.TryAdd(variant, plan);
        return plan;
    }

    private IReadOnlyDictionary<string, object?> Coerce(IReadOnlyDictionary<string, object?> variables)
    {
        if (!HasVariables)
            return ImmutableDictionary<string, object?>.Empty;
        if (_coercion is not null && _coercion.TryCoerce(variables, out var settled))
            return settled;
        var result = Validate(_schema, _document, _definition, [], new Inputs(variables as IDictionary<string, object?> ?? variables.ToDictionary()));
        if (!result.IsValid)
            throw new GraphErrorException([.. result.Errors.Take(MostErrors).Select(Describe)]);
        var coerced = new Dictionary<string, object?>();
        foreach (var variable in result.Variables!)
            if (variable.ValueSpecified || variable.IsDefault)
                coerced.Add(variable.Name, variable.Value);
        return coerced;
    }

    private static GraphQLDocument Parse(string text, OperationLimits limits)
    {
        try
        {
            DocumentMeasure.CheckTokens(text, limits);
            return Parser.Parse<GraphQLDocument>(text, new ParserOptions { Ignore = IgnoreOptions.Comments });
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new GraphErrorException([new GraphError(e.Description, ErrorCodes.SyntaxError) { Locations = [(e.Location.Line, e.Location.Column)] }]);
        }
        catch (GraphQLMaxDepthExceededException e)
        {
            throw new GraphErrorException([new GraphError(e.Description, ErrorCodes.SyntaxError)]);
        }
    }

    private static GraphQLOperationDefinition Choose(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (name is { Length: > 0 })
            return operations.Find(o => o.Name is { } found && found == name) ?? throw new GraphErrorException(
                $"operation {name} not found; expected {Names(operations)}", ErrorCodes.OperationNotFound);
        return operations switch
        {
            [var single] => single,
            [] => throw new GraphErrorException("no operation found; expected one", ErrorCodes.OperationNotFound),
            _ => throw new GraphErrorException($"no operation name found; expected {Names(operations)}", ErrorCodes.OperationNameMissing),
        };
    }

    private static string Names(List<GraphQLOperationDefinition> operations) =>
        operations.Count == 0 ? "one in the document" : "one of " + string.Join(", ", operations.Take(10).Select(o => o.Name?.StringValue ?? "(without a name)"));

    /// <summary>GraphQL.NET's validation; its rules run to the end at once, so the task is complete when it comes back.</summary>
    private static IValidationResult Validate(
        GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition definition, IEnumerable<IValidationRule> rules, Inputs variables) =>
        new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Schema = schema.Types,
            Document = document,
            Operation = definition,
            Rules = rules,
            Variables = variables,
        }).GetAwaiter().GetResult();

    internal static GraphError Describe(ExecutionError error) => new(
        error.Message, error is InvalidVariableError ? ErrorCodes.InvalidVariable : error.Code ?? ErrorCodes.SyntaxError)
    {
        Locations = [.. (error.Locations ?? []).Select(l => (l.Line, l.Column))],
        Path = [.. error.Path ?? []],
    };
}
