using Spectre.Console;

namespace KnowledgeGraph.Server.CommandLine;

/// <summary>Shows on a terminal how far a long command is. Without a terminal it shows nothing.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <param name="description">What is done, such as "Exporting".</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="done">How much is done. It is called while the work runs, by another thread.</param>
    public static Task Run(Terminal terminal, string description, long total, Func<long> done, Action work) => Run(terminal, description, total, done, () =>
    {
        work();
        return Task.CompletedTask;
    });

    /// <inheritdoc cref="Run(Terminal, string, long, Func{long}, Action)"/>
    public static async Task Run(Terminal terminal, string description, long total, Func<long> done, Func<Task> work)
    {
        if (!terminal.ShowsProgress)
        {
            await work();
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(description, maxValue: Math.Max(1, total));
                var running = Task.Run(work);
                while (await Task.WhenAny(running, Task.Delay(s_pause)) != running)
                    bar.Value = done();
                await running;
            });
    }
}
