using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Runs a command and turns every failure into an exit code and a line of text.</summary>
internal static class CommandRunner
{
    public static string Version { get; } =
        typeof(CommandRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static async Task<int> Run(RootCommand root, string[] args, Terminal terminal, CancellationToken stop)
    {
        foreach (var option in root.Options)
            option.Action = option switch
            {
                HelpOption { Action: HelpAction help } => new HelpWithExamples(help),
                VersionOption => new PrintVersion(),
                _ => option.Action,
            };
        // Without this, `@file` would stand for arguments that the file holds.
        var call = root.Parse(DefaultToServe(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (call.Action is ParseErrorAction)
        {
            foreach (var mistake in Mistakes(call))
                terminal.Error.WriteLine(mistake);
            return terminal.Fail(2, $"Run `{string.Join(' ', CommandNames(call))} --help` for help.");
        }
        try
        {
            return await call.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    // The host ends the process when its running requests have ended. The default would end it after two seconds.
                    ProcessTerminationTimeout = null,
                },
                stop);
        }
        catch (Exception e)
        {
            return Explain(e, terminal);
        }
    }

    /// <summary>Options without a command are those of `serve`.</summary>
    private static string[] DefaultToServe(string[] args) =>
        args is [] || (args[0].StartsWith('-') && args[0] is not ("-h" or "-?" or "--help" or "--version")) ? ["serve", .. args] : args;

    /// <summary>Unknown arguments, each with a suggestion, or else the messages of the parser.</summary>
    private static IEnumerable<string> Mistakes(ParseResult call)
    {
        var command = call.CommandResult.Command;
        var known = command.Subcommands.Concat<Symbol>(command.Options).Select(s => s.Name).ToList();
        return call.UnmatchedTokens is { Count: > 0 } unknown
            ? unknown.Select(t => $"The argument `{t}` is unknown. {Nearest.Suggest(t, known)}")
            : call.Errors.Select(e => e.Message.Replace("\n\t", " ", StringComparison.Ordinal).ReplaceLineEndings(" "));
    }

    private static IEnumerable<string> CommandNames(ParseResult call) =>
        call.CommandResult.Command is RootCommand root ? [root.HelpName!] : [((RootCommand)call.RootCommandResult.Command).HelpName!, call.CommandResult.Command.Name];

    private static int Explain(Exception e, Terminal terminal)
    {
        switch (e)
        {
            case CommandException wrong: return terminal.Fail(wrong.ExitCode, wrong.Message);
            case ImportException wrong: return terminal.Fail(1, wrong.Message);
            case ChangeRefusedException refused:
                foreach (var error in refused.Errors)
                    terminal.Error.WriteLine(error);
                return terminal.Fail(1, $"{SeedCommand.Count(refused.Errors.Count, "error")}. Nothing was changed.");
            case GraphErrorException refused:
                foreach (var error in refused.Errors)
                    terminal.Error.WriteLine($"{string.Concat(error.Locations.Take(1).Select(l => $"{l.Line}:{l.Column}: "))}{error.Message} ({error.Code})");
                return 1;
            // Arguments are read as a request: a store that is away is the only other reason.
            case StoreUnavailableException away: return terminal.Fail(1, away.Message);
            case RequestRefusedException wrong: return terminal.Fail(2, wrong.Message);
            case StoreException or ManifestException or ModelException or IOException or UnauthorizedAccessException: return terminal.Fail(1, e.Message.ReplaceLineEndings(" "));
            case OperationCanceledException: return 1;
            default: return terminal.Fail(1, $"Internal error: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool Terminating => true;
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"KnowledgeGraph {Version}");
            return 0;
        }
    }
}
