using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Runs an operation on a store without a server.</summary>
internal static class QueryCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE|-") { Description = "File with a GraphQL document, or - for standard input" };
        var verb = new Verb("query", "Runs a GraphQL operation on a store without a server, and prints the response.", """
              KnowledgeGraph.Server query seed/questions/who-relies-on-whom.graphql
              KnowledgeGraph.Server query question.graphql --variables '{"asOf":"2024-07-01"}' --format table
              KnowledgeGraph.Server query question.graphql --variables @variables.json --operation ReliesOn
              echo '{ countries { nodes { id name } } }' | KnowledgeGraph.Server query - --format table
            """)
        { file, ConfiguredOption.Variables(), ConfiguredOption.Operation(), ConfiguredOption.Format(), ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Ask(call, call.GetRequiredValue(file), terminal, stop));
        return verb;
    }

    private static async Task<int> Ask(ParseResult call, string file, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        var document = file == "-" ? await terminal.In.ReadToEndAsync(stop) : ReadFile(file);
        var variables = ReadVariables(options.Variables);
        if (options.Store == "embedded" && !Directory.Exists(options.Data))
            throw new CommandException(1, $"{options.Data}: The folder does not exist. Name the folder of a store, or create one with `seed` or `serve`.");
        var model = GraphModel.Load();
        var operation = Planning.Operation.Parse(GraphSchema.Create(model), document, options.Operation, limits: null, stop);
        using var store = StoreChoice.Create(options, model, TimeProvider.System);
        await store.Open(first: null, waiting: null, stop);
        if ((await store.State(stop)).Version == 0)
            await terminal.Error.WriteLineAsync($"{store.Name}: The graph is empty. Run `seed` or `serve` to fill it.");
        using var answer = new ResponseBuffer();
        await store.Answer(operation.Bind(variables, sizes: null, stop), DateOnly.FromDateTime(DateTime.UtcNow), answer, bookmark: null, stop);
        using var json = JsonDocument.Parse(answer.Written);
        if (options.Format == "table")
            AnswerTable.Write(json.RootElement.GetProperty("data"), terminal.Out);
        else
            await terminal.Out.WriteLineAsync(Indent(json));
        return 0;
    }

    private static string Indent(JsonDocument json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static Dictionary<string, object?> ReadVariables(string? given) =>
        given is null ? [] : VariableReader.Read("variables", Encoding.UTF8.GetBytes(given.StartsWith('@') ? ReadFile(given[1..]) : given));

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
