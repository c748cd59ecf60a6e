using KnowledgeGraph.Evidence;

namespace KnowledgeGraph.Tests.Evidence;

/// <summary>Views are kept, because each takes time in proportion to the graph. No response shows whether one was made again.</summary>
public sealed class EvidenceGraphTests
{
    private static EvidenceLens Lens(int minOrigins) => new(null, [], minOrigins);

    [Fact]
    public void Lenses_that_alternate_keep_their_views()
    {
        var graph = new EvidenceGraph([], [], [], [], []) { ClaimCount = 0 };
        var views = Enumerable.Range(0, 8).Select(n => graph.Under(Lens(n))).ToList();
        Assert.Equal(views, Enumerable.Range(0, 8).Select(n => graph.Under(Lens(n))));
        Assert.Same(graph.Whole, graph.Whole);
    }

    [Fact]
    public void The_view_that_was_not_used_for_longest_is_dropped()
    {
        var graph = new EvidenceGraph([], [], [], [], []) { ClaimCount = 0 };
        var views = Enumerable.Range(0, 8).Select(n => graph.Under(Lens(n))).ToList();
        Assert.Same(views[0], graph.Under(Lens(0)));
        graph.Under(Lens(8));
        Assert.Same(views[0], graph.Under(Lens(0)));
        Assert.NotSame(views[1], graph.Under(Lens(1)));
    }
}
