using System.CommandLine;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Lists what was changed.</summary>
internal static class ChangesCommand
{
    private const int DefaultCount = 20;

    private const string Document = """
        query($about: [ID!], $by: String, $since: Int, $first: Int!, $entries: Boolean!) {
          changes(about: $about, by: $by, since: $since, first: $first) {
            nodes { id at by acceptedBy kind note undoes undoneBy entries { entries: totalCount nodes @include(if: $entries) { kind id fields { name before after } } } }
          }
        }
        """;

    public static Command Create(Terminal terminal)
    {
        var about = new Option<string[]>("--about") { HelpName = "ID", Description = "Only changes of this node, of its relationships, or of this relationship. Repeat the option for several." };
        var by = new Option<string>("--by") { HelpName = "ID", Description = "Only changes of this author" };
        var since = new Option<int?>("--since") { HelpName = "VERSION", Description = "Only changes after this version" };
        var first = new Option<int>("--first") { HelpName = "NUMBER", Description = "How many changes, newest first", DefaultValueFactory = _ => DefaultCount };
        var entries = new Option<bool>("--entries") { Description = "Prints what each change did, too" };
        var url = RemoteQuery.Url();
        var verb = new Verb("changes", "Lists what was changed, when and by whom, newest first.", """
              KnowledgeGraph.Server changes                                    the last 20 changes
              KnowledgeGraph.Server changes --about country:PAN --entries      what was changed about Panama
              KnowledgeGraph.Server changes --by ana --url http://localhost:5000
            """)
        { about, by, since, first, entries, url, ConfiguredOption.OfStore() };
        verb.SetAction(async (call, stop) =>
        {
            if (call.GetValue(first) is < 1 or > GraphSchema.MaxPageSize)
                throw new CommandException(2, $"first: The number must be between 1 and {GraphSchema.MaxPageSize}, but was {call.GetValue(first)}.");
            var variables = new Dictionary<string, object?>
            {
                ["about"] = call.GetValue(about) is { Length: > 0 } ids ? ids.ToList<object?>() : null,
                ["by"] = call.GetValue(by),
                ["since"] = call.GetValue(since),
                ["first"] = call.GetValue(first),
                ["entries"] = call.GetValue(entries),
            };
            using var response = await RemoteQuery.AskStoreOrServer(call, call.GetValue(url), Document, variables, terminal, stop);
            if (response.RootElement.GetProperty("data").GetProperty("changes").GetProperty("nodes").GetArrayLength() == 0)
                await terminal.Out.WriteLineAsync("There are no such changes.");
            else
                AnswerTable.Write(response.RootElement.GetProperty("data"), terminal.Out);
            return 0;
        });
        return verb;
    }
}
