using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>How the edges of a node are found depends on how many the nodes of the graph have. Cases are compiled for a graph of unknown size.</summary>
public sealed class FewRelationshipsTests
{
    private static readonly Operation s_operation = Operation.Parse(TestGraph.Schema, "{ agreements { nodes { parties { nodes { __typename } } } } }", null);

    private readonly StatementCompiler _compiler = new(TestGraph.Model);

    private static GraphSizes Sizes(int parties)
    {
        var builder = new SnapshotBuilder(GraphSnapshot.Empty(TestGraph.Model));
        builder.PutNode(TestGraph.Node("Agreement", "instrument:a", ("name", "A"), ("kind", "ARRANGEMENT")), recordedAt: 0);
        for (var i = 0; i < parties; i++)
        {
            builder.PutNode(TestGraph.Node("Agency", $"agency:{i}", ("name", $"{i}"), ("kind", "MINISTRY")), recordedAt: 0);
            builder.PutRelationship(TestGraph.Link("PARTY_TO", $"agency:{i}", "instrument:a", []), recordedAt: 0);
        }
        return builder.Build(1, null).Sizes;
    }

    private string Statement(GraphSizes sizes) => Statement(s_operation, sizes);

    private string Statement(Operation operation, GraphSizes sizes) => _compiler.Compile(operation.Bind(new Dictionary<string, object?>(), sizes)).Statement.Text;

    [Fact]
    public void Few_are_read_and_sorted_and_many_are_found_in_their_index()
    {
        const string Seek = "USING INDEX SEEK";
        Assert.DoesNotContain(Seek, Statement(Sizes(32)), StringComparison.Ordinal);
        Assert.Contains(Seek, Statement(Sizes(33)), StringComparison.Ordinal);
        Assert.Contains(Seek, Statement(GraphSizes.Unknown), StringComparison.Ordinal);
    }

    /// <summary>The order of relationships between the same nodes matters only where something of them is shown.</summary>
    [Theory]
    [InlineData(true, "nodes { ... on Agency { name } }")]
    [InlineData(true, "totalCount pageInfo { hasNextPage } edges { __typename node { ... on Agency { name } } }")]
    [InlineData(false, "edges { role node { ... on Agency { name } } }")]
    [InlineData(false, "edges { cursor }")]
    [InlineData(false, "nodes { ... on Agency { name } } pageInfo { endCursor }")]
    public void Few_are_sorted_by_their_nodes_alone_where_nothing_else_is_shown(bool isByNodes, string selection)
    {
        var operation = Operation.Parse(TestGraph.Schema, $"{{ agreement(id: \"instrument:a\") {{ parties {{ {selection} }} }} }}", null);
        Assert.Equal(!isByNodes, Statement(operation, Sizes(2)).Contains("._in", StringComparison.Ordinal));
        Assert.Contains("._in", Statement(operation, Sizes(33)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_is_kept_until_the_graph_outgrows_it()
    {
        var first = _compiler.Compile(s_operation.Bind(new Dictionary<string, object?>(), Sizes(1)));
        Assert.Same(first, _compiler.Compile(s_operation.Bind(new Dictionary<string, object?>(), Sizes(2))));
        var grown = s_operation.Bind(new Dictionary<string, object?>(), Sizes(40));
        Assert.Null(_compiler.Find(grown));
        Assert.NotSame(first, _compiler.Compile(grown));
        Assert.NotNull(_compiler.Find(grown));
    }
}
