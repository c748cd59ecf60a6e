using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Validation by GraphQL.NET, with limits. It ends after <see cref="MaxErrors"/> errors, because each error may take milliseconds (a suggestion
/// compares all names), and it can be cancelled.
/// </summary>
internal static class DocumentValidation
{
    /// <summary>The maximum number of errors in a response. A document can have thousands.</summary>
    public const int MaxErrors = 20;

    /// <summary>
    /// The text of the document that GraphQL.NET gets, which is empty: it would read the text from its start for each error. Without the text,
    /// the column of an error is its position plus one, and <see cref="DocumentText"/> finds the line.
    /// </summary>
    public static ROM NoSource => default;

    private static readonly ImmutableArray<IValidationRule> s_rules = [.. DocumentValidator.CoreRules.Where(r => r is not (OverlappingFieldsCanBeMerged or ArgumentsOfCorrectType)), new ArgumentRule()];

    /// <exception cref="GraphErrorException">The document is not valid.</exception>
    public static void Check(GraphSchema schema, ValidDocument document, CancellationToken stop)
    {
        IEnumerable<ExecutionError> errors;
        try
        {
            errors = Validate(schema, document.Syntax, document.Operation, [new Guard(stop), .. s_rules], Inputs.Empty, stop).Errors;
        }
        catch (EnoughErrorsException e)
        {
            errors = e.Errors;
        }
        // Variables have no values yet, so their errors are reported later.
        var found = errors.Where(e => e is not InvalidVariableError).Take(MaxErrors).ToList();
        if (found.Count > 0)
            throw new GraphErrorException([.. found.Select(e => Describe(e, document.Text))]);
    }

    /// <summary>Coerces the values of variables in groups. It ends after the first group with errors.</summary>
    /// <param name="variables">The definitions in the document.</param>
    /// <exception cref="GraphErrorException">A value does not have the type of its variable.</exception>
    public static void Coerce(
        GraphSchema schema, IEnumerable<GraphQLVariableDefinition> variables, Inputs given, DocumentText text, Dictionary<string, object?> coerced)
    {
        foreach (var some in variables.Chunk(MaxErrors))
        {
            var operation = new GraphQLOperationDefinition(new GraphQLSelectionSet([]))
            {
                Operation = OperationType.Query,
                Variables = new GraphQLVariablesDefinition([.. some]),
            };
            var result = Validate(schema, new GraphQLDocument([operation]), operation, [], given, CancellationToken.None);
            if (!result.IsValid)
                throw new GraphErrorException(Mistakes(schema, some, given, text) is { Count: > 0 } mistakes ? mistakes : [.. result.Errors.Take(MaxErrors).Select(e => Describe(e, text))]);
            foreach (var variable in result.Variables!)
                if (variable.ValueSpecified || variable.IsDefault)
                    coerced[variable.Name] = variable.Value;
        }
    }

    private static List<GraphError> Mistakes(GraphSchema schema, IEnumerable<GraphQLVariableDefinition> variables, Inputs given, DocumentText text)
    {
        var found = new List<GraphError>();
        foreach (var variable in variables)
        {
            var name = variable.Variable.Name.StringValue;
            if (VariableCoercion.TypeOf(variable.Type, schema.Types) is not { } type || (!given.ContainsKey(name) && variable.DefaultValue is not null))
                continue;
            var mistake = given.TryGetValue(name, out var value) ? InputMistake.Find(type, value, "$" + name)
                : type is NonNullGraphType ? new($"The variable `${name}` of type {type} is missing.", new("$" + name), null) : null;
            if (mistake is not null)
                found.Add(new GraphError(mistake.Message, ErrorCodes.InvalidVariable) { Locations = [text.Locate(variable.Location.Start)], Facts = mistake.Facts });
        }
        return found;
    }

    public static GraphError Describe(ExecutionError error, DocumentText text) => new(
        error is ArgumentRule.Error ? error.Message : LibraryMessage.OfValidation(error.Message), error switch { InvalidVariableError => ErrorCodes.InvalidVariable, ArgumentRule.Error => ArgumentRule.Code, _ => error.Code ?? ErrorCodes.SyntaxError })
    {
        Facts = (error as ArgumentRule.Error)?.Facts ?? default,
        Locations = [.. (error.Locations ?? []).Select(l => text.Locate(l.Column - 1))],
        Path = [.. error.Path ?? []],
    };

    /// <summary>No rule waits for anything, so the task is already complete.</summary>
    private static IValidationResult Validate(
        GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IEnumerable<IValidationRule> rules, Inputs variables, CancellationToken stop) =>
        new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Schema = schema.Types,
            Document = document,
            Operation = operation,
            Rules = rules,
            Variables = variables,
            CancellationToken = stop,
        }).GetAwaiter().GetResult();

    /// <summary>Visits each syntax node before the rules do, and ends validation if it is cancelled or has found enough errors.</summary>
    private sealed class Guard(CancellationToken stop) : ValidationRuleBase, INodeVisitor
    {
        public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(this);

        public ValueTask EnterAsync(ASTNode node, ValidationContext context)
        {
            stop.ThrowIfCancellationRequested();
            return context.HasErrors && context.Errors.Skip(MaxErrors - 1).Any() ? throw new EnoughErrorsException([.. context.Errors]) : default;
        }

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;
    }

    private sealed class EnoughErrorsException(ImmutableArray<ValidationError> errors) : Exception
    {
        public ImmutableArray<ValidationError> Errors { get; } = errors;
    }
}
