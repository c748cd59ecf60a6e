using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Benchmarks.Generated;

/// <summary>
/// The graph of the benchmarks, as records: countries, agreements of two to four parties, and for each agreement the claim on which its
/// parties rest, with report and outlet; and, where the shape has some, objectives. The same shape gives the same graph, always.
/// </summary>
internal sealed class GeneratedGraph
{
    private const ulong Seed = 20240701;

    private readonly GraphShape _shape;
    private readonly Draw _draw = new(Seed);
    private readonly double[] _shares;
    private string[] _names = [];
    private readonly List<NodeRecord> _nodes = [];
    private readonly List<RelationshipRecord> _relationships = [];

    private GeneratedGraph(GraphModel model, GraphShape shape)
    {
        (Model, _shape) = (model, shape);
        _shares = new double[shape.Countries];
        for (var i = 0; i < shape.Countries; i++)
            _shares[i] = Math.Pow(i + 1, -shape.Skew) + (i > 0 ? _shares[i - 1] : 0);
    }

    public static GeneratedGraph Create(GraphModel model, GraphShape shape)
    {
        var graph = new GeneratedGraph(model, shape);
        graph.AddReports();
        graph.AddCountries();
        for (var i = 0; i < shape.Objectives; i++)
            graph.AddNode("Objective", ObjectiveId(i), new() { ["name"] = $"Objective {i + 1}", ["theme"] = "border" });
        graph.AddAgreements();
        return graph;
    }

    public GraphModel Model { get; }

    public ChangeSet Changes => new() { Nodes = [.. _nodes], Relationships = [.. _relationships] };

    public IEnumerable<NodeRecord> NodesOf(string type) => _nodes.Where(n => n.Type.Name == type);
    public IEnumerable<RelationshipRecord> RelationshipsOf(string type) => _relationships.Where(r => r.Type.Name == type);

    /// <summary>The graph as the product holds it.</summary>
    public GraphSnapshot ToSnapshot() => GraphSnapshot.Empty(Model).Apply(Changes, DateTimeOffset.UnixEpoch);

    private void AddReports()
    {
        for (var i = 0; i < GraphShape.Outlets; i++)
            AddNode("Outlet", OutletId(i), new() { ["name"] = $"Daily Courier {i + 1}", ["kind"] = "NEWSPAPER" });
        for (var i = 0; i < _shape.Reports; i++)
        {
            AddNode("Report", ReportId(i), new() { ["title"] = $"What was signed this week, no. {i + 1}", ["publishedOn"] = Day(), ["kind"] = "NEWS" });
            AddRelationship("PUBLISHED_BY", ReportId(i), OutletId(i % GraphShape.Outlets));
        }
    }

    private void AddCountries()
    {
        _names = Words.CountryNames(_shape.Countries, _draw);
        for (var i = 0; i < _names.Length; i++)
            AddNode("Country", CountryId(i), new() { ["name"] = _names[i], ["iso2"] = Letters(i), ["iso3"] = Letters(i) + "X" });
    }

    private void AddAgreements()
    {
        for (var i = 0; i < _shape.Agreements; i++)
        {
            var parties = Parties();
            var (title, kind, shortKind) = _draw.Of<(string, string, string)>(Words.Kinds);
            var signed = Date();
            var id = $"instrument:{shortKind}_{Letters(parties[0])}_{Letters(parties[1])}_{i:D5}".ToLowerInvariant();
            var properties = new Dictionary<string, object>
            {
                ["name"] = $"{_names[parties[0]]}-{_names[parties[1]]} {title} on {_draw.Of<string>(Words.Topics)}",
                ["kind"] = kind,
                ["status"] = _draw.Of<string>(Words.Statuses),
            };
            if (!_draw.OneIn(20))
                properties["signed"] = signed;
            AddNode("Agreement", id, properties);

            var claim = string.Create(CultureInfo.InvariantCulture, $"claim:G{i:D5}");
            AddNode("Claim", claim, new() { ["statement"] = $"The parties to agreement {i} signed it.", ["quote"] = "signed on behalf of" });
            AddRelationship("STATED_IN", claim, ReportId(i % _shape.Reports));
            foreach (var party in parties)
                AddRelationship("PARTY_TO", CountryId(party), id, claim, _draw.OneIn(4) ? Date() : signed, new() { ["role"] = _draw.Of<string>(Words.Roles) });
            if (_shape.Objectives == 0)
                continue;
            AddRelationship("ACTS_UNDER", CountryId(parties[0]), id, claim);
            AddRelationship("BENEFITS", id, CountryId(parties[1]), claim);
            AddRelationship("PURSUES", id, ObjectiveId(_draw.Below(_shape.Objectives)), claim, null, new() { ["strength"] = _draw.OneIn(2) ? "EXPLICIT" : "IMPLIED" });
        }
    }

    /// <summary>Two to four different countries.</summary>
    private int[] Parties()
    {
        var parties = new int[2 + _draw.Below(3)];
        for (var i = 0; i < parties.Length; i++)
            do
            {
                var found = Array.BinarySearch(_shares, _draw.Fraction() * _shares[^1]);
                parties[i] = Math.Min(found < 0 ? ~found : found, _shares.Length - 1);
            }
            while (parties.AsSpan(0, i).Contains(parties[i]));
        return parties;
    }

    private void AddNode(string type, string id, Dictionary<string, object> properties)
    {
        var nodeType = Model.FindNodeType(type)!;
        PropertyDefaults.Fill(nodeType.Properties, properties);
        _nodes.Add(new NodeRecord(nodeType, id, properties));
    }

    private void AddRelationship(string type, string from, string to, string? claim = null, string? since = null, Dictionary<string, object>? properties = null)
    {
        var relationshipType = Model.FindRelationshipType(type)!;
        var record = new RelationshipRecord(relationshipType, from, to) { Since = since, Claims = claim is null ? [] : [claim] };
        _relationships.Add(properties is null ? record : record with { Properties = properties });
    }

    private string Day() => string.Create(CultureInfo.InvariantCulture, $"{1990 + _draw.Below(35)}-{1 + _draw.Below(12):D2}-{1 + _draw.Below(28):D2}");

    /// <summary>Most are days; some are known to the month or the year alone.</summary>
    private string Date() => Day()[..(_draw.Below(10) switch { 0 => 4, 1 => 7, _ => 10 })];

    public static string ObjectiveId(int i) => string.Create(CultureInfo.InvariantCulture, $"objective:{i}");
    private static string CountryId(int i) => "country:" + Letters(i);
    private static string ReportId(int i) => string.Create(CultureInfo.InvariantCulture, $"report:courier_{i}");
    private static string OutletId(int i) => string.Create(CultureInfo.InvariantCulture, $"outlet:courier_{i}");

    /// <summary>AA, AB, …, ZZ, then four letters and more.</summary>
    private static string Letters(int i)
    {
        var text = $"{(char)('A' + i / 26 % 26)}{(char)('A' + i % 26)}";
        return i < 676 ? text : Letters(i / 676 - 1) + text;
    }
}
