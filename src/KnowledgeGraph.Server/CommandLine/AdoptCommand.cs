using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Adopting;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Imports a graph of Neo4j whose labels and properties have other names.</summary>
internal static class AdoptCommand
{
    private const string SourcePassword = "NEO4J_SOURCE_PASSWORD";
    /// <summary>The maximum number of names that are told as not mapped.</summary>
    private const int MaxUnmapped = 100;

    private sealed record Choices(string Mapping, string? Url, string? User, string? Database, bool IsDryRun);

    public static Command Create(Terminal terminal)
    {
        var mapping = new Option<string>("--mapping") { HelpName = "FILE", Description = "YAML file that says which labels, types and properties are which in the model, and which report the graph comes from", Required = true };
        var url = new Option<string>("--source-url") { HelpName = "URL", Description = "Address of the Neo4j to read [default: that of --neo4j-url]" };
        var user = new Option<string>("--source-user") { HelpName = "NAME", Description = $"User there; its password is in {SourcePassword} [default: the user and password of Neo4j]" };
        var database = new Option<string>("--source-database") { HelpName = "NAME", Description = "Database there [default: that of --neo4j-database]" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints what would be added and changed, and changes nothing" };
        var verb = new Verb("adopt", "Reads a graph from Neo4j whose labels and properties have other names, and imports it into the store. If there is an error, it changes nothing. Nothing is written to the source.", """
              KnowledgeGraph.Server adopt --mapping desk.yaml --store neo4j                                  adopt a graph of the same database
              KnowledgeGraph.Server adopt --mapping desk.yaml --source-url bolt://desk.example:7687          adopt into the embedded store
              KnowledgeGraph.Server adopt --mapping desk.yaml --source-url bolt://desk.example:7687 --dry-run
            """)
        { mapping, url, user, database, dryRun, ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Adopt(
            call, new(call.GetRequiredValue(mapping), call.GetValue(url), call.GetValue(user), call.GetValue(database), call.GetValue(dryRun)), terminal, stop));
        return verb;
    }

    private static async Task<int> Adopt(ParseResult call, Choices choices, Terminal terminal, CancellationToken stop)
    {
        var (options, configuration) = Settings.Read(call);
        var model = GraphModel.Load();
        if (!File.Exists(choices.Mapping))
            throw new CommandException(1, $"{choices.Mapping}: The file does not exist. Name the mapping.");
        var mapping = AdoptMappingReader.Read(model, choices.Mapping, await File.ReadAllBytesAsync(choices.Mapping, stop));
        var source = StoreChoice.Address(choices.Url ?? options.Neo4jUrl, choices.User ?? options.Neo4jUser, choices.Database ?? options.Neo4jDatabase, configuration[SourcePassword] ?? options.Neo4jPassword);
        using var graph = await AdoptedGraph.Read(source, model, mapping, TimeProvider.System, stop);
        using var store = StoreChoice.Create(options, model, TimeProvider.System, terminal.Error.WriteLine);
        await store.Open(first: null, waiting: null, stop);
        var (errors, reader, progress) = (new ImportErrors(graph.File.Name), graph.Reader, new ImportProgress(graph.File.Length));
        var check = new ImportCheck(model, store, reader, errors, skips: false, counts: choices.IsDryRun);
        var (said, tally) = (new List<string>(), default(ImportTally));
        await ProgressBar.Run(terminal, "Adopting", ImportProgress.Total, () => progress.Done, async () =>
        {
            var plan = await check.Run(progress, stop);
            if (errors.Count == 0)
                tally = choices.IsDryRun ? check.Tally : await new Importer(store, reader, Path.GetFileName(choices.Mapping), plan, errors).Run(progress, said.Add, stop);
        });
        said.ForEach(terminal.Error.WriteLine);
        if (graph.Unmapped.Count > 0)
            await terminal.Error.WriteLineAsync($"not mapped, not adopted: {string.Join(", ", graph.Unmapped.Take(MaxUnmapped).Select(u => $"{u.Value} {u.Key}"))}{(graph.Unmapped.Count > MaxUnmapped ? $", and {graph.Unmapped.Count - MaxUnmapped} more names" : "")}");
        if (tally is null)
        {
            graph.Write(terminal.Error, errors);
            return terminal.Fail(1, $"{SeedCommand.Count(errors.Count, "error")}. Nothing was adopted.");
        }
        await terminal.Out.WriteLineAsync(tally.Changes == 0 ? $"Nothing {(choices.IsDryRun ? "would change" : "changed")}: {store.Name} already has all of {source}"
            : $"{(choices.IsDryRun ? "Would adopt" : "Adopted")} {source} into {store.Name}");
        tally.Write(terminal.Out, choices.IsDryRun);
        var state = await store.State(stop);
        await terminal.Out.WriteLineAsync($"Graph: version {state.Version}, {state.Nodes} nodes, {state.Relationships} relationships");
        return 0;
    }
}
