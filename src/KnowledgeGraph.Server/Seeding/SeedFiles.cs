using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>The files of a seed, by name.</summary>
internal static class SeedFiles
{
    /// <exception cref="IOException">There is nothing at the path.</exception>
    public static IReadOnlyList<string> Find(string path, List<ChangeError> errors)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"{path}: nothing found; expected a YAML file or a folder with some");
        foreach (var file in Directory.EnumerateFiles(path, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            errors.Add(new ChangeError(new Place(file, 1, 1), "the ending .yml found; expected .yaml"));
        return [.. Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }
}
