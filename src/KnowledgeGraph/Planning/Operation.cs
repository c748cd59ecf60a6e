using System.Collections.Concurrent;
using System.Collections.Immutable;
using GraphQL;
using GraphQL.Validation;
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

    private readonly GraphSchema _schema;
    private readonly GraphQLDocument _document;
    private readonly GraphQLOperationDefinition _definition;
    private readonly ImmutableArray<string> _conditions;
    private readonly ImmutableArray<(string Name, bool IsWhole)> _structured;
    private readonly ConcurrentDictionary<string, OperationPlan> _plans = [];

    private readonly VariableCoercion? _coercion;

    private Operation(GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition definition)
    {
        (_schema, _document, _definition, _conditions) = (schema, document, definition, Conditions.Variables(document));
        _structured = StructuredArguments.Variables(document);
        _coercion = VariableCoercion.For(definition, schema.Types);
    }

    public bool IsQuery => _definition.Operation == OperationType.Query;
    public bool HasVariables => _definition.Variables is { Count: > 0 };

    /// <summary>Parses and validates; a <see cref="GraphErrorException"/> tells all that is wrong.</summary>
    public static Operation Parse(GraphSchema schema, string text, string? operationName)
    {
        var document = Parse(text);
        var definition = Choose(document, operationName);
        if (definition.Operation != OperationType.Query)
            throw new GraphErrorException($"a {definition.Operation.ToString().ToLowerInvariant()} found; expected a query", ErrorCodes.OperationNotSupported);
        var result = Validate(schema, document, definition, DocumentValidator.CoreRules, Inputs.Empty);
        var errors = result.Errors.Where(e => e is not InvalidVariableError).ToList();
        if (errors.Count > 0)
            throw new GraphErrorException([.. errors.Select(Describe)]);
        return new Operation(schema, document, definition);
    }

    /// <summary>Coerces the variables and checks all arguments; a <see cref="GraphErrorException"/> tells what is wrong.</summary>
    public BoundPlan Bind(IReadOnlyDictionary<string, object?> variables)
    {
        var coerced = Coerce(variables);
        var plan = PlanFor(coerced);
        if (plan.Parameters.IsEmpty)
            return new BoundPlan(plan, []);
        var values = new object?[plan.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = plan.Parameters[i].Bind(coerced);
        return new BoundPlan(plan, values);
    }

    internal OperationPlan PlanFor(IReadOnlyDictionary<string, object?> variables)
    {
        var variant = _conditions.IsEmpty ? "" : string.Concat(_conditions.Select(c => variables.GetValueOrDefault(c) is true ? '1' : '0'));
        if (!_structured.IsEmpty)
            variant += StructuredArguments.Shape(_structured, variables);
        if (_plans.TryGetValue(variant, out var plan))
            return plan;
        plan = Planner.Plan(_schema, _document, _definition, variables);
        if (_plans.Count < MostPlans)
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
            throw new GraphErrorException([.. result.Errors.Select(Describe)]);
        var coerced = new Dictionary<string, object?>();
        foreach (var variable in result.Variables!)
            if (variable.ValueSpecified || variable.IsDefault)
                coerced.Add(variable.Name, variable.Value);
        return coerced;
    }

    private static GraphQLDocument Parse(string text)
    {
        try
        {
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
