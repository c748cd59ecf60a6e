using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Darién", "darien")]
    [InlineData("DARIEN", "darien")]
    [InlineData("Darie\u0301n", "darien")]
    [InlineData("Bárcena", "barcena")]
    [InlineData("İ", "i")]
    [InlineData("ß", "ß")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Ærø", "ærø")]
    [InlineData("Ångström", "angstrom")]
    [InlineData("\u0301", "")]
    [InlineData("\U0001F600 Ok", "\U0001F600 ok")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("", "")]
    public void Case_and_diacritics_go(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Fact]
    public void This_process_can_fold() => Assert.True(Folding.Works);

    /// <summary>Half of a surrogate pair, which a document can write as an escape, is no reason to fail.</summary>
    [Fact]
    public void Ill_formed_text_folds()
    {
        Assert.Equal("\ufffd", Folding.Fold("\ud800"));
        Assert.Equal("e\ufffdx", Folding.Fold("É\udc00X"));
    }

    [Fact]
    public void A_code_that_is_ill_formed_text_is_unknown()
    {
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
        {
            Nodes = [TestGraph.Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN"))],
        });
        Assert.Equal("""{"data":{"country":null}}""", graph.Ask("""{ country(code: "\ud800") { name } }"""));
    }
}
