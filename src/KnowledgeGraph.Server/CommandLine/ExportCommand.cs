using System.CommandLine;
using System.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Writes the graph as files.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "New or empty folder for the files" };
        var format = new Option<string>("--format") { HelpName = "yaml", Description = "Format of the files: the YAML of a seed [default: yaml]" };
        format.AcceptOnlyFromAmong("yaml");
        var verb = new Verb("export", "Writes the graph into a folder as files of a seed, so that edits can go back into version control.", """
              KnowledgeGraph.Server export ./out                          write the graph of ./data into the folder out
              KnowledgeGraph.Server seed --seed ./out                     load it: this changes nothing
            """)
        { folder, format, ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Export(call, call.GetRequiredValue(folder), terminal, stop));
        return verb;
    }

    private static async Task<int> Export(ParseResult call, string folder, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new CommandException(2, $"{folder}: The folder is not empty. Name a new or an empty folder.");
        var model = GraphModel.Load();
        using var store = await ExistingStore.Open(options, model, stop);
        var graph = await store.ReadAll(stop);
        if (graph.Nodes.IsEmpty)
            throw new CommandException(1, $"{store.Name}: The graph is empty. Run `seed` or `serve` to fill it.");
        Directory.CreateDirectory(folder);
        var count = 0;
        foreach (var (name, text) in SeedWriter.Write(model, graph))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), stop);
            count++;
        }
        await terminal.Out.WriteLineAsync(
            $"Wrote {SeedCommand.Count(graph.Nodes.Length, "node")} and {SeedCommand.Count(graph.Relationships.Length, "relationship")} of {store.Name} into {folder} ({SeedCommand.Count(count, "file")})");
        return 0;
    }
}
