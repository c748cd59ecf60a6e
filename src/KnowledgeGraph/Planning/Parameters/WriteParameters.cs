using GraphQLParser.AST;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>The input of a write. Binds to a dictionary.</summary>
public sealed record InputParameter : Parameter
{
    private readonly GraphQLValue _value;

    internal InputParameter(GraphQLValue value) => _value = value;

    public override object? Bind(IReadOnlyDictionary<string, object?> variables) => InputLiteral.Read(_value, variables);

    public override string ToString() => _value is GraphQLVariable variable ? $"${variable.Name.StringValue}" : "the input";
}

/// <summary>What comes of a write: the id of a node, or JSON for the payload. It is null until the write has run.</summary>
/// <param name="Step">The position of the write.</param>
/// <param name="What">The value in the text of a plan.</param>
public sealed record WrittenParameter(int Step, string What) : Parameter
{
    public override object? Bind(IReadOnlyDictionary<string, object?> variables) => null;

    public override string ToString() => What;
}

/// <summary>The relationship that a write left: a record with its type, ends and key. It is null until the write has run.</summary>
/// <param name="Step">The position of the write.</param>
public sealed record WrittenRelationshipParameter(int Step) : Parameter
{
    public override object? Bind(IReadOnlyDictionary<string, object?> variables) => null;

    public override string ToString() => "what was written";
}
