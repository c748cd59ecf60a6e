namespace KnowledgeGraph.Server.Importing;

/// <summary>Shows how far a file was read, in one line that is written again. Nothing is shown unless the output is a terminal.</summary>
internal sealed class ImportProgress(TextWriter output, bool isTerminal, long length, TimeProvider clock)
{
    private const int Width = 40;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private string _what = "";
    private long _last = clock.GetTimestamp();

    /// <summary>Begins to read the file.</summary>
    /// <param name="what">What is done with it.</param>
    public void Start(string what) => _what = what;

    /// <param name="position">How many bytes of the file were read.</param>
    public void Report(long position)
    {
        if (!isTerminal || clock.GetElapsedTime(_last) < s_pause)
            return;
        _last = clock.GetTimestamp();
        var part = length == 0 ? 1 : Math.Min(1, (double)position / length);
        var done = (int)(part * Width);
        output.Write($"\r{_what,-10} {new string('█', done)}{new string('░', Width - done)} {part,4:P0}");
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        if (isTerminal)
            output.Write($"\r{new string(' ', Width + 20)}\r");
    }
}
