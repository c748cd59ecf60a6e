namespace KnowledgeGraph.Server.CommandLine;

/// <summary>The streams of a command: results go to Out, errors and warnings to Error.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>Opens the input as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Whether a person reads the errors as they are written, so that a line can be written again.</summary>
    public bool IsInteractive { get; private init; }

    public static Terminal Process { get; } = new(Console.In, Console.Out, Console.Error) { IsInteractive = !Console.IsErrorRedirected };

    /// <returns>The exit code.</returns>
    public int Fail(int exitCode, string message)
    {
        Error.WriteLine(message);
        return exitCode;
    }
}
