using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public class StopWordsTests
{
    /// <summary>A stop word that no text splits into would never be found.</summary>
    [Fact]
    public void Each_is_one_folded_word() => Assert.All(StopWords.All, word => Assert.Equal([word], Words.Of(Folding.Fold(word))));

    [Theory]
    [InlineData("Which countries does the U.S. rely on?", "countries us rely")]
    [InlineData("¿Cuál es la política de EE. UU.?", "politica ee uu")]
    [InlineData("the US", "us")]
    [InlineData("us", "us")]
    [InlineData("panama the Panama", "panama")]
    [InlineData("the, of; THE", "the of")]
    [InlineData("¿Qué es?", "que es")]
    [InlineData("", "")]
    public void A_text_is_searched_for_these_words(string text, string words) => Assert.Equal(words, string.Join(' ', new SearchText(text).Words));

    [Theory]
    [InlineData("one", 0)]
    [InlineData("one two", 1)]
    [InlineData("one two three", 1)]
    [InlineData("one two three four", 2)]
    [InlineData("the one", 0)]
    public void A_hit_may_lack_at_most_half_of_the_words(string text, int missing) => Assert.Equal(missing, new SearchText(text).MaxMissing);
}
