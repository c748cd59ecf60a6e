using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Finds the files of a seed, in the order of their names.</summary>
internal static class SeedFiles
{
    /// <summary>The file that text editors read. It is in the folder of a seed.</summary>
    public const string SchemaName = "schema.json";

    /// <summary>The folder of the seed to which a file belongs: the nearest one above it with a <see cref="SchemaName"/>. Null if there is none.</summary>
    public static string? FolderOf(string file)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, SchemaName)))
                return folder;
        return null;
    }

    /// <summary>The folder directly in the seed that has the file; empty if there is none.</summary>
    public static string FolderWithin(string seed, string file) => Path.GetRelativePath(seed, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";

    /// <exception cref="IOException">There is nothing at the path.</exception>
    public static IReadOnlyList<string> Find(string path, List<ChangeError> errors)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"{path}: The path does not exist. Name a YAML file, or a folder that has some.");
        foreach (var file in Directory.EnumerateFiles(path, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            errors.Add(new ChangeError(ChangeErrorCode.UnreadableFile, new FileLocation(file, 1, 1), "The file name must end with .yaml, but ends with .yml."));
        return [.. Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }
}
