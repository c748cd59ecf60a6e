using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

public sealed class Neo4jAddressTests
{
    [Theory]
    [InlineData("bolt://localhost", 7687, false, false)]
    [InlineData("bolt://localhost:7690/", 7690, false, false)]
    [InlineData("bolt+s://graph.example", 7687, false, true)]
    [InlineData("bolt://[::1]:7687", 7687, false, false)]
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
    [InlineData("neo4j://localhost:7687")]
    [InlineData("bolt+ssc://localhost")]
    [InlineData("bolt://")]
    [InlineData("bolt:localhost")]
    [InlineData("bolt://neo4j:a-secret@localhost")]
    [InlineData("bolt://localhost/db")]
    [InlineData("bolt://localhost?x=1")]
    [InlineData("http://localhost#x")]
    public void What_is_none(string text) => Assert.Null(Neo4jAddress.ParseUrl(text));
}
