using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Coerces variables with the scalars of GraphQL.NET, but without its walk over the document, which takes 10 to 30 µs for each request. It does
/// not report errors: a variable with an error, or with the default of an input object, is left to GraphQL.NET.
/// </summary>
internal sealed class VariableCoercion
{
    private readonly ImmutableArray<Variable> _variables;

    /// <param name="Type">Null if the variable is left to GraphQL.NET.</param>
    private sealed record Variable(GraphQLVariableDefinition Definition, string Name, IGraphType? Type, bool HasDefault, object? Default);

    private VariableCoercion(ImmutableArray<Variable> variables) => _variables = variables;

    public static VariableCoercion For(GraphQLOperationDefinition operation, ISchema schema)
    {
        var variables = ImmutableArray.CreateBuilder<Variable>();
        foreach (var definition in operation.Variables?.Items ?? [])
        {
            var type = TypeOf(definition.Type, schema);
            object? byDefault = null;
            if (definition.DefaultValue is { } literal)
            {
                if (type?.GetNamedType() is ScalarGraphType scalar && literal is not GraphQLListValue && scalar.CanParseLiteral(literal))
                    byDefault = scalar.ParseLiteral(literal);
                else
                    type = null;
            }
            variables.Add(new Variable(definition, definition.Variable.Name.StringValue, type, definition.DefaultValue is not null, byDefault));
        }
        return new VariableCoercion(variables.ToImmutable());
    }

    /// <returns>Null if the schema does not have the type.</returns>
    public static IGraphType? TypeOf(GraphQLType type, ISchema schema) => type switch
    {
        GraphQLNonNullType required => TypeOf(required.Type, schema) is { } inner ? new NonNullGraphType(inner) : null,
        GraphQLListType list => TypeOf(list.Type, schema) is { } inner ? new ListGraphType(inner) : null,
        GraphQLNamedType named => schema.AllTypes[named.Name],
        _ => null,
    };

    /// <param name="coerced">The variables that could be coerced.</param>
    /// <returns>Whether all variables could be coerced.</returns>
    public bool TryCoerce(IReadOnlyDictionary<string, object?> given, out Dictionary<string, object?> coerced)
    {
        coerced = new Dictionary<string, object?>(_variables.Length);
        var isSettled = true;
        foreach (var variable in _variables)
            isSettled &= TryCoerce(variable, given, coerced);
        return isSettled;
    }

    /// <summary>The variables that are left to GraphQL.NET.</summary>
    public IEnumerable<GraphQLVariableDefinition> Unsettled(IReadOnlyDictionary<string, object?> given) =>
        _variables.Where(v => !TryCoerce(v, given, [])).Select(v => v.Definition);

    private static bool TryCoerce(Variable variable, IReadOnlyDictionary<string, object?> given, Dictionary<string, object?> coerced)
    {
        if (variable.Type is null)
            return false;
        if (given.TryGetValue(variable.Name, out var value))
        {
            if (!TryCoerce(variable.Type, value, out var result))
                return false;
            coerced[variable.Name] = result;
        }
        else if (variable.HasDefault)
            coerced[variable.Name] = variable.Default;
        else if (variable.Type is NonNullGraphType)
            return false;
        return true;
    }

    /// <param name="isOfWrite">Whether the value belongs to a write, which checks the form of texts itself.</param>
    private static bool TryCoerce(IGraphType type, object? value, out object? result, bool isOfWrite = false)
    {
        result = null;
        switch (type)
        {
            case NonNullGraphType required:
                return value is not null && TryCoerce(required.ResolvedType!, value, out result, isOfWrite);
            case ListGraphType list:
                if (value is null)
                    return true;
                if (value is not IReadOnlyList<object?> items)
                    return false;
                var coerced = new object?[items.Count];
                for (var i = 0; i < coerced.Length; i++)
                    if (!TryCoerce(list.ResolvedType!, items[i], out coerced[i], isOfWrite))
                        return false;
                result = coerced;
                return true;
            case TextScalar when isOfWrite && value is string:
                result = value;
                return true;
            case ScalarGraphType scalar:
                if (value is null)
                    return true;
                if (!scalar.CanParseValue(value))
                    return false;
                result = scalar.ParseValue(value);
                return true;
            case IInputObjectGraphType input:
                return value is null || TryCoerce(input, value, out result);
            default:
                return false;
        }
    }

    private static bool TryCoerce(IInputObjectGraphType type, object value, out object? result)
    {
        var fields = new Dictionary<string, object?>();
        result = fields;
        if (value is not IReadOnlyDictionary<string, object?> given)
            return false;
        if (type.IsOneOf && (given.Count != 1 || given.Values.First() is null))
            return false;
        foreach (var (name, item) in given)
        {
            if (type.Fields.Find(name) is not { } field || !TryCoerce(field.ResolvedType!, item, out var coerced, InputTypes.IsOfWrite(type)))
                return false;
            fields.Add(name, coerced);
        }
        return type.Fields.All(f => f is { ResolvedType: not NonNullGraphType, DefaultValue: null } || given.ContainsKey(f.Name));
    }
}
