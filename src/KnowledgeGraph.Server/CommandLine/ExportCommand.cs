using System.CommandLine;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Writes the graph as files.</summary>
internal static class ExportCommand
{
    private const string StandardOutput = "-";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => StandardOutput,
            Description = "File, or new or empty folder for yaml and csv; .gz and .zst compress it; - is standard output",
        };
        var format = new Option<string?>("--format")
        {
            HelpName = string.Join('|', ExportFormat.Names),
            Description = "Format [default: that of the extension; yaml for a folder; else jsonl]",
        };
        format.AcceptOnlyFromAmong(ExportFormat.Names);
        var types = new Option<string[]>("--types")
        {
            HelpName = "NAMES",
            Description = "Only nodes and relationships of these types, separated by commas, such as Country,Agreement,PARTY_TO",
            AllowMultipleArgumentsPerToken = true,
        };
        var asOf = new Option<string?>("--as-of") { HelpName = "DATE", Description = "Only what exists on this date, such as 2024-07-01" };
        var known = new Option<long?>("--known") { HelpName = "VERSION", Description = "The graph as it was in this version, by the history" };
        var verb = new Verb("export", "Exports the graph, or a part of it. A file appears complete or not at all.", """
              KnowledgeGraph.Server export graph.jsonl.gz                 write the graph of ./data as JSON Lines
              KnowledgeGraph.Server export graph.graphml --as-of 2024     write what exists in 2024, for Gephi or yEd
              KnowledgeGraph.Server export ./out                          write the folder out as files of a seed, for version control
              KnowledgeGraph.Server seed --seed ./out                     load it: this changes nothing
            """)
        { file, format, types, asOf, known, ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Export(call, call.GetValue(file)!, call.GetValue(format), call.GetValue(types) ?? [], call.GetValue(asOf), call.GetValue(known), terminal, stop));
        return verb;
    }

    private static async Task<int> Export(ParseResult call, string place, string? formatName, string[] types, string? asOf, long? known, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        var format = formatName is null ? FormatOf(place) : ExportFormat.Find(formatName);
        CheckPlace(place, format);
        var model = GraphModel.Load();
        var selection = Select(model, types, asOf);
        using var store = await ExistingStore.Open(options, model, terminal, stop);
        var graph = new GraphExtract(await Read(store, known, stop), selection, stop);
        if (graph.IsOfNothing)
            throw new CommandException(1, $"{store.Name}: The graph is empty. Run `seed` or `serve` to fill it.");
        var (nodes, relationships) = (graph.NodeCount, graph.RelationshipCount);
        Task Write(ExportTarget target) => ProgressBar.Run(terminal, "Exporting", nodes + relationships, () => graph.Made, () => format.Writer.Write(graph, target));
        if (place == StandardOutput)
        {
            await using var output = terminal.OpenOutput();
            await Write(new StreamTarget(output));
            return 0;
        }
        using var files = new FileTarget(place, format.IsFolder);
        await Write(files);
        files.Commit();
        await terminal.Out.WriteLineAsync(
            $"Wrote {SeedCommand.Count(nodes, "node")} and {SeedCommand.Count(relationships, "relationship")} of {store.Name} into {place} ({SeedCommand.Count(files.Count, "file")})");
        return 0;
    }

    /// <summary>A name without an extension is a folder, which `export` writes as a seed.</summary>
    private static ExportFormat FormatOf(string place)
    {
        if (place == StandardOutput)
            return ExportFormat.All[0];
        var name = FileTarget.IsCompressed(place) ? Path.GetFileNameWithoutExtension(place) : Path.GetFileName(Path.TrimEndingDirectorySeparator(place));
        return ExportFormat.OfFile(name) ?? (Directory.Exists(place) || Path.EndsInDirectorySeparator(place) || (!Path.HasExtension(name) && !FileTarget.IsCompressed(place)) ? ExportFormat.Yaml : ExportFormat.All[0]);
    }

    /// <exception cref="CommandException">The export cannot be written there.</exception>
    private static void CheckPlace(string place, ExportFormat format)
    {
        if (format.IsFolder && (place == StandardOutput || FileTarget.IsCompressed(place)))
            throw new CommandException(2, $"{place}: The format {format.Name} has several files. Name a new or an empty folder.");
        if (place == StandardOutput)
            return;
        if (format.IsFolder && (File.Exists(place) || (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())))
            throw new CommandException(2, $"{place}: The folder is not empty. Name a new or an empty folder.");
        if (!format.IsFolder && (Directory.Exists(place) || Path.EndsInDirectorySeparator(place)))
            throw new CommandException(2, $"{place}: The format {format.Name} has one file, but this is a folder. Name a file.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(place)))))
            throw new CommandException(2, $"{place}: The folder for it does not exist. Create it first.");
    }

    private static async Task<GraphSnapshot> Read(IGraphStore store, long? known, CancellationToken stop)
    {
        var snapshot = await store.ReadSnapshot(stop);
        try
        {
            return known is { } version ? EarlierVersion.Of(await store.ReadHistory(snapshot, stop), version, stop) : snapshot;
        }
        catch (FormatException e)
        {
            throw new CommandException(2, e.Message);
        }
    }

    private static GraphSelection Select(GraphModel model, string[] types, string? asOf)
    {
        try
        {
            return GraphSelection.Of(model, types.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), asOf);
        }
        catch (FormatException e)
        {
            throw new CommandException(2, e.Message);
        }
    }
}
