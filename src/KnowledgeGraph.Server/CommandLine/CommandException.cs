namespace KnowledgeGraph.Server.CommandLine;

/// <summary>A command failed. The message is for the person who ran it.</summary>
/// <param name="exitCode">1: the command failed; 2: its arguments or its configuration are wrong.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
