namespace KnowledgeGraph.Planning;

/// <summary>
/// An upper bound for the memory that an operation retains: everything that was allocated while it was parsed and planned. An exact number
/// would need to know every object of a plan. This one is never too low. Thread-safe.
/// </summary>
public sealed class RetainedBytes
{
    private long _bytes;

    /// <summary>Bytes.</summary>
    public long Value => Interlocked.Read(ref _bytes);

    /// <summary>Bytes that the calling thread has allocated so far.</summary>
    internal static long AllocatedByThread => GC.GetAllocatedBytesForCurrentThread();

    internal void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
