using System.Reflection;
using System.Text.Json.Nodes;

namespace KnowledgeGraph.Server.Questions;

/// <summary>The questions as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1). Questions that cannot be run are not in it.</summary>
internal static class OpenApiDocument
{
    private const string Text = "text/csv";
    private const string Json = "application/json";
    private const string ListTag = "questions";

    private static string Version { get; } =
        typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static JsonObject Of(QuestionList questions, bool readersNeedToken)
    {
        var usable = questions.All.Where(q => q.Operation is not null).ToList();
        var (schemas, ids) = (new OpenApiSchemas(), new HashSet<string>());
        var paths = new JsonObject { [QuestionAddress.Root] = new JsonObject { ["get"] = List(UniqueId("questions", ids)) } };
        foreach (var question in usable)
            foreach (var form in Enum.GetValues<AnswerForm>().Where(f => QuestionAddress.IsFree(questions, question, f)))
                paths[QuestionAddress.Of(question, form)] = new JsonObject { ["get"] = Operation(question, form, UniqueId(IdOf(question, form), ids), schemas) };
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "KnowledgeGraph: named questions",
                ["description"] = "Questions about a graph of actors and agreements, with the evidence of each answer. Each question is a GraphQL operation; its variables are the parameters.",
                ["version"] = Version,
                ["contact"] = new JsonObject { ["name"] = "The operator of this server" },
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The server that this document comes from." }),
            ["security"] = readersNeedToken ? new JsonArray(Bearer()) : new JsonArray(new JsonObject(), Bearer()),
            ["tags"] = new JsonArray([.. usable.Select(q => q.Group).Append(ListTag).Distinct().Order(StringComparer.Ordinal).Select(g => (JsonNode)new JsonObject
            {
                ["name"] = g,
                ["description"] = g == ListTag ? "The list of the questions." : g == Question.OtherGroup ? "Questions across the graph." : $"Questions that begin with {g}.",
            })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["responses"] = Responses(),
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
            },
        };
    }

    private static JsonObject Bearer() => new() { ["bearer"] = new JsonArray() };

    private static string IdOf(Question question, AnswerForm form) =>
        string.Concat(question.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')) + form switch { AnswerForm.Csv => "_csv", AnswerForm.Changes => "_changes", _ => "" };

    /// <summary>Names that differ only in their signs would have the same id.</summary>
    private static string UniqueId(string id, HashSet<string> taken)
    {
        var unique = id;
        for (var i = 2; !taken.Add(unique); i++)
            unique = $"{id}_{i}";
        return unique;
    }

    private static JsonObject List(string id) => new()
    {
        ["operationId"] = id,
        ["summary"] = "The list of the questions",
        ["description"] = "The named questions with their texts and variables.",
        ["tags"] = new JsonArray(ListTag),
        ["responses"] = new JsonObject
        {
            ["200"] = Answer("The questions, by name.", Json, OpenApiSchemas.QuestionList()),
            ["405"] = Problem("MethodNotAllowed"),
        },
    };

    private static JsonObject Operation(Question question, AnswerForm form, string id, OpenApiSchemas schemas)
    {
        var columns = question.Columns!;
        return new JsonObject
        {
            ["operationId"] = id,
            ["summary"] = form switch { AnswerForm.Csv => $"{question.Title} (CSV)", AnswerForm.Changes => $"{question.Title} (changes between two dates)", _ => question.Title },
            ["description"] = form switch
            {
                AnswerForm.Csv => $"The answer as one table, with a row for each innermost list entry. The columns are {string.Join(", ", columns.Header)}.",
                AnswerForm.Changes => "The rows that were added, removed or changed between two dates.",
                _ => question.Description ?? question.Title,
            },
            ["tags"] = new JsonArray(question.Group),
            ["parameters"] = OpenApiParameters.Of(question, form),
            ["responses"] = new JsonObject
            {
                ["200"] = form switch
                {
                    AnswerForm.Csv => Answer("The table, with a header.", Text, new JsonObject { ["type"] = "string" }),
                    AnswerForm.Changes => Answer("The changes.", Json, OpenApiSchemas.Changes(columns)),
                    _ => Answer("The answer: the data alone.", Json, schemas.Object(question.Operation!.Fields)),
                },
                ["304"] = new JsonObject { ["description"] = "The answer is the one with the tag in If-None-Match." },
                ["400"] = Problem("BadRequest"),
                ["401"] = Problem("Unauthorized"),
                ["503"] = Problem("Unavailable"),
            },
        };
    }

    private static JsonObject Answer(string description, string type, JsonObject schema) => new()
    {
        ["description"] = description,
        ["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["description"] = "The tag of the answer, for If-None-Match.", ["schema"] = new JsonObject { ["type"] = "string" } } },
        ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Problem(string name) => new() { ["$ref"] = $"#/components/responses/{name}" };

    private static JsonObject Responses()
    {
        static JsonObject Of(string description) => new()
        {
            ["description"] = description,
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
        };
        return new JsonObject
        {
            ["BadRequest"] = Of("A parameter is unknown, repeated, missing or has a wrong value, or the question is beyond a limit."),
            ["Unauthorized"] = Of("The token is missing or not valid."),
            ["MethodNotAllowed"] = Of("Only GET and HEAD are allowed."),
            ["Unavailable"] = Of("The store is not responding, or the server has too much to do. Try again."),
        };
    }
}
