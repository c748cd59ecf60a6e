using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public class SoughtWordTests
{
    [Theory]
    // One letter inserted, removed, replaced, or two swapped.
    [InlineData("mexicoo", "mexico", 1)]
    [InlineData("mexco", "mexico", 1)]
    [InlineData("mejico", "mexico", 1)]
    [InlineData("mexcio", "mexico", 1)]
    [InlineData("mexico", "mexico", 0)]
    // Two, from 8 letters on.
    [InlineData("gautemela", "guatemala", 2)]
    [InlineData("mejicco", "mexico", null)]
    [InlineData("cubba", "cuba", 1)]
    [InlineData("cub", "cuba", null)]
    // Years and codes.
    [InlineData("2024", "2025", null)]
    [InlineData("eo14010", "eo14011", null)]
    // Other scripts, and Latin letters that folding leaves.
    [InlineData("мексика", "mexico", 1)]
    [InlineData("μεξικο", "mexico", 1)]
    [InlineData("المكسيك", "mexico", null)]
    [InlineData("מקסיקו", "mexico", 2)]
    [InlineData("멕시코", "mexico", 1)]
    [InlineData("メキシコ", "mexico", 2)]
    [InlineData("北京", "beijing", 1)]
    [InlineData("колумбия", "colombia", 1)]
    [InlineData("łodz", "lodz", 1)]
    [InlineData("mexico", "мексика", 1)]
    [InlineData("мексика", "мексики", 1)]
    [InlineData("панама", "mexico", null)]
    [InlineData("日本", "mexico", null)]
    public void Is_near(string word, string other, int? distance) => Assert.Equal(distance, new SoughtWord(word).DistanceTo(other));

    [Fact]
    [Limit("near words of one word of a fuzzy search")]
    public void At_most_64_words_are_near_one_word_the_nearest_first()
    {
        var near = new NearWords(new SearchText("abcdefgh", isFuzzy: true));
        for (var i = 0; i < 100; i++)
            near.Add($"abcdef{(char)('a' + i % 25)}{(char)('a' + i / 25)}");
        var found = near.Found()[0];
        Assert.Equal(NearWords.MaxOfWord, found.Length);
        Assert.Equal(new NearWord("abcdefga", 1), found[0]);
    }
}
