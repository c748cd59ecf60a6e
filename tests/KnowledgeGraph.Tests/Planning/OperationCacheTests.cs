using System.Globalization;
using System.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>The bounds of the cache.</summary>
public sealed class OperationCacheTests
{
    private static readonly Operation Any = Operation.Parse(TestGraph.Schema, "{ __typename }", null);

    [Fact]
    [Limit("MaxOperations")]
    public void It_never_holds_more_than_its_entries()
    {
        var cache = new OperationCache(maxEntries: 10, maxBytes: 1_000_000);
        for (var i = 0; i < 1_000; i++)
            cache.Add(Document(i), default, Any);
        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => cache.TryFind(Document(i), default, out _)), 1, 10);
    }

    [Fact]
    public void It_never_retains_more_than_its_bytes()
    {
        var weight = Any.Retained.Value;
        var cache = new OperationCache(maxEntries: 1_000, maxBytes: 20 * weight);
        for (var i = 0; i < 100; i++)
        {
            cache.Add(Document(i), default, Any);
            Assert.InRange(cache.Weight, 1, 20 * weight);
        }
        Assert.InRange(Enumerable.Range(0, 100).Count(i => cache.TryFind(Document(i), default, out _)), 1, 20);
        cache.Add(new byte[10 * weight], default, Any);
        Assert.False(cache.TryFind(new byte[10 * weight], default, out _));
    }

    [Fact]
    public void An_operation_that_grows_is_weighed_again()
    {
        var operation = Operation.Parse(TestGraph.Schema, "query($a: Boolean!, $b: Boolean!) { x: __typename @include(if: $a) y: __typename @skip(if: $b) __typename }", null);
        var cache = new OperationCache(maxEntries: 10, maxBytes: 1_000_000);
        cache.Add("{ grows }"u8, default, operation);
        var before = cache.Weight;
        foreach (var (a, b) in new[] { (true, true), (true, false), (false, true) })
            operation.Bind(new Dictionary<string, object?> { ["a"] = a, ["b"] = b });
        Assert.True(cache.TryFind("{ grows }"u8, default, out _));
        Assert.Equal(operation.Retained.Value + "{ grows }".Length, cache.Weight);
        Assert.InRange(cache.Weight, before + 1_000, 1_000_000);
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
