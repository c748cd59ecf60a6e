namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Where a verb reads and writes: answers to Out, what went wrong to Error.</summary>
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
