using System.Diagnostics;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>tests/KnowledgeGraph.Crash in a process of its own, committing to a folder until it is killed.</summary>
internal sealed class CrashingProcess : IDisposable
{
    private readonly Process _process;

    public CrashingProcess(string folder) => _process = Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "KnowledgeGraph.Crash.dll"), folder },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>The next step that it acknowledges; null where it ended.</summary>
    public string? ReadAcknowledged() => _process.StandardOutput.ReadLine();

    /// <summary>By SIGKILL; gives all steps that it acknowledged, of which <paramref name="first"/> was the first.</summary>
    public IReadOnlyList<string> Kill(string first)
    {
        _process.Kill();
        _process.WaitForExit();
        // A line that was cut was not acknowledged.
        var rest = _process.StandardOutput.ReadToEnd();
        return [first, .. rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Waits until it ends; gives what it says.</summary>
    public (int ExitCode, string Error) End()
    {
        var error = _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
