namespace KnowledgeGraph.Server.CommandLine;

/// <summary>The streams of a command: results go to Out, errors and warnings to Error.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error)
{
    public static Terminal Process { get; } = new(Console.In, Console.Out, Console.Error) { ShowsProgress = !Console.IsErrorRedirected };

    /// <summary>Opens standard input for bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Opens standard output for bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Whether a person watches Error.</summary>
    public bool ShowsProgress { get; init; }

    /// <returns>The exit code.</returns>
    public int Fail(int exitCode, string message)
    {
        Error.WriteLine(message);
        return exitCode;
    }
}
