using System.Globalization;
using System.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>The bounds of the cache.</summary>
public sealed class OperationCacheTests
{
    private static readonly Operation Any = Operation.Parse(TestGraph.Schema, "{ __typename }", null);

    [Fact]
    public void It_never_holds_more_than_its_entries()
    {
        var cache = new OperationCache(maxEntries: 10, maxBytes: 1_000_000);
        for (var i = 0; i < 1_000; i++)
            cache.Add(Document(i), default, Any);
        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => cache.TryFind(Document(i), default, out _)), 1, 10);
    }

    [Fact]
    public void It_never_holds_more_than_its_bytes()
    {
        var cache = new OperationCache(maxEntries: 1_000, maxBytes: 10_000);
        var large = Enumerable.Range(0, 100).Select(i => Encoding.UTF8.GetBytes(new string((char)('0' + (i % 70)), 1_000) + i)).ToList();
        foreach (var document in large)
            cache.Add(document, default, Any);
        Assert.InRange(large.Count(d => cache.TryFind(d, default, out _)), 1, 10);
        cache.Add(new byte[9_000], default, Any);
        Assert.False(cache.TryFind(new byte[9_000], default, out _));
    }

    [Fact]
    public void What_is_asked_again_stays()
    {
        var cache = new OperationCache(maxEntries: 10, maxBytes: 1_000_000);
        cache.Add("{ kept }"u8, default, Any);
        for (var i = 0; i < 1_000; i++)
        {
            cache.Add(Document(i), default, Any);
            Assert.True(cache.TryFind("{ kept }"u8, default, out _));
        }
    }

    [Fact]
    public void The_name_belongs_to_the_key()
    {
        var cache = new OperationCache(maxEntries: 10, maxBytes: 1_000_000);
        cache.Add("ab"u8, "c"u8, Any);
        Assert.False(cache.TryFind("a"u8, "bc"u8, out _));
        Assert.False(cache.TryFind("ab"u8, default, out _));
        Assert.True(cache.TryFind("ab"u8, "c"u8, out _));
    }

    private static byte[] Document(int i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
}
