using System.CommandLine;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Reverses a change.</summary>
internal static class UndoCommand
{
    private const string Document = """
        mutation($id: ID!, $note: String) @change(note: $note) {
          undoChange(input: { id: $id }) { change { id version entries { totalCount } } errors { ... on Error { message } } }
        }
        """;

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Id of the change, as `changes` prints it" };
        var note = new Option<string>("--note") { HelpName = "TEXT", Description = "Why it is undone. The note is kept with the new change." };
        var url = RemoteQuery.Url();
        var verb = new Verb("undo", "Makes a change that reverses an earlier one completely. It is refused if what it left was changed since.", """
              KnowledgeGraph.Server undo change:12 --note "The report was retracted."
              KNOWLEDGEGRAPH_TOKEN=… KnowledgeGraph.Server undo change:12 --url http://localhost:5000
            """)
        { id, note, url, ConfiguredOption.OfStore() };
        verb.SetAction(async (call, stop) =>
        {
            var variables = new Dictionary<string, object?> { ["id"] = call.GetRequiredValue(id), ["note"] = call.GetValue(note) };
            using var response = await RemoteQuery.AskStoreOrServer(call, call.GetValue(url), Document, variables, terminal, stop);
            var payload = response.RootElement.GetProperty("data").GetProperty("undoChange");
            var errors = payload.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("message").GetString()!).ToList();
            foreach (var error in errors)
                await terminal.Error.WriteLineAsync(error);
            if (errors.Count > 0)
                return terminal.Fail(1, "Nothing was changed.");
            var change = payload.GetProperty("change");
            await terminal.Out.WriteLineAsync(change.ValueKind == System.Text.Json.JsonValueKind.Null
                ? "Nothing changed: the graph is already as it was before the change"
                : $"{change.GetProperty("id").GetString()} reverses {call.GetRequiredValue(id)}: {SeedCommand.Count(change.GetProperty("entries").GetProperty("totalCount").GetInt32(), "node or relationship", "nodes and relationships")}");
            return 0;
        });
        return verb;
    }
}
