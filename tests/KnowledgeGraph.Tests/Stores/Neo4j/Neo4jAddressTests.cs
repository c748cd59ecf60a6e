using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

public sealed class Neo4jAddressTests
{
    [Theory]
    [InlineData("bolt://localhost", 7687, false, false)]
    [InlineData("bolt://localhost:7690/", 7690, false, false)]
    [InlineData("bolt+s://graph.example", 7687, false, true)]
    [InlineData("bolt+ssc://localhost", 7687, false, true)]
    [InlineData("bolt://[::1]:7687", 7687, false, false)]
    [InlineData("neo4j://localhost", 7687, false, false)]
    [InlineData("neo4j+s://a1b2c3d4.databases.neo4j.io", 7687, false, true)]
    [InlineData("neo4j+ssc://[::1]:7690?policy=europe", 7690, false, true)]
    [InlineData("http://localhost:7474", 7474, true, false)]
    [InlineData("https://graph.example", 443, true, true)]
    public void What_is_an_address(string text, int port, bool isHttp, bool isSecure)
    {
        var address = new Neo4jAddress(Neo4jAddress.ParseUrl(text)!, "neo4j", "neo4j", "a-secret");
        Assert.Equal((port, isHttp, isSecure), (address.Port, address.IsHttp, address.IsSecure));
        Assert.DoesNotContain("a-secret", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:7687")]
    [InlineData("neo4j+x://localhost")]
    [InlineData("neo4j://localhost/db")]
    [InlineData("neo4j://localhost?policy")]
    [InlineData("neo4j://localhost?policy=")]
    [InlineData("neo4j://localhost?=europe")]
    [InlineData("neo4j://localhost?policy=a&policy=b")]
    [InlineData("neo4j://localhost?address=elsewhere:7687")]
    [InlineData("bolt://")]
    [InlineData("bolt:localhost")]
    [InlineData("bolt://neo4j:a-secret@localhost")]
    [InlineData("bolt://localhost/db")]
    [InlineData("bolt://localhost?x=1")]
    [InlineData("http://localhost#x")]
    public void What_is_none(string text) => Assert.Null(Neo4jAddress.ParseUrl(text));

    [Fact]
    public void Other_servers_of_a_cluster_are_told_the_address_that_the_operator_gave()
    {
        var address = new Neo4jAddress(Neo4jAddress.ParseUrl("neo4j+s://graph.example?policy=west%20coast")!, "", "neo4j", "a-secret");
        Assert.Equal("neo4j+s://graph.example, home database", address.ToString());
        var other = address.At("[2001:db8::1]:7688")!;
        Assert.Equal(("[2001:db8::1]:7688", true, true), (other.Server, other.IsSecure, other.IsCluster));
        Assert.Equal([("address", "graph.example:7687"), ("policy", "west coast")], other.RoutingContext.AsEnumerable());
        Assert.Null(address.At("no server"));
    }
}
