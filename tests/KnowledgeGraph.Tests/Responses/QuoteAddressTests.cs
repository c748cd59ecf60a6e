using System.Text.Json;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Tests.Responses;

/// <summary>The seed has no address with a fragment, and few characters that an address must escape.</summary>
public sealed class QuoteAddressTests
{
    [Theory]
    [InlineData("https://a.example/b", "first in, first out", "https://a.example/b#:~:text=first%20in%2C%20first%20out")]
    [InlineData("https://a.example/b#part", "word", "https://a.example/b#part:~:text=word")]
    [InlineData("https://a.example/b?c=d", "U.S.-bound & \"rápido\"", "https://a.example/b?c=d#:~:text=U.S.%2Dbound%20%26%20%22r%C3%A1pido%22")]
    public void It_is_the_address_of_the_report_with_the_words_as_a_text_fragment(string url, string quote, string expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<string>(QuoteAddress.Json(JsonSerializer.SerializeToUtf8Bytes(url), JsonSerializer.SerializeToUtf8Bytes(quote))));

    [Fact]
    public void Without_a_quote_or_an_address_there_is_none()
    {
        Assert.Empty(QuoteAddress.Json("\"https://a.example\""u8, default));
        Assert.Empty(QuoteAddress.Json(default, "\"word\""u8));
    }
}
