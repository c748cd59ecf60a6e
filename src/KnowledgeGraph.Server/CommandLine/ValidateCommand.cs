using System.CommandLine;
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
        var verb = new Verb("validate", "Checks YAML files against the model without a store. Prints all errors and warnings, each with file, line and column.", """
              KnowledgeGraph.Server validate seed                         check a folder
              KnowledgeGraph.Server validate seed/article/story.yaml      check one file, which must then be complete
            """)
        { path };
        verb.SetAction(call => Validate(call.GetRequiredValue(path), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), terminal));
        return verb;
    }

    private static int Validate(string path, DateOnly today, Terminal terminal)
    {
        if (!Path.Exists(path))
            throw new CommandException(2, $"{path}: The path does not exist. Name a YAML file, or a folder that has some.");
        var model = GraphModel.Load();
        var seed = SeedReader.Read(model, path);
        var empty = GraphSnapshot.Empty(model);
        var changes = Seeder.Propose(seed).Resolve(model, empty);
        if (seed.Nodes.IsEmpty)
            throw new CommandException(1, $"{path}: There is no node in {SeedCommand.Count(seed.FileCount, "YAML file")}. Add at least one.");
        terminal.Out.WriteLine($"{path} is valid: {SeedCommand.Count(seed.FileCount, "file")}, {SeedCommand.Count(seed.Nodes.Length, "node")}, {SeedCommand.Count(seed.Relationships.Length, "relationship")}");
        Write(terminal.Out, seed.Nodes.GroupBy(n => n.Type.Name));
        Write(terminal.Out, seed.Relationships.GroupBy(r => r.Type.Name));
        var warnings = ChangeReview.Warnings(model, changes, empty, today);
        foreach (var warning in warnings)
            terminal.Error.WriteLine($"{warning.Location}: warning: {warning.Message}");
        if (warnings.Count > 0)
            terminal.Error.WriteLine($"{SeedCommand.Count(warnings.Count, "warning")}. The seed can still be loaded.");
        return 0;
    }

    private static void Write<T>(TextWriter output, IEnumerable<IGrouping<string, T>> groups)
    {
        foreach (var group in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{group.Count(),7} {group.Key}");
    }
}
