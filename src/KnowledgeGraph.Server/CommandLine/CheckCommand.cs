using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Checks a data folder without changing it.</summary>
internal static class CheckCommand
{
    private const int MaxProblems = 100;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("check", "Checks the whole embedded store for damage without changing it.", """
              KnowledgeGraph.Server check                                 check ./data while no server uses it
              KnowledgeGraph.Server check --data /backup/graph            check a copy while the server runs
            """)
        { ConfiguredOption.OfStore() };
        verb.SetAction(call => Check(call, terminal));
        return verb;
    }

    private static int Check(ParseResult call, Terminal terminal)
    {
        var (options, _) = Settings.Read(call);
        if (options.Store != "embedded")
            throw new CommandException(2, "check is available for the embedded store only. For Neo4j, use neo4j-admin database check.");
        var problems = StoreCheck.Run(options.Data, GraphModel.Load());
        foreach (var problem in problems.Take(MaxProblems))
            terminal.Error.WriteLine(problem);
        if (problems.Count - MaxProblems is > 0 and var more)
            terminal.Error.WriteLine($"{more} more {(more == 1 ? "problem is" : "problems are")} not shown.");
        if (problems.Count > 0)
            return terminal.Fail(1, $"{options.Data}: {SeedCommand.Count(problems.Count, "problem")} found. Restore a backup.");
        terminal.Out.WriteLine($"{options.Data}: No problems found.");
        return 0;
    }
}
