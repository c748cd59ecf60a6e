using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("en", true)]
    [InlineData("EN", true)]
    [InlineData("pt-BR", true)]
    [InlineData("es-419", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("zh-yue-HK", true)]
    [InlineData("sl-rozaj-biske", true)]
    [InlineData("de-CH-1901", true)]
    [InlineData("en-u-ca-gregory", true)]
    [InlineData("en-x-whatever", true)]
    [InlineData("x-private", true)]
    [InlineData("", false)]
    [InlineData("e", false)]
    [InlineData("english", false)]
    [InlineData("en_US", false)]
    [InlineData("en-", false)]
    [InlineData("en-u", false)]
    [InlineData("en, es", false)]
    [InlineData("en\n", false)]
    [InlineData("ſk", false)]
    [InlineData("español", false)]
    public void A_tag_has_the_form_of_BCP_47(string text, bool isValid) => Assert.Equal(isValid, LanguageTag.IsValid(text));
}
