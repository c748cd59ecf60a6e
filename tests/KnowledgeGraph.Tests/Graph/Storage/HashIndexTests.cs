using System.Runtime.CompilerServices;
using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Tests.Graph.Storage;

public class HashIndexTests
{
    [Fact]
    public void A_version_keeps_no_older_one_alive()
    {
        var (next, older) = ChangeTwice();
        GC.Collect();
        Assert.False(older.TryGetTarget(out _));
        GC.KeepAlive(next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (HashIndex Next, WeakReference<HashIndex.Bucket> Older) ChangeTwice()
    {
        var first = new HashIndex.Builder(HashIndex.Empty);
        for (var hash = int.MinValue; hash < int.MaxValue - 10_000_000; hash += 10_000_000)
            first.Add(hash, new NodeRef(0, 1));
        var index = first.Build();
        var next = new HashIndex.Builder(index);
        next.Add(1, new NodeRef(0, 2));
        var older = new WeakReference<HashIndex.Bucket>(index.BucketOf(1));
        return (next.Build(), older);
    }
}
