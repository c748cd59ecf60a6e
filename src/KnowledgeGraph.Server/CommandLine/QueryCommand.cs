using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Runs an operation on a store without a server, or on a running server.</summary>
internal static class QueryCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE|-") { Description = "File with a GraphQL document, or - for standard input" };
        var url = RemoteQuery.Url();
        var verb = new Verb("query", "Runs a GraphQL operation on a store or on a running server, and prints the response.", """
              KnowledgeGraph.Server query seed/questions/who-relies-on-whom.graphql
              KnowledgeGraph.Server query question.graphql --variables '{"asOf":"2024-07-01"}' --format table
              KnowledgeGraph.Server query question.graphql --variables @variables.json --operation ReliesOn
              KnowledgeGraph.Server query question.graphql --url http://localhost:5000
              echo '{ countries { nodes { id name } } }' | KnowledgeGraph.Server query - --format table
            """)
        { file, url, ConfiguredOption.Variables(), ConfiguredOption.Operation(), ConfiguredOption.Format(), ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Ask(call, call.GetRequiredValue(file), call.GetValue(url), terminal, stop));
        return verb;
    }

    private static async Task<int> Ask(ParseResult call, string file, string? url, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        var document = file == "-" ? await terminal.In.ReadToEndAsync(stop) : ReadFile(file);
        using var response = url is null
            ? await StoreQuery.Ask(options, document, ReadVariables(options.Variables).Values, options.Operation, terminal, stop)
            : await RemoteQuery.Ask(RemoteQuery.Endpoint(url), document, ReadVariables(options.Variables).Json, options.Operation, stop);
        var errors = RemoteQuery.Errors(response).ToList();
        foreach (var error in errors)
            await terminal.Error.WriteLineAsync(error);
        if (response.RootElement.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null)
        {
            if (options.Format == "table")
                AnswerTable.Write(data, terminal.Out);
            else if (options.Format == "csv")
                await terminal.Out.WriteAsync(Encoding.UTF8.GetString(AnswerCsv.Write(ColumnsOf(document, options.Operation), data).Span));
            else
                await terminal.Out.WriteLineAsync(Indent(response));
        }
        return errors.Count == 0 ? 0 : 1;
    }

    private static AnswerColumns ColumnsOf(string document, string? operation)
    {
        var model = GraphModel.Load();
        return new AnswerColumns(OutlineReader.ReadFields(GraphSchema.Create(model), document, operation), model);
    }

    private static string Indent(JsonDocument json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>The variables, and their JSON; null if none are given.</summary>
    private static (Dictionary<string, object?> Values, string? Json) ReadVariables(string? given)
    {
        var json = given is null || !given.StartsWith('@') ? given : ReadFile(given[1..]);
        return (json is null ? [] : VariableReader.Read("variables", Encoding.UTF8.GetBytes(json)), json);
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(2, $"{path}: The file cannot be read: {e.Message}");
        }
    }
}
