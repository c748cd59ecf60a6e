using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests;

/// <summary>The project's seed and the tests' own graphs, read once.</summary>
internal static class SeedFolders
{
    private static readonly ConcurrentDictionary<string, Lazy<GraphSnapshot>> s_graphs = [];

    public static string Tests { get; } = Path.GetDirectoryName(Here())!;
    public static string Seed { get; } = Path.GetFullPath(Path.Combine(Tests, "..", "..", "seed"));
    public static string Questions { get; } = Path.Combine(Seed, "questions");

    /// <summary>`who-relies-on-whom`, and `wider/` before those that are asked of the whole seed.</summary>
    public static IReadOnlyList<string> QuestionNames { get; } =
    [
        .. Directory.EnumerateFiles(Questions, "*.graphql", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Questions, f).Replace('\\', '/')[..^".graphql".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>`article` is the seed's first layer, `seed` all of it, `history` one with a history; another name is a file of Cases/graphs.</summary>
    public static GraphSnapshot Graph(string name) => s_graphs.GetOrAdd(name, n => new Lazy<GraphSnapshot>(() => Load(n))).Value;

    private static GraphSnapshot Load(string name)
    {
        if (name == "history")
            return Cases.HistoryGraph.Load();
        var path = name switch
        {
            "article" => Path.Combine(Seed, "article"),
            "seed" => Seed,
            _ => Path.Combine(Tests, "Cases", "graphs", name + ".yaml"),
        };
        var empty = GraphSnapshot.Empty(TestGraph.Model);
        return empty.Commit(Seeder.Propose(SeedReader.Read(TestGraph.Model, path)).Resolve(TestGraph.Model, empty));
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
