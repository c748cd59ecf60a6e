using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Tests.Cypher.Layout;

/// <summary>What no case reaches: what Neo4j cannot hold, and names that are none.</summary>
public sealed class ChangeStatementsTests
{
    [Theory]
    [InlineData(3000, 0)]
    [InlineData(3001, 1)]
    public void A_name_is_as_long_as_an_index_holds(int length, int errors) =>
        Assert.Equal(errors, ChangeStatements.Check(new ChangeSet { Nodes = [TestGraph.Node("Claim", "claim:a", ("statement", new string('a', length)))] }).Count);

    [Theory]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void A_key_is_as_long_as_an_index_holds_beside_a_name(int length, int errors) =>
        Assert.Equal(errors, ChangeStatements.Check(new ChangeSet { Relationships = [TestGraph.Link("HOLDS_OFFICE", "official:a", "country:a", properties: [("title", new string('é', length))])] }).Count);

    [Theory]
    [InlineData("a`b")]
    [InlineData("n) DETACH DELETE n //")]
    [InlineData("")]
    [InlineData("1a")]
    public void A_name_is_letters_and_digits(string text) => Assert.Throws<ArgumentException>(() => Name.Added(text));
}
