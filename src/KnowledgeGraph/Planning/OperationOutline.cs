using System.Collections.Immutable;
using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Planning;

/// <summary>What a caller knows of an operation before it runs: its variables, and the fields that its response can have.</summary>
/// <param name="DateVariable">The variable that sets the date of the operation: <c>asOf</c>, or the one in its `@asOf`. Null if no variable sets it.</param>
internal sealed record OperationOutline(ImmutableArray<OutlineVariable> Variables, ImmutableArray<OutlineField> Fields, string? DateVariable)
{
    /// <summary>The variable that sets the date of the operation, if it has one.</summary>
    public const string AsOf = "asOf";

    /// <summary>
    /// The document with the date in its `@asOf` taken from the variable `asOf`, which the document does not have yet. Null if the date is not written
    /// in the document: then the request sets it.
    /// </summary>
    public string? DatedText { get; init; }
}

/// <summary>A variable of an operation.</summary>
/// <param name="Default">Null if it has none.</param>
/// <param name="Description">What the schema says of the argument that takes it, or else of its type.</param>
/// <param name="Arguments">The names of the arguments that it is the value of, such as <c>first</c>.</param>
internal sealed record OutlineVariable(string Name, IGraphType Type, GraphQLValue? Default, string Description, ImmutableArray<string> Arguments)
{
    /// <summary>Whether a request must give a value.</summary>
    public bool IsRequired => Type is NonNullGraphType && Default is null;

    /// <summary>The type of a list's items; null for a variable that is no list.</summary>
    public IGraphType? ItemType => ((Type as NonNullGraphType)?.ResolvedType ?? Type) is ListGraphType list ? list.ResolvedType : null;
}

/// <summary>A field of a response, under its key.</summary>
/// <param name="Name">The name of the field in the schema; the key may be an alias.</param>
/// <param name="Type">With the modifiers of lists and non-null.</param>
/// <param name="IsOptional">Whether an object can lack it: another type has it, or a condition leaves it out.</param>
/// <param name="Fields">The fields of the object, or of each object in the list; empty for a scalar.</param>
internal sealed record OutlineField(string Key, string Name, IGraphType Type, string? Description, bool IsOptional, ImmutableArray<OutlineField> Fields)
{
    /// <summary>Whether it is a list of objects.</summary>
    public bool IsList => !Fields.IsEmpty && ((Type as NonNullGraphType)?.ResolvedType ?? Type) is ListGraphType;
}
