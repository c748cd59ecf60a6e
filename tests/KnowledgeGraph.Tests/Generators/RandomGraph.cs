using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Small graphs full of ties: few names, few dates, relationships that differ in little; and plain readings of them.</summary>
internal sealed record RandomGraph(NodeRecord[] Nodes, RelationshipRecord[] Relationships)
{
    private static readonly string[] s_names = ["Alpha", "alpha", "Álpha", "Beta", "\"Beta\"", "Gamma"];
    public static readonly string?[] Dates = [null, "2020", "2020-03", "2020-03-05", "2021-01-01", "2021"];
    private static readonly string[] s_titles = ["Minister", "Deputy"];
    private static readonly string[] s_kinds = ["FOLLOWS", "AMENDS"];

    /// <summary>What a node is, by the first letter of its number.</summary>
    private static readonly (string Type, int Count)[] s_types =
    [
        ("Country", 3), ("Agency", 2), ("Official", 3), ("Agreement", 2), ("Measure", 2), ("Objective", 2), ("Event", 2), ("Place", 1),
        ("Outlet", 2), ("Journalist", 1), ("Report", 4), ("Claim", 5),
    ];

    private static readonly string[] s_relationships =
    [
        "ACTS_UNDER", "BENEFITS", "PARTY_TO", "RELATES_TO", "RELATES_TO", "HOLDS_OFFICE", "HOLDS_OFFICE", "SERVES_OBJECTIVE", "PURSUES", "SIGNED",
        "ATTENDED", "ABOUT", "CLAIMS_ABOUT", "WRITTEN_BY", "WORKS_FOR", "CONCERNS", "TARGETS_NATIONALS_OF",
    ];

    private sealed record Draw(int Type, int From, int To, int Since, int Until, int[] Claims, bool First);

    public static Gen<RandomGraph> Of(int mostRelationships) =>
        from names in Gen.Int[0, s_names.Length - 1].Array[s_types.Sum(t => t.Count)]
        from dates in Gen.Int[0, Dates.Length - 1].Array[64]
        from stated in Gen.Int[0, 3].Array[12]
        from draws in Gen.Select(
            Gen.Int[0, s_relationships.Length - 1], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 4].Array[0, 3], Gen.Bool,
            (type, start, end, since, until, claims, first) => new Draw(type, start, end, since, until, claims, first)).Array[0, mostRelationships]
        select Make(names, dates, stated, draws);

    private static RandomGraph Make(int[] names, int[] dates, int[] stated, Draw[] draws)
    {
        var nodes = new List<NodeRecord>();
        var date = 0;
        string? Date() => Dates[dates[date++ % dates.Length]];
        foreach (var (type, count) in s_types)
            for (var i = 0; i < count; i++)
            {
                var nodeType = TestGraph.Model.FindNodeType(type)!;
                var properties = new List<(string, object)> { (nodeType.NameProperty.Name, s_names[names[nodes.Count]]) };
                void Add(string name, object? value)
                {
                    if (value is not null)
                        properties.Add((name, value));
                }
                if (type == "Country")
                    properties.AddRange([("iso2", $"X{i}"), ("iso3", $"XX{i}")]);
                if (type is "Agreement" or "Measure")
                {
                    Add("kind", "PROGRAM");
                    Add("announced", Date());
                    Add("signed", Date());
                    Add("effective", Date());
                    Add("ended", Date());
                    Add("statusAsOf", Date());
                    Add("status", stated[i] switch { 0 => "ENDED", 1 => "SIGNED_NOT_IN_FORCE", _ => "UNKNOWN" });
                }
                if (type == "Event")
                    Add("on", Date());
                if (type == "Report")
                {
                    Add("kind", "NEWS");
                    Add("publishedOn", Date());
                }
                Add(type switch { "Agency" => "kind", "Place" => "kind", "Outlet" => "kind", "Objective" => "theme", "Claim" => "stance", _ => "" } is { Length: > 0 } name ? name : "aliases",
                    type switch { "Agency" => "MINISTRY", "Place" => "CITY", "Outlet" => "NEWSPAPER", "Objective" => "t", "Claim" => i == 0 ? "DENIES" : "ASSERTS", _ => null });
                nodes.Add(Node(type, $"{nodeType.Prefix}:{type[0]}{i}".ToLowerInvariant(), [.. properties]));
            }

        var relationships = new Dictionary<string, RelationshipRecord>();
        void Put(RelationshipRecord relationship) => relationships.TryAdd(relationship.Key, relationship);
        for (var i = 0; i < 5; i++)
            Put(Link("STATED_IN", $"claim:c{i}", $"report:r{stated[i]}"));
        if (stated[5] > 0)
            Put(Link("REPUBLISHES", "report:r1", "report:r0"));
        if (stated[6] > 1)
            Put(Link("REPUBLISHES", "report:r2", "report:r1"));
        for (var i = 0; i < 4; i++)
            if (stated[7 + i] < 2)
                Put(Link("PUBLISHED_BY", $"report:r{i}", $"outlet:o{stated[7 + i]}"));
        foreach (var draw in draws)
        {
            var type = TestGraph.Model.FindRelationshipType(s_relationships[draw.Type])!;
            var from = nodes.Where(n => type.Pairs.Any(p => p.From == n.Type)).ToArray();
            var start = from[draw.From % from.Length];
            var to = nodes.Where(n => type.Pairs.Contains((start.Type, n.Type))).ToArray();
            if (to.Length == 0)
                continue;
            var (since, until) = (Dates[draw.Since % Dates.Length], Dates[draw.Until % Dates.Length]);
            if (since is not null && until is not null && string.CompareOrdinal(since, until) > 0)
                since = null;
            (string, object)[] properties = type.Name switch
            {
                "RELATES_TO" => [("kind", s_kinds[draw.First ? 0 : 1])],
                "HOLDS_OFFICE" when draw.Since < 8 => [("title", s_titles[draw.First ? 0 : 1]), ("seenOn", draw.Until > 7 ? ["2020-03", "2020-05-01"] : Array.Empty<string>())],
                "PURSUES" => [("strength", "EXPLICIT")],
                _ => [],
            };
            var claims = draw.Claims.Distinct().Select(c => $"claim:c{c}").DefaultIfEmpty("claim:c0").ToArray();
            Put(Link(type.Name, start.Id, to[draw.To % to.Length].Id, claims, since, until, properties));
        }
        return new RandomGraph([.. nodes], [.. relationships.Values]);
    }

    public GraphSnapshot Load() =>
        GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet { Nodes = [.. Nodes], Relationships = [.. Relationships] });

    /// <summary>One of the values.</summary>
    public static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public NodeRecord this[string id] => Nodes.Single(n => n.Id == id);

    public string NameOf(string id) => (string)this[id].Properties[this[id].Type.NameProperty.Name];

    /// <summary>Whether the node shows as of the date; null: no date.</summary>
    public bool Shows(string id, string? asOf)
    {
        var node = this[id];
        if (asOf is null || node.Type.Lifespan is null)
            return true;
        string? Get(string name) => node.Properties.GetValueOrDefault(name) as string;
        var status = Get("status");
        var start = Get("effective") ?? Get("signed") ?? Get("announced");
        var end = Get("ended") ?? (status == "ENDED" ? Get("statusAsOf") : null);
        return status != "SIGNED_NOT_IN_FORCE" && Holds(start, end, asOf);
    }

    /// <summary>Whether the relationship and both its ends show as of the date.</summary>
    public bool Shows(RelationshipRecord relationship, string? asOf)
    {
        if (asOf is null)
            return true;
        var days = (relationship.Properties.GetValueOrDefault("seenOn") as IEnumerable<string> ?? []).ToArray();
        var start = relationship.Since ?? days.Order(StringComparer.Ordinal).FirstOrDefault();
        var end = relationship.Until ?? (relationship.Since is null ? days.Order(StringComparer.Ordinal).LastOrDefault() : null);
        return Holds(start, end, asOf) && Shows(relationship.From, asOf) && Shows(relationship.To, asOf);
    }

    private static bool Holds(string? start, string? end, string date) =>
        (start is null || string.CompareOrdinal(start, date) <= 0 || start.StartsWith(date, StringComparison.Ordinal))
        && (end is null || string.CompareOrdinal(end, date) >= 0 || date.StartsWith(end, StringComparison.Ordinal));

    private string? OtherEnd(string id, string type) => Relationships.FirstOrDefault(r => r.Type.Name == type && r.From == id)?.To;

    /// <summary>How many independent origins assert it: the root of each report, its outlet, else the report itself.</summary>
    public int OriginsOf(RelationshipRecord relationship)
    {
        string OriginOf(string report) => OtherEnd(report, "REPUBLISHES") is { } original ? OriginOf(original) : OtherEnd(report, "PUBLISHED_BY") ?? report;
        return relationship.Claims.Where(c => this[c].Properties["stance"] is "ASSERTS").Select(c => OriginOf(OtherEnd(c, "STATED_IN")!)).Distinct().Count();
    }

    /// <summary>The end of the order of parallel relationships: since, until, first claim (none last), key properties.</summary>
    public static IEnumerable<string> Ties(RelationshipRecord relationship) =>
    [
        relationship.Since ?? "~", relationship.Until ?? "~", relationship.Claims.Order(StringComparer.Ordinal).FirstOrDefault() ?? "~",
        .. relationship.Type.Properties.Where(p => p.IsKey).Select(p => relationship.Properties.GetValueOrDefault(p.Name) as string ?? "~"),
    ];

    /// <summary>By code point, key after key.</summary>
    public static readonly Comparer<IReadOnlyList<string>> ByKeys = Comparer<IReadOnlyList<string>>.Create((left, right) =>
        left.Zip(right, string.CompareOrdinal).FirstOrDefault(o => o != 0));
}
