namespace KnowledgeGraph.Benchmarks.Generated;

/// <summary>How large a generated graph is, and how unevenly its agreements fall to the countries.</summary>
/// <param name="Skew">0: every country alike; s: the r-th country is a party in proportion to 1 / r^s (Zipf).</param>
/// <param name="Objectives">Where there are some, each agreement pursues one, its first party acts under it and its second benefits.</param>
internal sealed record GraphShape(int Countries, int Agreements, double Skew, int Objectives = 0)
{
    public const int Outlets = 20;
    private const int AgreementsPerReport = 10;

    /// <summary>That of the targets: 200 countries, 20,000 agreements, evenly spread.</summary>
    public static readonly GraphShape Default = new(200, 20_000, 0);

    public int Reports => Math.Max(1, Agreements / AgreementsPerReport);

    /// <summary>About so many nodes: one in a hundred a country (at least 200), else agreements, a claim for each, and their reports.</summary>
    public static GraphShape OfNodes(int nodes, double skew)
    {
        var countries = Math.Max(200, nodes / 100);
        return new(countries, Math.Max(1, (int)((nodes - countries - Outlets) / (2 + 1.0 / AgreementsPerReport))), skew);
    }
}
