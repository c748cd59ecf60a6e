using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Checks a store without changing it. A graph in Neo4j can also be repaired.</summary>
internal static class CheckCommand
{
    private const int MaxProblems = 100;

    public static Command Create(Terminal terminal)
    {
        var repair = new Option<bool>("--repair") { Description = "Adds to a graph in Neo4j what can be added: labels, ids, computed values, indexes, history. It deletes nothing. A repair that was stopped continues" };
        var verb = new Verb("check", "Checks the whole store for damage without changing it. For Neo4j, compares every node and relationship with the model, and says what is not served and why.", """
              KnowledgeGraph.Server check                                 check ./data while no server uses it
              KnowledgeGraph.Server check --data /backup/graph            check a copy while the server runs
              KnowledgeGraph.Server check --store neo4j                   check a graph in Neo4j, such as one made by hand
              KnowledgeGraph.Server check --store neo4j --repair          add what it lacks
            """)
        { repair, ConfiguredOption.OfStore() };
        verb.SetAction((call, stop) => Check(call, call.GetValue(repair), terminal, stop));
        return verb;
    }

    private static async Task<int> Check(ParseResult call, bool repairs, Terminal terminal, CancellationToken stop)
    {
        var (options, _) = Settings.Read(call);
        if (options.Store == "neo4j")
            return await Check(new Neo4jCheck(StoreChoice.Address(options), GraphModel.Load(), TimeProvider.System), repairs, terminal, stop);
        if (repairs)
            throw new CommandException(2, "--repair is for Neo4j. Give --store neo4j; an embedded store is restored from a backup.");
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

    private static async Task<int> Check(Neo4jCheck check, bool repairs, Terminal terminal, CancellationToken stop)
    {
        if (repairs)
        {
            var repair = await check.Repair(stop);
            repair.Refused.ForEach(terminal.Error.WriteLine);
            await terminal.Out.WriteLineAsync($"Repaired {Count(repair.Nodes, "node")} and {Count(repair.Relationships, "relationship")}; {Count(repair.Commits, "commit")}");
        }
        var report = await check.Run(stop);
        report.Write(report.Count > 0 ? terminal.Error : terminal.Out);
        var size = $"{Count(report.Nodes, "node")} and {Count(report.Relationships, "relationship")} of the model";
        if (report.Count > 0)
            return terminal.Fail(1, $"{check.Name}: {size}, {Count(report.Count, "problem")} found. {Advice(report, repairs)}");
        await terminal.Out.WriteLineAsync($"{check.Name}: {size}, no problems found.");
        return 0;
    }

    private static string Advice(CheckReport report, bool repaired) =>
        repaired || report.Mendable == 0 ? "Correct the graph, then check it again."
        : report.Mendable == report.Count ? "Run check --repair." : $"Run check --repair for {report.Mendable} of them, and correct the others.";

    private static string Count(long count, string what) => $"{count} {(count == 1 ? what : what + "s")}";
}
