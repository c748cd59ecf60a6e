using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Loads the seed into the store; again, it changes nothing.</summary>
internal static class SeedCommand
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("seed", "Loads the seed's YAML into the store: only what differs, all of it or nothing.", """
              KnowledgeGraph.Server seed                                  load the seed beside the program into ./data
              KnowledgeGraph.Server seed --only article                   load the article alone
              KnowledgeGraph.Server seed --seed ./my-seed --data ./mine   load a seed of one's own
            """)
        { ConfiguredOption.Only(), ConfiguredOption.Data(), ConfiguredOption.Seed() };
        verb.SetAction(call => Load(call, terminal));
        return verb;
    }

    private static int Load(ParseResult call, Terminal terminal)
    {
        var (options, _) = Settings.Read(call);
        var folder = options.Only is null ? options.Seed : Folder(options.Seed, options.Only);
        var model = GraphModel.Load();
        var seed = SeedReader.Read(model, folder);
        using var store = EmbeddedStore.Open(options.Data, model, TimeProvider.System);
        var changes = Seeder.Load(seed, store);
        var graph = store.Snapshot;
        terminal.Out.WriteLine(changes.IsEmpty
            ? $"Nothing changed: {options.Data} already has all of {folder} ({Count(seed.FileCount, "file")})"
            : $"Loaded {Count(changes.Nodes.Length, "node")} and {Count(changes.Relationships.Length, "relationship")} from {folder} ({Count(seed.FileCount, "file")}) into {options.Data}");
        terminal.Out.WriteLine($"Graph: version {graph.Version}, {graph.NodeCount} nodes, {graph.RelationshipCount} relationships");
        return 0;
    }

    /// <summary>The one folder of the seed that is meant.</summary>
    /// <exception cref="CommandException">It has no such folder.</exception>
    public static string Folder(string seed, string only)
    {
        var folder = Path.Combine(seed, only);
        if (only is not ("" or "." or "..") && only == Path.GetFileName(only) && Directory.Exists(folder))
            return folder;
        var known = Directory.Exists(seed) ? Directory.GetDirectories(seed) : [];
        var expected = known.Length == 0 ? $"a folder in {seed}, which has none" : "one of " + string.Join(", ", known.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        throw new CommandException(2, $"only: folder {only} found; expected {expected}");
    }

    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
