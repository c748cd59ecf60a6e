using System.Collections.Immutable;

namespace KnowledgeGraph.Planning;

/// <summary>An error as a client sees it: a message for people, and a code and facts for programs.</summary>
public sealed record GraphError(string Message, string Code)
{
    public ErrorFacts Facts { get; init; }

    public ImmutableArray<(int Line, int Column)> Locations { get; init; } = [];
    /// <summary>Response keys and positions in lists, starting at the root.</summary>
    public ImmutableArray<object> Path { get; init; } = [];
}

/// <summary>What an error is about, as data for <c>extensions</c>; null for what does not apply.</summary>
/// <param name="Argument">The name of the argument, variable or part of the request that is wrong.</param>
/// <param name="Given">What was given: a number or text.</param>
/// <param name="Allowed">What is allowed: the largest number, or the names to choose from.</param>
public readonly record struct ErrorFacts(string? Argument = null, object? Given = null, object? Allowed = null);

/// <summary>An operation was refused, before or while it ran. Nothing of its response was sent.</summary>
public sealed class GraphErrorException(IReadOnlyList<GraphError> errors) : Exception(string.Join('\n', errors.Select(e => e.Message)))
{
    public GraphErrorException(string message, string code, ErrorFacts facts = default) : this([new GraphError(message, code) { Facts = facts }]) { }

    public IReadOnlyList<GraphError> Errors { get; } = errors;

    /// <summary>What the log says about it and clients must not see; null if it is not logged.</summary>
    public string? LogMessage { get; init; }
}

/// <summary>The codes of this product's own errors. The codes of validation rules come from GraphQL.NET.</summary>
public static class ErrorCodes
{
    public const string SyntaxError = "SYNTAX_ERROR";
    public const string OperationNotFound = "OPERATION_NOT_FOUND";
    public const string OperationNameMissing = "OPERATION_NAME_MISSING";
    public const string OperationNotSupported = "OPERATION_NOT_SUPPORTED";
    /// <summary>A mutation changes more nodes, relationships and claims than one operation may.</summary>
    public const string TooManyEntries = "TOO_MANY_ENTRIES";
    /// <summary>A field of a mutation must be the only one of its operation.</summary>
    public const string FieldNotAlone = "FIELD_NOT_ALONE";
    public const string NoteTooLong = "NOTE_TOO_LONG";
    public const string InvalidVariable = "INVALID_VARIABLE";
    public const string ArgumentMissing = "ARGUMENT_MISSING";
    public const string ArgumentConflict = "ARGUMENT_CONFLICT";
    public const string PageSize = "PAGE_SIZE";
    public const string PageDirection = "PAGE_DIRECTION";
    public const string InvalidCursor = "INVALID_CURSOR";
    public const string ForeignCursor = "FOREIGN_CURSOR";
    public const string FilterValue = "FILTER_VALUE";
    public const string OrderKeys = "ORDER_KEYS";
    public const string MinOrigins = "MIN_ORIGINS";
    public const string TooManyIds = "TOO_MANY_IDS";
    public const string SearchText = "SEARCH_TEXT";
    public const string PathLength = "PATH_LENGTH";
    public const string PathWork = "PATH_WORK";
    public const string TooManyTokens = "TOO_MANY_TOKENS";
    public const string TokenTooLong = "TOKEN_TOO_LONG";
    public const string NumberTooLong = "NUMBER_TOO_LONG";
    public const string TooDeep = "TOO_DEEP";
    public const string TooManyRootFields = "TOO_MANY_ROOT_FIELDS";
    public const string TooManyAliases = "TOO_MANY_ALIASES";
    public const string TooManyFields = "TOO_MANY_FIELDS";
    public const string TooManyDirectives = "TOO_MANY_DIRECTIVES";
    public const string WhereTooDeep = "WHERE_TOO_DEEP";
    public const string ListTooLong = "LIST_TOO_LONG";
    public const string CostTooHigh = "COST_TOO_HIGH";
    public const string StoredValueInvalid = "STORED_VALUE_INVALID";
    public const string IntrospectionOff = "INTROSPECTION_OFF";
    public const string IntrospectionTooLarge = "INTROSPECTION_TOO_LARGE";
    public const string FragmentCycle = "NO_FRAGMENT_CYCLES";
    public const string FieldsCannotMerge = "OVERLAPPING_FIELDS_CAN_BE_MERGED";
}
