using System.Diagnostics;
using System.Text.Json.Nodes;
using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Server.Questions;

/// <summary>A literal of a document, such as the default of a variable, as JSON.</summary>
internal static class LiteralJson
{
    /// <param name="literal">A literal without variables that fits the type; null for none.</param>
    public static JsonNode? Of(GraphQLValue? literal, IGraphType type) => (literal, type) switch
    {
        (null or GraphQLNullValue, _) => null,
        (_, NonNullGraphType required) => Of(literal, required.ResolvedType!),
        (GraphQLListValue list, ListGraphType items) => new JsonArray([.. (list.Values ?? []).Select(v => Of(v, items.ResolvedType!))]),
        // A single value stands for a list of it (GraphQL specification, section 3.11).
        (_, ListGraphType items) => new JsonArray([Of(literal, items.ResolvedType!)]),
        (GraphQLObjectValue fields, IInputObjectGraphType input) =>
            new JsonObject((fields.Fields ?? []).Select(f => KeyValuePair.Create(f.Name.StringValue, Of(f.Value, input.Fields.Find(f.Name)!.ResolvedType!)))),
        (GraphQLStringValue text, _) => JsonValue.Create(text.Value.ToString()),
        (GraphQLEnumValue name, _) => JsonValue.Create(name.Name.StringValue),
        (GraphQLBooleanValue flag, _) => JsonValue.Create(flag.BoolValue),
        (GraphQLIntValue id, IdGraphType) => JsonValue.Create(id.Value.ToString()),
        (GraphQLIntValue number, _) => JsonNode.Parse(number.Value.ToString()),
        (GraphQLFloatValue number, _) => JsonNode.Parse(number.Value.ToString()),
        _ => throw new UnreachableException($"{literal.Kind}"),
    };
}
