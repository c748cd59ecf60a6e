using GraphQLParser.AST;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>The input of a write.</summary>
public sealed record InputParameter : Parameter<IReadOnlyDictionary<string, object?>>
{
    private readonly GraphQLValue _value;

    internal InputParameter(GraphQLValue value) => _value = value;

    public override IReadOnlyDictionary<string, object?> ValueOf(IReadOnlyDictionary<string, object?> variables) =>
        (IReadOnlyDictionary<string, object?>)InputLiteral.Read(_value, variables)!;

    public override string ToString() => _value is GraphQLVariable variable ? $"${variable.Name.StringValue}" : "the input";
}

/// <summary>A note, or another text that an author adds to a change.</summary>
/// <param name="Name">The name of its argument.</param>
public sealed record NoteParameter(Argument Value, string Name) : Parameter<string?>
{
    public override string? ValueOf(IReadOnlyDictionary<string, object?> variables) =>
        new TextParameter(Value).ValueOf(variables) is { Length: > NoteLimit.MaxLength } text
            ? throw Refuse(
                $"`{Name}` must have at most {NoteLimit.MaxLength} characters, but has {text.Length}.", ErrorCodes.NoteTooLong, new(Name, text.Length, NoteLimit.MaxLength))
            : new TextParameter(Value).ValueOf(variables);

    public override string ToString() => Value.ToString();
}

// What comes of a write. It is empty until the write has run. The position of the write tells equal parameters of different writes apart.

/// <summary>The id of the node that a write left.</summary>
public sealed record WrittenNodeParameter(int Write) : Parameter<string?>
{
    public override string? ValueOf(IReadOnlyDictionary<string, object?> variables) => null;

    public override string ToString() => "what was written";
}

/// <summary>The relationship that a write left: its type, its ends and its key.</summary>
public sealed record WrittenRelationshipParameter(int Write) : Parameter<RelationshipRecord?>
{
    public override RelationshipRecord? ValueOf(IReadOnlyDictionary<string, object?> variables) => null;

    public override string ToString() => "what was written";
}

/// <summary>The version that the operation makes; null for none. All its writes share it.</summary>
public sealed record WrittenVersionParameter : Parameter<long?>
{
    public override long? ValueOf(IReadOnlyDictionary<string, object?> variables) => null;

    public override string ToString() => "the version that was made";
}

/// <summary>Proposals as JSON. It is null until they are read, which is before the rest of the operation is executed.</summary>
/// <param name="Selection">The position of their selection: an operation can have several.</param>
public sealed record ProposalParameter(int Selection) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => [.. "null"u8];

    public override string ToString() => "proposals";
}

/// <summary>The id of what a write deleted, as JSON.</summary>
public sealed record DeletedIdParameter(int Write) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => [.. "null"u8];

    public override string ToString() => "the id of what is gone";
}

/// <summary>The warnings of a write, as JSON.</summary>
public sealed record WarningsParameter(int Write) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => [.. "[]"u8];

    public override string ToString() => "the warnings";
}

/// <summary>What a merge has dropped, as JSON.</summary>
/// <param name="Selection">The position of their selection: a payload can have several.</param>
public sealed record MergeDifferencesParameter(int Write, int Selection) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => [.. "[]"u8];

    public override string ToString() => "what was dropped";
}

/// <summary>The errors of a write, as JSON.</summary>
/// <param name="Selection">The position of their selection: a payload can have several.</param>
public sealed record WriteErrorsParameter(int Write, int Selection) : Parameter<byte[]>
{
    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => [.. "[]"u8];

    public override string ToString() => "the errors";
}
