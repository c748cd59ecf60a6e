namespace KnowledgeGraph.Server.CommandLine;

/// <summary>A verb cannot go on; the message is for the one who called it.</summary>
/// <param name="exitCode">1: it failed; 2: it was called wrongly.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
