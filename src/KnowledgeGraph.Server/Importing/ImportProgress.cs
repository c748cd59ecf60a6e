namespace KnowledgeGraph.Server.Importing;

/// <summary>How far an import is. The file is read several times: to index it, and for each stage to check and to commit it.</summary>
/// <param name="length">The size of the file.</param>
internal sealed class ImportProgress(long length)
{
    public const long Total = 1_000;

    private int _reads = 3;
    private int _finished = -1;
    private long _position;

    /// <summary>How much is done, of <see cref="Total"/>.</summary>
    public long Done => length == 0 ? Total : (long)((Math.Max(0, _finished) + (double)Volatile.Read(ref _position) / length) / _reads * Total);

    /// <summary>Notes how often the file is read in all.</summary>
    public void Expect(int reads) => _reads = reads;

    /// <summary>Begins to read the file again.</summary>
    public void Start()
    {
        _finished++;
        Volatile.Write(ref _position, 0);
    }

    /// <param name="position">How many bytes of the file were read.</param>
    public void Report(long position) => Volatile.Write(ref _position, position);
}
