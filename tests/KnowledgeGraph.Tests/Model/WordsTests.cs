using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

/// <summary>The rule of what a word is, row by row: no case of a search could tell a wrong word from a wrong look-up.</summary>
public class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t.-' ", "")]
    [InlineData("José Raúl Mulino", "jose raul mulino")]
    [InlineData("Darie\u0301n Gap", "darien gap")]
    [InlineData("Guinea-Bissau", "guinea bissau")]
    [InlineData("Côte d'Ivoire", "cote d ivoire")]
    [InlineData("\"Remain in Mexico\" (MPP)", "remain in mexico mpp")]
    [InlineData("Title 42, 85 Fed.Reg. 17060", "title 42 85 fed reg 17060")]
    [InlineData("pan\u00ADama", "panama")]
    [InlineData("पनामा", "पनामा")]
    [InlineData("𐐀𐐁 x", "𐐨𐐩 x")]
    [InlineData("half\ud800pair", "half pair")]
    // Dots inside an abbreviation
    [InlineData("U.S.", "us")]
    [InlineData("U.S", "us")]
    [InlineData("U.S.A.", "usa")]
    [InlineData("the U.S.-Mexico border", "the us mexico border")]
    [InlineData("U. S. Border Patrol", "u s border patrol")]
    [InlineData("Ph.D. in D.C.", "phd in dc")]
    [InlineData("Grupo S.A. de C.V.", "grupo sa de cv")]
    [InlineData("Lt.Gen. Doe", "ltgen doe")]
    [InlineData("cbs.com", "cbs com")]
    [InlineData("The end.It began", "the end it began")]
    [InlineData("3.5 km, v1.2", "3 5 km v1 2")]
    [InlineData(".U.S", "us")]
    [InlineData("U..S", "u s")]
    [InlineData("U.\u00ADS.", "us")]
    // Doubled letters
    [InlineData("EE. UU.", "ee uu")]
    [InlineData("EE.UU.", "ee uu")]
    [InlineData("EEUU", "ee uu")]
    [InlineData("EE UU", "ee uu")]
    [InlineData("EE.UU.MM.", "ee uu mm")]
    [InlineData("eeu eeuup eel", "eeu eeuup eel")]
    [InlineData("aaaa aabb 1122 2200", "aaaa aa bb 1122 2200")]
    public void ATextHasTheseWords(string text, string words) => Assert.Equal(words, string.Join(' ', Words.Of(Folding.Fold(text))));
}
