using System.Globalization;
using System.Text.RegularExpressions;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using Entry = KnowledgeGraph.Tests.Seeding.FactSheet.Entry;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>
/// The seed says what the sheet of facts says, no less and, but for what the article adds, no more: every node, every relationship, every
/// date. The sheet is not part of the project, so no case can hold it.
/// </summary>
public sealed partial class FactSheetTests
{
    private static readonly FactSheet? s_sheet = FactSheet.Find();
    private static readonly GraphSnapshot s_graph = SeedFolders.Graph("seed");
    private static readonly List<RelationshipRecord> s_relationships =
        [.. s_graph.AllNodes().SelectMany(n => s_graph.RelationshipsOf(n.Id).Where(r => r.From == n.Id))];

    /// <summary>What the article alone knows, and what the sheet says in words only.</summary>
    private static readonly Dictionary<string, string[]> s_beyondTheSheet = new()
    {
        ["journalist"] = ["journalist:martin-bernetti"],
        ["outlet"] = ["outlet:getty-images"],
        ["report"] = ["report:afp_lajas_blancas_2024"],
        ["statistic"] = ["statistic:border_crossings_june_2024", "statistic:darien_crossings_2023"],
        ["ABOUT"] =
        [
            "report:afp_lajas_blancas_2024 place:lajas_blancas", "report:cbs_2024_07_01 country:PAN", "report:cbs_2024_07_01 event:mulino_inauguration_2024",
            "report:cbs_2024_07_01 official:mayorkas", "report:cbs_2024_07_01 official:mulino", "report:cbs_2024_07_01 place:darien_gap",
        ],
        ["CONCERNS"] =
        [
            "instrument:darien_trilateral_2023 place:darien_gap", "instrument:darien_trilateral_2024 place:darien_gap",
            "instrument:mexico_enforcement_operation_2024 place:northern_mexico", "instrument:us_panama_mou_2024 place:darien_gap",
        ],
        ["LIES_IN"] = ["place:darien_gap country:COL"],
        // The countries that the sheet names in words only: in what is counted, or in the instrument.
        ["MEASURES"] =
        [
            "statistic:border_crossings_june_2024 country:USA", "statistic:border_crossings_june_2024 instrument:us_proclamation_10773",
            "statistic:darien_crossings_2023 country:PAN", "statistic:mpp_returned country:MEX", "statistic:t42_2022_02 country:USA",
            "statistic:t42_2023_04 country:USA", "statistic:aca_gtm country:GTM", "statistic:chnv_total country:USA", "statistic:chnv_cap country:USA",
            "statistic:ven_cap country:VEN", "statistic:pan_first_flight country:PAN", "statistic:pan_first_flight country:COL",
            "statistic:pan_mou_usd country:PAN", "statistic:pan_mou_usd country:USA", "statistic:pan_2025_deportees country:PAN",
            "statistic:pan_2025_permits country:PAN", "statistic:pan_2025_first country:PAN", "statistic:cri_2025_first country:CRI",
            "statistic:pan_mou_flights country:PAN", "statistic:pan_mou_people country:PAN", "statistic:pan_mou_spent country:PAN",
            "statistic:pan_mou_spent country:USA", "statistic:slv_2025_returned country:SLV", "statistic:slv_2025_returned country:VEN",
            "statistic:slv_2025_ven country:SLV", "statistic:slv_2025_ven country:VEN",
        ],
        ["ORIGINATED_BY"] = ["report:afp_lajas_blancas_2024 outlet:afp"],
        ["PUBLISHED_BY"] = ["report:afp_lajas_blancas_2024 outlet:getty-images"],
        ["REPORTED_IN"] = ["statistic:border_crossings_june_2024 report:cbs_2024_07_01", "statistic:darien_crossings_2023 report:cbs_2024_07_01"],
        ["SIGNED"] = ["official:soto instrument:us_costa_rica_arrangement_2022 country:CRI"],
        ["WRITTEN_BY"] = ["report:afp_lajas_blancas_2024 journalist:martin-bernetti"],
    };

    [SkippableTheory]
    [InlineData("country", "countries")]
    [InlineData("objective", "objectives")]
    [InlineData("place", "places")]
    [InlineData("agency", "agencies")]
    [InlineData("official", "officials")]
    [InlineData("instrument", "instruments")]
    [InlineData("statistic", "statistics")]
    [InlineData("report", "sources")]
    public void Nodes_are_those_of_the_sheet(string prefix, string section) =>
        Compare(prefix, Sheet().Entries(section).Select(e => $"{prefix}:{e.Id}"), s_graph.AllNodes().Select(n => n.Id).Where(id => id.StartsWith(prefix + ":", StringComparison.Ordinal)));

    [SkippableTheory]
    [InlineData("outlet", "publisher", "originator")]
    [InlineData("journalist", "authors")]
    public void Publishers_and_authors_are_those_of_the_reports(string prefix, params string[] fields) =>
        Compare(
            prefix, Sheet().Entries("sources").SelectMany(s => fields.SelectMany(s.Texts)).Select(n => $"{prefix}:{Slug(n)}").Distinct(),
            s_graph.AllNodes().Select(n => n.Id).Where(id => id.StartsWith(prefix + ":", StringComparison.Ordinal)));

    [SkippableTheory]
    [InlineData("PARTY_TO")]
    [InlineData("ISSUED")]
    [InlineData("ACTS_UNDER")]
    [InlineData("BENEFITS")]
    [InlineData("PURSUES")]
    [InlineData("SIGNED")]
    [InlineData("TOOK_PART_IN")]
    [InlineData("IMPLEMENTS")]
    [InlineData("TARGETS_NATIONALS_OF")]
    [InlineData("CONCERNS")]
    [InlineData("SIGNED_AT")]
    [InlineData("RELATES_TO")]
    [InlineData("SERVES")]
    [InlineData("PART_OF")]
    [InlineData("LIES_IN")]
    [InlineData("PUBLISHED_BY")]
    [InlineData("ORIGINATED_BY")]
    [InlineData("WRITTEN_BY")]
    [InlineData("REPUBLISHES")]
    [InlineData("ABOUT")]
    [InlineData("REPORTED_IN")]
    [InlineData("MEASURES")]
    public void Relationships_are_those_of_the_sheet(string type) =>
        Compare(type, FactSheetRelationships.Of(type, Sheet()).Distinct(), s_relationships.Where(r => r.Type.Name == type && !IsPlaceOfFigure(r)).Select(Show));

    [SkippableFact]
    public void Terms_of_office_are_those_of_the_sheet()
    {
        // Those that stand on a page first: of what rests on memory the seed has as much as a report supports.
        var left = s_relationships.Where(r => r.Type.Name == "HOLDS_OFFICE").ToList();
        var missing = new List<string>();
        foreach (var (official, role) in Sheet().Entries("officials").SelectMany(o => o.Entries("roles").Select(r => (o, r))).OrderByDescending(p => p.r.Text("verified")))
            if (left.Find(r => IsTerm(r, official, role)) is { } found)
                left.Remove(found);
            else
                missing.Add($"{official.Id}: {role.Text("title")} {role.Text("start")}/{role.Text("end")}");
        Assert.Empty(missing);
        Assert.Empty(left.Select(r => r.Key));
    }

    [SkippableFact]
    public void Instruments_are_of_the_kind_status_and_dates_of_the_sheet()
    {
        foreach (var entry in Sheet().Entries("instruments"))
        {
            var node = s_graph.FindNode($"instrument:{entry.Id}")!;
            Assert.Equal((entry.Id, entry.Texts("parties").Count >= 2 ? "Agreement" : "Measure"), (entry.Id, node.Type.Name));
            Assert.StartsWith(WithoutRemark(entry.Text("name")!), (string)node.Properties["name"], StringComparison.Ordinal);
            Assert.Equal((entry.Id, Word(entry.Text("kind")!)), (entry.Id, node.Properties["kind"]));
            Assert.Equal((entry.Id, Word(entry.Text("status")!)), (entry.Id, node.Properties["status"]));
            var isFromMemory = entry.Texts("from_memory").Count > 0;
            foreach (var date in new[] { "announced", "signed", "effective", "ended" })
                if (isFromMemory && node.Properties.GetValueOrDefault(date) is var known && known as string != entry.Text(date))
                    Assert.StartsWith((string?)known ?? "", entry.Text(date), StringComparison.Ordinal);
                else
                    Assert.Equal((entry.Id, date, entry.Text(date)), (entry.Id, date, (string?)node.Properties.GetValueOrDefault(date)));
        }
    }

    [SkippableFact]
    public void Figures_have_the_value_and_period_of_the_sheet()
    {
        foreach (var entry in Sheet().Entries("statistics"))
        {
            var values = s_graph.FindNode($"statistic:{entry.Id}")!.Properties;
            var period = entry.Text("period")!.Split('/');
            Assert.Equal(
                (entry.Id, double.Parse(entry.Text("value")!, CultureInfo.InvariantCulture), period[0], period[^1]),
                (entry.Id, values.GetValueOrDefault("value") ?? values["atLeast"], values["from"], values["to"]));
        }
    }

    [SkippableFact]
    public void Reports_are_of_the_kind_and_date_of_the_sheet()
    {
        foreach (var entry in Sheet().Entries("sources"))
        {
            var values = s_graph.FindNode($"report:{entry.Id}")!.Properties;
            Assert.Equal(
                (entry.Id, Word(entry.Text("kind")!), entry.Text("published"), entry.Text("language")),
                (entry.Id, values["kind"], values.GetValueOrDefault("publishedOn"), values.GetValueOrDefault("language")));
        }
    }

    [SkippableFact]
    public void The_article_is_quoted_to_the_letter()
    {
        foreach (var entry in Sheet().Assertions)
        {
            var values = s_graph.FindNode($"claim:{entry.Id}")!.Properties;
            Assert.Equal((entry.Id, entry.Text("quote"), entry.Text("inferred") == "true"), (entry.Id, values["quote"], values["inferred"]));
        }
    }

    private static FactSheet Sheet()
    {
        Skip.If(s_sheet is null, "No shared/facts/facts.yaml stands beside the project");
        return s_sheet!;
    }

    private static void Compare(string what, IEnumerable<string> sheet, IEnumerable<string> seed)
    {
        var expected = sheet.Concat(s_beyondTheSheet.GetValueOrDefault(what) ?? []).Order(StringComparer.Ordinal).ToList();
        var found = seed.Order(StringComparer.Ordinal).ToList();
        string[] gaps = [.. expected.Except(found).Select(e => $"missing: {e}"), .. found.Except(expected).Select(f => $"not in the sheet: {f}")];
        Assert.True(gaps.Length == 0, string.Join('\n', gaps));
        Assert.Equal(expected.Count, found.Count);
    }

    /// <summary>Both ends, and the strength, the kind or the side for which it was signed.</summary>
    private static string Show(RelationshipRecord relationship) => string.Join(' ', new object?[]
    {
        relationship.From, relationship.To, relationship.Properties.GetValueOrDefault("strength"), relationship.Properties.GetValueOrDefault("kind"),
        relationship.Properties.GetValueOrDefault("onBehalfOf"),
    }.Where(part => part is not null));

    /// <summary>The sheet names the place of a figure in words only.</summary>
    private static bool IsPlaceOfFigure(RelationshipRecord relationship) =>
        relationship.Type.Name == "MEASURES" && relationship.To.StartsWith("place:", StringComparison.Ordinal);

    private static bool IsTerm(RelationshipRecord found, Entry official, Entry role) =>
        found.From == $"official:{official.Id}"
        && found.To == (role.Text("body") is { } body ? $"agency:{body}" : $"country:{official.Text("country")}")
        && ((string)found.Properties["title"]).StartsWith(WithoutRemark(role.Text("title")!), StringComparison.Ordinal)
        && (string)found.Properties["capacity"] == Word(role.Text("capacity")!)
        && (role.Text("verified") == "memory" || (found.Since == role.Text("start") && found.Until == role.Text("end")
            && role.Texts("asserted_on").SelectMany(d => Date().Matches(d)).Select(m => m.Value).SequenceEqual((IEnumerable<string>)found.Properties["seenOn"])));

    private static string WithoutRemark(string text) => text.Split(" (")[0];

    private static string Word(string text) => Folding.Fold(text).ToUpperInvariant().Replace(' ', '_');

    private static string Slug(string name) => FactSheetRelationships.Slug(name);

    [GeneratedRegex(@"\d{4}(-\d\d){0,2}")]
    private static partial Regex Date();
}
