using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Benchmarks.Resolvers;

/// <summary>What a party to an agreement may be; the generated graph has countries alone.</summary>
internal interface IParty
{
    string Name { get; }
}

internal sealed class Country : IParty
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Iso2 { get; init; }
    public required string Iso3 { get; init; }
    /// <summary>By the agreement's name, then id.</summary>
    public List<Participation> Agreements { get; } = [];
}

internal sealed class Agency : IParty
{
    public required string Id { get; init; }
    public required string Name { get; init; }
}

internal sealed class Agreement
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required string Status { get; init; }
    public string? Signed { get; init; }
    /// <summary>By the party's name, then id.</summary>
    public List<Participation> Parties { get; } = [];
}

/// <summary>PARTY_TO; it is the edge at both of its ends.</summary>
internal sealed class Participation
{
    public required IParty Party { get; init; }
    public required Agreement Agreement { get; init; }
    public string? Role { get; init; }
    public string? Since { get; init; }
}

/// <summary>An edge of the root's list.</summary>
internal sealed record CountryEdge(string Cursor, Country Node);

/// <summary>The generated graph as plain objects, every list sorted as the product sorts it.</summary>
internal sealed class ObjectGraph
{
    public List<CountryEdge> Countries { get; }
    public Dictionary<string, int> PositionsByCursor { get; }
    public Dictionary<string, Agreement> AgreementsById { get; }

    public ObjectGraph(GeneratedGraph graph)
    {
        var countries = graph.NodesOf("Country").Select(n => new Country
        {
            Id = n.Id,
            Name = (string)n.Properties["name"],
            Iso2 = (string)n.Properties["iso2"],
            Iso3 = (string)n.Properties["iso3"],
        }).ToDictionary(c => c.Id);
        AgreementsById = graph.NodesOf("Agreement").Select(n => new Agreement
        {
            Id = n.Id,
            Name = (string)n.Properties["name"],
            Kind = (string)n.Properties["kind"],
            Status = (string)n.Properties["status"],
            Signed = (string?)n.Properties.GetValueOrDefault("signed"),
        }).ToDictionary(a => a.Id);
        foreach (var record in graph.RelationshipsOf("PARTY_TO"))
        {
            var participation = new Participation
            {
                Party = countries[record.From],
                Agreement = AgreementsById[record.To],
                Role = (string?)record.Properties.GetValueOrDefault("role"),
                Since = record.Since,
            };
            countries[record.From].Agreements.Add(participation);
            participation.Agreement.Parties.Add(participation);
        }
        var sorted = InOrder(countries.Values, c => c.Name, c => c.Id);
        var agreementRanks = InOrder(AgreementsById.Values, a => a.Name, a => a.Id).Select((a, i) => (a, i)).ToDictionary(a => a.a, a => a.i);
        var countryRanks = sorted.Select((c, i) => (c, i)).ToDictionary(c => (IParty)c.c, c => c.i);
        foreach (var country in sorted)
            country.Agreements.Sort((x, y) => agreementRanks[x.Agreement].CompareTo(agreementRanks[y.Agreement]));
        foreach (var agreement in AgreementsById.Values)
            agreement.Parties.Sort((x, y) => countryRanks[x.Party].CompareTo(countryRanks[y.Party]));
        Countries = [.. sorted.Select(c => new CountryEdge(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(c.Id)), c))];
        PositionsByCursor = Countries.Select((e, i) => (e.Cursor, i)).ToDictionary(e => e.Cursor, e => e.i);
    }

    private static List<T> InOrder<T>(IEnumerable<T> nodes, Func<T, string> name, Func<T, string> id) =>
        [.. nodes.OrderBy(n => Folding.Fold(name(n)), StringComparer.Ordinal).ThenBy(name, StringComparer.Ordinal).ThenBy(id, StringComparer.Ordinal)];
}
