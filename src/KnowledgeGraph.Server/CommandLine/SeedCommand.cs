using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Loads the seed into the store. A second run changes nothing.</summary>
internal static class SeedCommand
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("seed", "Loads the YAML files of the seed into the store. Writes all differences in one commit, or nothing if there is an error.", """
              KnowledgeGraph.Server seed                                  load the seed next to the program into ./data
              KnowledgeGraph.Server seed --only article                   load only the folder article
              KnowledgeGraph.Server seed --seed ./my-seed --data ./mine   load your own seed
            """)
        { ConfiguredOption.Only(), ConfiguredOption.OfStore(), ConfiguredOption.Seed() };
        verb.SetAction((call, stop) => Load(call, terminal, stop));
        return verb;
    }

    private static async Task<int> Load(ParseResult call, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        var folder = options.Only is null ? options.Seed : Folder(options.Seed, options.Only);
        var model = GraphModel.Load();
        var seed = SeedReader.Read(model, folder);
        using var store = StoreChoice.Create(options, model, TimeProvider.System);
        await store.Open(first: null, waiting: null, stop);
        var changes = (await store.Commit(Seeder.Propose(seed), stop)).Changes;
        var state = await store.State(stop);
        await terminal.Out.WriteLineAsync(changes.IsEmpty
            ? $"Nothing changed: {store.Name} already has all of {folder} ({Count(seed.FileCount, "file")})"
            : $"Loaded {Count(changes.Nodes.Length, "node")} and {Count(changes.Relationships.Length, "relationship")} from {folder} ({Count(seed.FileCount, "file")}) into {store.Name}");
        await terminal.Out.WriteLineAsync($"Graph: version {state.Version}, {state.Nodes} nodes, {state.Relationships} relationships");
        return 0;
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

    public static string Count(int count, string what, string? many = null) => $"{count} {(count == 1 ? what : many ?? what + "s")}";
}
