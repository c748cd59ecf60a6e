using KnowledgeGraph.Matching;

namespace KnowledgeGraph.Tests.Matching;

public class SoughtNameTests
{
    [Theory]
    [InlineData("U.S.", "us", 1)]
    [InlineData("Republic of Panama", "republic of Panamá", 1)]
    [InlineData("Mulino, José Raúl", "José Raúl Mulino", 0.98)]
    [InlineData("Panmaa", "Panama", 0.8333)]
    [InlineData("Панама", "Panama", 0.95)]
    // Each word is taken once. A stop word counts a third.
    [InlineData("Panama Panama", "Panama", 0.6667)]
    [InlineData("Bank of Panama", "Bank Panama", 0.9677)]
    [InlineData("Mexico", "Panama", 0)]
    [InlineData("", "Panama", 0)]
    [InlineData("…", "…", 0)]
    public void Is_similar(string sought, string name, double value) => Assert.Equal(value, new SoughtName(sought).Compare(name).Value, 4);

    [Theory]
    [InlineData("MX", "mx", 1)]
    [InlineData("2024", "2024-07-01", 1)]
    [InlineData("2024-08", "2024-07-01", 0)]
    [InlineData("1.0", "1", 1)]
    [InlineData("11", "12", 0)]
    [InlineData("Panmaa", "Panama", 1)]
    [InlineData("Mexico", "Panama", 0)]
    [InlineData(" MX ", "mx", 1)]
    [InlineData("Mexico", null, 0.5)]
    public void Agrees(string sought, string? value, double agreement) =>
        Assert.Equal(agreement, SoughtValue.AgreementOf([new SoughtValue(sought)], value is null ? [] : [value]));

    /// <summary>A text of any length takes the time of a name.</summary>
    [Fact]
    [Limit("… words of a name or a value that are compared")]
    public void Forty_words_of_a_name_count()
    {
        static string Name(int words) => string.Join(' ', Enumerable.Range(0, words).Select(i => $"word{i}"));
        Assert.Equal(1, new SoughtName(Name(10_000)).Compare(Name(40)).Value);
        Assert.InRange(new SoughtName(Name(40)).Compare(Name(39)).Value, 0.95, 0.999);
    }

    private static Candidate Named(string name, string sought, params double[] agreements) =>
        new(name, name, new SoughtName(sought).Compare(name), null, null, [.. agreements], HasType: true);

    private static string? MatchOf(string sought, params string[] names) => Ranking.Of(names.Select(n => Named(n, sought)), hasName: true).Match?.Name;

    [Fact]
    public void A_match_is_near_and_alone()
    {
        Assert.Equal("Niger", MatchOf("Niger", "Nigeria", "Niger"));
        Assert.Equal("Mexico", MatchOf("Mexco", "Mexico", "Mexico City"));
        Assert.Null(MatchOf("Nigera", "Niger", "Nigeria"));
        Assert.Null(MatchOf("Irak", "Iran", "Iraq"));
        Assert.Null(MatchOf("Niger", "Niger", "Niger"));
        Assert.Null(MatchOf("Niger", "Panama"));
    }

    [Fact]
    public void A_property_that_differs_prevents_a_match()
    {
        var ranking = Ranking.Of([Named("Panama", "Panama", 0), Named("Panam", "Panama", 1)], hasName: true);
        Assert.Equal(["Panam", "Panama"], ranking.Candidates.Select(c => c.Candidate.Name));
        Assert.Equal("Panam", ranking.Match?.Name);
        Assert.Null(Ranking.Of([Named("Panama", "Panama", 0)], hasName: true).Match);
    }
}
