using CsCheck;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public class SpreadsheetTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1", "'-1")]
    [InlineData("\tx", "'\tx")]
    // These would lose their own apostrophe.
    [InlineData("'=1", "''=1")]
    [InlineData("''@x", "'''@x")]
    [InlineData("'tis", "'tis")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void Is_guarded(string text, string cell) => Assert.Equal((cell, text), (SpreadsheetText.Guard(text), SpreadsheetText.Unguard(cell)));

    /// <summary>No text is lost, and no cell begins like a formula.</summary>
    [Fact]
    public void Comes_back() => Gen.String[Gen.Char["'=+-@\t\ra "], 0, 5].Sample(text =>
    {
        var cell = SpreadsheetText.Guard(text);
        Assert.Equal(text, SpreadsheetText.Unguard(cell));
        Assert.False(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]);
    });
}
