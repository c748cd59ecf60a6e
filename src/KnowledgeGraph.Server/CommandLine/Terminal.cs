namespace KnowledgeGraph.Server.CommandLine;

/// <summary>The streams of a command: results go to Out, errors and warnings to Error.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error)
{
    public static Terminal Process { get; } = new(Console.In, Console.Out, Console.Error);

    /// <returns>The exit code.</returns>
    public int Fail(int exitCode, string message)
    {
        Error.WriteLine(message);
        return exitCode;
    }
}
