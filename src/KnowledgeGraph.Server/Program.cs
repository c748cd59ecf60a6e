using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.CommandLine;

namespace KnowledgeGraph.Server;

/// <summary>The program: one verb a line.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => Run(args, Terminal.Process, CancellationToken.None);

    /// <returns>0: done; 1: it failed; 2: it was called wrongly.</returns>
    public static async Task<int> Run(string[] args, Terminal terminal, CancellationToken stop)
    {
        if (!Folding.Works)
            return terminal.Fail(1, "this system's .NET has no ICU, without which é does not fold to e; expected ICU, and DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset");
        var root = new RootCommand("A GraphQL API over a graph of actors and agreements.")
        {
            ServeCommand.Create(terminal),
            SeedCommand.Create(terminal),
            ValidateCommand.Create(terminal),
            QueryCommand.Create(terminal),
            CheckCommand.Create(terminal),
            SchemaCommand.Create(terminal),
        };
        root.HelpName = "KnowledgeGraph.Server";
        return await CommandRunner.Run(root, args, terminal, stop);
    }
}
