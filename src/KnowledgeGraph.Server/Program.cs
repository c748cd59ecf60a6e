using System.CommandLine;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.CommandLine;

namespace KnowledgeGraph.Server;

/// <summary>The program with its commands.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => Run(args, Terminal.Process, CancellationToken.None);

    /// <returns>The exit code. 0: success; 1: the command failed; 2: its arguments or its configuration are wrong; 3: the seed has conflicts.</returns>
    public static async Task<int> Run(string[] args, Terminal terminal, CancellationToken stop)
    {
        if (!Folding.Works)
            return terminal.Fail(1, ".NET has no ICU on this system, so é cannot be folded to e. Install ICU, and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        var root = new RootCommand("GraphQL API for a graph of actors and agreements.")
        {
            ServeCommand.Create(terminal),
            SeedCommand.Create(terminal),
            ExportCommand.Create(terminal),
            ImportCommand.Create(terminal),
            AdoptCommand.Create(terminal),
            ValidateCommand.Create(terminal, TimeProvider.System),
            QueryCommand.Create(terminal),
            ChangesCommand.Create(terminal),
            UndoCommand.Create(terminal),
            CheckCommand.Create(terminal),
            McpCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            TokenCommand.Create(terminal, TimeProvider.System),
        };
        root.HelpName = "KnowledgeGraph.Server";
        return await CommandRunner.Run(root, args, terminal, stop);
    }
}
