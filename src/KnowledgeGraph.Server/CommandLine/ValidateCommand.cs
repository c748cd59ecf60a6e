using System.CommandLine;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Review;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Checks YAML files against the model without a store.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var path = new Argument<string>("PATH") { Description = "YAML file, or a folder: all *.yaml files in it and its subfolders" };
        var with = new Option<string>("--with")
        {
            HelpName = "DIR",
            Description = "Folder whose files belong to PATH too, but get no warnings [default for a file: the nearest folder above it with a schema.json, or else the seed next to the program; for a folder: none]",
        };
        var verb = new Verb("validate", "Checks YAML files against the model without a store. Prints all errors and warnings, each with file, line and column.", """
              KnowledgeGraph.Server validate seed                         check a folder
              KnowledgeGraph.Server validate seed/article/story.yaml      check one file together with the rest of its seed
              KnowledgeGraph.Server validate new.yaml --with ./my-seed    check one file together with your own seed
            """)
        { path, with };
        verb.SetAction(call => Validate(call.GetRequiredValue(path), call.GetValue(with), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), terminal));
        return verb;
    }

    private static int Validate(string path, string? with, DateOnly today, Terminal terminal)
    {
        foreach (var missing in new[] { path, with }.Where(p => p is not null && !Path.Exists(p)))
            throw new CommandException(2, $"{missing}: The path does not exist. Name a YAML file, or a folder that has some.");
        with ??= File.Exists(path) ? SeedFiles.FolderOf(path) ?? DefaultSeed() : null;
        var model = GraphModel.Load();
        var empty = GraphSnapshot.Empty(model);
        var own = SeedReader.Read(model, path);
        var changes = Seeder.Propose(with is null ? own : SeedReader.Read(model, path, with)).Resolve(model, empty);
        if (own.Nodes.IsEmpty)
            throw new CommandException(1, $"{path}: There is no node in {SeedCommand.Count(own.FileCount, "YAML file")}. Add at least one.");
        var together = with is null ? "" : $" together with {with}";
        terminal.Out.WriteLine($"{path} is valid{together}: {SeedCommand.Count(own.FileCount, "file")}, {SeedCommand.Count(own.Nodes.Length, "node")}, {SeedCommand.Count(own.Relationships.Length, "relationship")}");
        Write(terminal.Out, own.Nodes.GroupBy(n => n.Type.Name));
        Write(terminal.Out, own.Relationships.GroupBy(r => r.Type.Name));
        WriteUnaddressed(terminal.Out, model, own.Nodes);
        Write(terminal.Error, [.. ChangeReview.Warnings(model, changes, empty, today).Where(w => IsWithin(w.Location) || IsWithin(w.OtherLocation))]);
        return 0;

        bool IsWithin(ChangeLocation? location) => location is FileLocation { File: var file } && (file == path || (Directory.Exists(path) && IsBelow(file, path)));
    }

    private static bool IsBelow(string file, string folder) =>
        Path.GetFullPath(file).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? DefaultSeed() => new ServerOptions().Seed is var seed && Directory.Exists(seed) ? seed : null;

    /// <summary>Names the reports that nobody can look up. That is no warning: of some, no address is known.</summary>
    private static void WriteUnaddressed(TextWriter output, GraphModel model, IEnumerable<NodeRecord> nodes)
    {
        var reports = nodes.Where(n => n.Type == model.Evidence.Report && !n.Properties.ContainsKey(model.Evidence.Url.Name)).Select(n => n.Id).Order(StringComparer.Ordinal).ToList();
        if (reports.Count > 0)
            output.WriteLine($"{SeedCommand.Count(reports.Count, "report")} without an address (`{model.Evidence.Url.Name}`): {string.Join(", ", reports)}");
    }

    private static void Write(TextWriter output, List<ChangeWarning> warnings)
    {
        foreach (var warning in warnings)
            output.WriteLine($"{warning.Location}: warning: {warning.Message}");
        if (warnings.Count > 0)
            output.WriteLine($"{SeedCommand.Count(warnings.Count, "warning")}. The seed can still be loaded.");
    }

    private static void Write<T>(TextWriter output, IEnumerable<IGrouping<string, T>> groups)
    {
        foreach (var group in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{group.Count(),7} {group.Key}");
    }
}
