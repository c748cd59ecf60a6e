using KnowledgeGraph.Tests.Cases;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>How Neo4j runs the usual operations: from an index, never over all nodes, never all pairs of two.</summary>
[Collection(TestNeo4j.Name)]
public sealed class StatementPlans(TestNeo4j neo4j)
{
    private static readonly string[] s_scans = ["AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"];

    /// <summary>A page costs its size, however many edges the node has: none is sorted.</summary>
    [SkippableTheory]
    [InlineData("connections/one-of-many-kinds")]
    [InlineData("connections/parallel-relationships")]
    public void Edges_come_in_their_order_from_an_index(string name)
    {
        neo4j.SkipIfAbsent();
        neo4j.Load("seed", () => SeedFolders.Graph("seed"));
        var operators = neo4j.OperatorsOf(Case.Named(name).Bind());
        Assert.Contains(operators, o => o.Operator == "DirectedRelationshipIndexSeekByRange");
        Assert.Contains(operators, o => o.Operator == "Limit");
        Assert.DoesNotContain(operators, o => o.Operator is "Top" or "Sort" or "PartialTop" or "PartialSort");
    }

    [SkippableTheory]
    [InlineData("roots/node")]
    [InlineData("roots/country-by-code")]
    [InlineData("connections/first-after")]
    [InlineData("connections/last-before")]
    [InlineData("connections/total-count-alone")]
    [InlineData("edges/evidence")]
    [InlineData("where/seeks")]
    [InlineData("search/two-words")]
    [InlineData("search/question")]
    [InlineData("search/fuzzy")]
    [InlineData("reliance/from-the-article")]
    [InlineData("relationships/by-type-and-direction")]
    [InlineData("timeline/of-a-country")]
    [InlineData("paths/shortest-first")]
    public void Begin_at_an_index(string name)
    {
        neo4j.SkipIfAbsent();
        neo4j.Load("seed", () => SeedFolders.Graph("seed"));
        var operators = neo4j.OperatorsOf(Case.Named(name).Bind());
        Assert.Contains(operators, o => o.Operator.Contains("Index", StringComparison.Ordinal) || o.Operator.Contains("CountStore", StringComparison.Ordinal));
        Assert.DoesNotContain(operators, o => s_scans.Contains(o.Operator));
        // What stands side by side, such as root fields, has one row
        Assert.DoesNotContain(operators, o => o.Operator == "CartesianProduct" && o.Rows > o.RowsBelow);
    }
}
