using KnowledgeGraph.Citations;

namespace KnowledgeGraph.Tests.Citations;

public sealed class CitationCheckTests
{
    private static readonly ILookup<int, ClaimWords> s_claims = new (int N, ClaimWords Claim)[]
    {
        (1, new("Ecuador requires visas of Chinese nationals.", "Ecuador also recently imposed visa requirements for Chinese migrants, who’d come “by the thousands” since May.")),
        (2, new("The U.S. signed it on July 1. Officials denied that Panama pays for it.", null)),
    }.ToLookup(c => c.N, c => c.Claim);

    [Theory]
    // Verbatim: the whole statement, a sentence of it, or the words of the report.
    [InlineData("Ecuador requires visas of Chinese nationals. [1]", Verdict.Stated)]
    [InlineData("ECUADOR  requires visas\u00A0of **Chinese** nationals [1]!", Verdict.Stated)]
    [InlineData("The U.S. signed it on July 1. [2]", Verdict.Stated)]
    [InlineData("Ecuador also recently imposed visa requirements for Chinese migrants, who'd come 'by the thousands' since May [1]", Verdict.Stated)]
    [InlineData("Ecuador requires visas of Chinese nationals. [2]", Verdict.NotStated)]
    [InlineData("Panama pays for it. [2]", Verdict.NotStated)]
    [InlineData("Ecuador requires visas. [1]", Verdict.NotStated)]
    // Quotations: exact, in pieces, of the report only.
    [InlineData("CBS said that Ecuador “also recently imposed visa requirements.” [1]", Verdict.Quoted)]
    [InlineData("CBS: \"Ecuador … imposed visa requirements ... Chinese migrants,\" since \"May\" [1]", Verdict.Quoted)]
    [InlineData("They came “by the thousands”, “who'd come 'by the thousands' [...] May”. [1][2]", Verdict.Quoted)]
    [InlineData("CBS: “since … since”, “migrants, who’d come \"by the thousands\" since May”. [1]", Verdict.Misquoted)]
    [InlineData("CBS: “migrants, who’d come \"by the thousands\" since May”. [1]", Verdict.Quoted)]
    [InlineData("CBS: \"who'd come \"by the thousands\" since May\". [1]", Verdict.Quoted)]
    [InlineData("CBS said that Ecuador “recently lifted visa requirements”. [1]", Verdict.Misquoted)]
    [InlineData("CBS: “Chinese migrants … visa requirements”. [1]", Verdict.Misquoted)]
    [InlineData("Ecuador “also recently imposed visa requirement”. [1]", Verdict.Misquoted)]
    [InlineData("It was “imposed”, and “repealed”. [1]", Verdict.Misquoted)]
    [InlineData("The graph says “requires visas of Chinese nationals”. [1]", Verdict.Misquoted)]
    [InlineData("“Ecuador also recently imposed visa requirements for Chinese migrants. [2]", Verdict.Misquoted)]
    [InlineData("He said “…”. [1]", Verdict.NotStated)]
    // Marks.
    [InlineData("Ecuador requires visas of Chinese nationals.", Verdict.Uncited)]
    [InlineData("Ecuador requires visas of Chinese nationals. [3]", Verdict.UnknownMark)]
    [InlineData("Ecuador requires visas of Chinese nationals. [1][3]", Verdict.UnknownMark)]
    [InlineData("Ecuador requires visas of Chinese nationals. [1, 2]", Verdict.Stated)]
    internal void A_sentence_is_compared_with_the_claims_that_it_cites(string text, Verdict verdict) =>
        Assert.Equal(verdict, CitationCheck.Of(Assert.Single(SentenceReader.Read(text)), s_claims));

    /// <summary>Texts that are made to be slow: the time must grow with their length alone.</summary>
    [Theory]
    [InlineData("a.")]
    [InlineData("\".\" ")]
    [InlineData("A.[1] ")]
    [InlineData("[1-99]")]
    [InlineData(" ")]
    [InlineData("… “")]
    public void A_long_text_is_checked_in_time(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        var claims = Enumerable.Repeat(1, 500).ToLookup(n => n, n => new ClaimWords("One.", "Two."));
        var began = Environment.TickCount64;
        foreach (var sentence in SentenceReader.Read(text + " A [1]"))
            CitationCheck.Of(sentence, claims);
        Assert.InRange(Environment.TickCount64 - began, 0, 10_000);
    }
}
