using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.Questions;

/// <summary>The parameters of a question in an OpenAPI document.</summary>
internal static class OpenApiParameters
{
    private static readonly string[] s_pageSizes = ["first", "last"];

    public static JsonArray Of(Question question, AnswerForm form)
    {
        var examples = question.Examples.SelectMany(e => QuestionParameters.Split(e)).ToLookup(p => p.Name, p => p.Value);
        var parameters = new JsonArray();
        if (form == AnswerForm.Changes)
        {
            parameters.Add(Date("from", "The date of the rows before."));
            parameters.Add(Date("to", "The date of the rows after."));
        }
        foreach (var variable in question.Variables.Where(v => form != AnswerForm.Changes || v.Name != question.Operation!.DateVariable))
            parameters.Add(Parameter(variable, examples[variable.Name].FirstOrDefault()));
        return parameters;
    }

    private static JsonObject Date(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["description"] = description,
        ["required"] = true,
        ["schema"] = OpenApiSchemas.Date(),
    };

    private static JsonObject Parameter(OutlineVariable variable, string? example)
    {
        var schema = OpenApiSchemas.Inline(variable.Type);
        if (variable.Arguments.Any(s_pageSizes.Contains) && schema["type"]?.GetValue<string>() == "integer")
            (schema["minimum"], schema["maximum"]) = (0, GraphSchema.MaxPageSize);
        if (LiteralJson.Of(variable.Default, variable.Type) is { } byDefault)
            schema["default"] = byDefault;
        var parameter = new JsonObject
        {
            ["name"] = variable.Name,
            ["in"] = "query",
            ["description"] = variable.Description,
            ["required"] = variable.IsRequired,
        };
        if ((variable.ItemType ?? variable.Type).GetNamedType() is IInputObjectGraphType)
        {
            // The value is JSON.
            parameter["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } };
            return parameter;
        }
        if (variable.ItemType is not null)
            (parameter["style"], parameter["explode"]) = ("form", true);
        parameter["schema"] = schema;
        if (example is not null && schema["type"]?.GetValue<string>() == "string")
            parameter["example"] = example;
        return parameter;
    }
}
