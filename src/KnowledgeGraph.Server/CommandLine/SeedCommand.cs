using System.CommandLine;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Brings what the seed changed since its last run into the store. A second run changes nothing.</summary>
internal static class SeedCommand
{
    /// <summary>The exit code of a run that leaves conflicts.</summary>
    private const int HasConflicts = 3;

    public static Command Create(Terminal terminal)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints what the run would do, and changes nothing" };
        var ours = new Option<bool>("--ours") { Description = "Decides conflicts: keeps what the graph holds" };
        var theirs = new Option<bool>("--theirs") { Description = "Decides conflicts: takes what the seed says" };
        var url = RemoteQuery.Url();
        var verb = new Verb("seed", "Brings what the YAML files of the seed add, change and remove into the store, in one commit, or changes nothing if there is an error. Edits made through the API stay: where both changed the same, it lists a conflict and ends with exit code 3.", """
              KnowledgeGraph.Server seed                                  load the seed next to the program into ./data
              KnowledgeGraph.Server seed --dry-run                        show what a run would do
              KnowledgeGraph.Server seed --theirs                         load it, and take what the seed says where both changed the same
              KnowledgeGraph.Server seed --only article                   load only the folder article
              KnowledgeGraph.Server seed --seed ./my-seed --data ./mine   load your own seed
              KNOWLEDGEGRAPH_TOKEN=… KnowledgeGraph.Server seed --url http://localhost:5000   load it into a running server
            """)
        { dryRun, ours, theirs, url, ConfiguredOption.Only(), ConfiguredOption.OfStore(), ConfiguredOption.Seed() };
        verb.SetAction((call, stop) =>
        {
            var choice = (call.GetValue(ours), call.GetValue(theirs)) switch
            {
                (true, true) => throw new CommandException(2, "--ours and --theirs cannot be used together. Use one of them."),
                (true, _) => ConflictChoice.Ours,
                (_, true) => ConflictChoice.Theirs,
                _ => ConflictChoice.List,
            };
            return Load(call, choice, call.GetValue(dryRun), call.GetValue(url), terminal, stop);
        });
        return verb;
    }

    private static async Task<int> Load(ParseResult call, ConflictChoice choice, bool isDryRun, string? url, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        var folder = options.Only is null ? options.Seed : Folder(options.Seed, options.Only);
        var model = GraphModel.Load();
        var seed = SeedReader.Read(model, folder);
        // Without this, the wrong folder would remove all that the seed has loaded.
        if (seed.Nodes.IsEmpty && seed.Errors.IsEmpty)
            throw new CommandException(1, $"{folder}: There is no node in {Count(seed.FileCount, "YAML file")}. Add at least one.");
        var result = url is null
            ? await LoadIntoStore(seed, options, choice, isDryRun, terminal, stop) : await RemoteSeed.Load(seed, url, options.Only, choice, isDryRun, stop);
        var report = new SeedReport(result.Entries, result.Conflicts, isDryRun);
        report.WriteChanges(terminal.Out, $"{folder} ({Count(seed.FileCount, "file")})", result.Target);
        await terminal.Out.WriteLineAsync($"Graph: version {result.Version}, {result.Nodes} nodes, {result.Relationships} relationships");
        report.WriteConflicts(terminal.Error, choice);
        return result.Conflicts.IsEmpty ? 0 : HasConflicts;
    }

    private static async Task<SeedResult> LoadIntoStore(Seed seed, ServerOptions options, ConflictChoice choice, bool isDryRun, Terminal terminal, CancellationToken stop)
    {
        var run = new SeedRun(seed.Model, seed.Content, choice, options.Only);
        using var store = StoreChoice.Create(options, seed.Model, TimeProvider.System, terminal.Error.WriteLine);
        await store.Open(first: null, waiting: null, stop);
        var committed = await store.Commit(Seeder.Propose(seed, run) with { IsDryRun = isDryRun }, stop);
        var state = await store.State(stop);
        return new(store.Name, state.Version, state.Nodes, state.Relationships, [.. committed.Entries.Select(SeedLine.Of)], [.. run.Conflicts.Select(c => c.ToString())]);
    }

    /// <summary>The folder of the seed with this name.</summary>
    /// <exception cref="CommandException">The seed has no such folder.</exception>
    public static string Folder(string seed, string only)
    {
        var folder = Path.Combine(seed, only);
        if (only is not ("" or "." or "..") && only == Path.GetFileName(only) && Directory.Exists(folder))
            return folder;
        var known = Directory.Exists(seed) ? Directory.GetDirectories(seed) : [];
        var advice = known.Length == 0 ? "The seed has no folders." : $"Use one of {string.Join(", ", known.Select(Path.GetFileName).Order(StringComparer.Ordinal))}.";
        throw new CommandException(2, $"only: The folder \"{only}\" does not exist in {seed}. {advice}");
    }

    public static string Count(long count, string what, string? many = null) => $"{count} {(count == 1 ? what : many ?? what + "s")}";
}
