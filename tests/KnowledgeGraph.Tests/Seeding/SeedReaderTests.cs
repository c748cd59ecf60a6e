using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>Each mistake that a curator can make, and the line that tells of it.</summary>
public sealed class SeedReaderTests
{
    [Theory]
    // Collections and ids
    [InlineData("agreement:\n  x: { name: X }", "a.yaml:1:1: unknown collection agreement found; expected agreements")]
    [InlineData("instruments:\n  x: { name: X }",
        "a.yaml:1:1: unknown collection instruments found; expected one of agreements, measures, countries, officials, agencies, objectives, " +
        "places, events, outlets, journalists, reports, claims, statistics")]
    [InlineData("- a\n- b", "a.yaml:1:1: a list found; expected collections, such as agreements: or claims:")]
    [InlineData("countries: [PAN]", "a.yaml:1:12: countries: a list found; expected ids, each with its fields")]
    [InlineData("countries:\n  PAN:", "a.yaml:2:7: country:PAN: nothing found; expected fields, such as name:")]
    [InlineData("countries:\n  country:PAN: { name: Panama }", "a.yaml:2:3: id country:PAN found; expected PAN, the collection gives the prefix")]
    [InlineData("objectives:\n  a b: { name: X, theme: y }",
        "a.yaml:2:3: id \"objective:a b\" found; expected \"objective:\" and letters, digits, - _ . or :, at most 200 characters")]
    // Properties
    [InlineData("objectives:\n  o:\n    nmae: X\n    theme: y", "a.yaml:3:5: objective:o: unknown field nmae found; expected name")]
    [InlineData("objectives:\n  o: { name: X, theme: y, zzzzzz: 1 }",
        "a.yaml:2:27: objective:o: unknown field zzzzzz found; expected one of name, theme, broader, narrower, instruments, claims, evidence")]
    [InlineData("objectives:\n  o: { name: X }", "a.yaml:2:3: objective:o: no theme found; expected text")]
    [InlineData("objectives:\n  o:\n    name:\n    theme: y", "a.yaml:3:10: objective:o name nothing found; expected text")]
    [InlineData("objectives:\n  o: { name: ~, theme: y }", "a.yaml:2:14: objective:o name nothing found; expected text")]
    [InlineData("objectives:\n  o: { name: '', theme: y }", "a.yaml:2:14: objective:o name \"\" found; expected text")]
    [InlineData("objectives:\n  o: { name: [X], theme: y }", "a.yaml:2:14: objective:o name a list found; expected text")]
    [InlineData("places:\n  p: { name: X, kind: TOWN, aliases: Y }", "a.yaml:2:38: place:p aliases \"Y\" found; expected a list")]
    [InlineData("places:\n  p: { name: X, kind: TOWNE }", "a.yaml:2:23: place:p kind \"TOWNE\" found; expected TOWN")]
    [InlineData("places:\n  p: { name: X, kind: TOWN, latitude: north }", "a.yaml:2:39: place:p latitude \"north\" found; expected a number")]
    [InlineData("events:\n  e: { name: X, on: 2024-13 }", "a.yaml:2:21: event:e on \"2024-13\" found; expected a date such as 2024, 2024-07 or 2024-07-01")]
    [InlineData("claims:\n  c: { statement: X, inferred: yes }", "a.yaml:2:32: claim:c inferred \"yes\" found; expected true or false")]
    [InlineData("reports:\n  r: { title: X, kind: NEWS, url: www.example.org }",
        "a.yaml:2:35: report:r url \"www.example.org\" found; expected an http or https address")]
    // Relationships
    [InlineData("claims:\n  c: { statement: X, about: country:PAN }", "a.yaml:2:29: claim:c: about \"country:PAN\" found; expected a list of ids, or of fields with to:")]
    [InlineData("claims:\n  c: { statement: X, report: [a, b] }", "a.yaml:2:30: claim:c: report a list found; expected one id, or one set of fields with to:")]
    [InlineData("claims:\n  c: { statement: X, about: [{ of: country:PAN }] }", "a.yaml:2:30: claim:c: about without to: found; expected the id of the other end")]
    [InlineData("claims:\n  c: { statement: X, about: [{ to: [a] }] }", "a.yaml:2:36: claim:c: about a list found; expected the id of the other end")]
    [InlineData("claims:\n  c: { statement: X, about: [claim:c] }",
        "a.yaml:2:30: claim:c CLAIMS_ABOUT claim:c: Claim to Claim found; expected Claim to Agency or Claim to Agreement or Claim to Country or " +
        "Claim to Event or Claim to Journalist or Claim to Measure")]
    [InlineData("claims:\n  first: { statement: X, about: [claim:frist] }\nobjectives:\n  goal: { name: X, theme: y, broader: [{ to: objective:gaol, evidence: claim:first }] }",
        "a.yaml:2:34: claim:first CLAIMS_ABOUT claim:frist: unknown node claim:frist found; expected claim:first\n" +
        "a.yaml:4:40: objective:goal SERVES_OBJECTIVE objective:gaol: unknown node objective:gaol found; expected objective:goal")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\n  p:\n    name: X\n    theme: y\n    broader: [objective:o]",
        "a.yaml:6:15: objective:p SERVES_OBJECTIVE objective:o: no evidence found; expected at least one claim")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\n  p:\n    name: X\n    theme: y\n    broader: [{ to: objective:o, evidence: claim:no }]",
        "a.yaml:6:15: objective:p SERVES_OBJECTIVE objective:o: evidence claim:no found; expected a claim of the graph")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\nclaims:\n  c: { statement: X, about: [{ to: objective:o, sinec: 2024 }] }",
        "a.yaml:4:49: claim:c: about: unknown field sinec found; expected since")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\nclaims:\n  c: { statement: X, about: [{ to: objective:o, since: July }] }",
        "a.yaml:4:30: claim:c CLAIMS_ABOUT objective:o: since \"July\" found; expected a date such as 2024, 2024-07 or 2024-07-01")]
    [InlineData("objectives:\n  o: { name: X, theme: y, evidence: claim:c }\nclaims:\n  c: { statement: X }",
        "a.yaml:2:37: objective:o: evidence found that no relationship needs; expected one without evidence of its own, or none here")]
    // YAML
    [InlineData("objectives:\n  o: { name: X, theme: y, name: Z }", "a.yaml:2:27: key name found twice; expected once (first at a.yaml:2:8)")]
    [InlineData("objectives:\n  o:\n    name: &n X\n    theme: *n", "a.yaml:4:12: alias *n found; expected the value itself")]
    [InlineData("objectives:\n  ? [a]\n  : { name: X }", "a.yaml:2:5: a list found as a key; expected text")]
    [InlineData("objectives:\n  o: { name: X", "a.yaml:3:1: a mistake in the YAML found: While parsing a flow mapping, did not find expected ',' or '}'")]
    public void A_mistake_is_told_with_its_place(string yaml, string expected) => Assert.Equal(expected, Errors(("a.yaml", yaml)));

    [Fact]
    public void All_mistakes_of_all_files_are_told_in_order() => Assert.Equal(
        """
        a.yaml:1:1: unknown collection claim found; expected claims
        b.yaml:2:3: objective:o: no theme found; expected text
        b.yaml:4:8: event:e: unknown field nme found; expected name
        """,
        Errors(("b.yaml", "objectives:\n  o: { name: X }\nevents:\n  e: { nme: X }"), ("a.yaml", "claim: {}")));

    [Fact]
    public void Two_values_for_one_property_name_both_places() => Assert.Equal(
        "b.yaml:2:15: objective:o: theme \"z\" found; expected \"y\", as at a.yaml:2:24",
        Errors(("a.yaml", "objectives:\n  o: { name: X, theme: y }"), ("b.yaml", "objectives:\n  o: { theme: z }")));

    [Fact]
    public void One_id_has_one_type() => Assert.Equal(
        "b.yaml:2:3: instrument:x found in measures; expected it in agreements only (first at a.yaml:2:3)",
        Errors(("a.yaml", "agreements:\n  x: { name: X, kind: STRATEGY }"), ("b.yaml", "measures:\n  x: { name: X }")));

    [Fact]
    public void A_relationship_told_differently_from_its_other_end_is_a_mistake() => Assert.Equal(
        "b.yaml:2:22: instrument:x PURSUES objective:o: strength \"IMPLIED\" found; expected \"EXPLICIT\", as at a.yaml:2:46",
        Errors(
            ("a.yaml", "agreements:\n  x: { name: X, kind: STRATEGY, objectives: [{ to: objective:o, strength: EXPLICIT, evidence: claim:c }] }"),
            ("b.yaml", "objectives:\n  o: { instruments: [{ to: instrument:x, strength: IMPLIED, evidence: claim:c }] }"),
            ("c.yaml", "objectives: { o: { name: X, theme: y } }\nclaims: { c: { statement: X } }")));

    [Fact]
    public void Bytes_that_are_not_UTF8_have_a_place()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.yaml"), [.. "objectives:\n  o"u8, 0xE9, .. ": {}"u8]);
        Assert.Equal("a.yaml:2:4: bytes that are not UTF-8 found; expected UTF-8", Errors(folder));
    }

    [Fact]
    public void A_deep_file_is_refused_not_followed() => Assert.Equal(
        "a.yaml:1:34: a mistake in the YAML found: nesting deeper than 32", Errors(("a.yaml", new string('[', 100_000))));

    [Fact]
    public void The_other_ending_of_YAML_is_not_passed_over() =>
        Assert.Equal("b.yml:1:1: the ending .yml found; expected .yaml", Errors(("a.yaml", ""), ("b.yml", "claims: {}")));

    [Fact]
    public void Scalars_are_text_whatever_they_look_like()
    {
        var seed = Read(("a.yaml", """
            countries:
              NOR: { name: NO, iso2: "NO", iso3: 1e3, aliases: [true, 2024-07-01, 0x10] }
            """));
        Assert.Empty(seed.Errors);
        var properties = Assert.Single(seed.Nodes).Properties;
        Assert.Equal("NO", properties["name"]);
        Assert.Equal("1e3", properties["iso3"]);
        Assert.Equal(["true", "2024-07-01", "0x10"], (IEnumerable<string>)properties["aliases"]);
    }

    [Fact]
    public void Files_and_ends_are_brought_together()
    {
        var seed = Read(
            ("a.yaml", "objectives:\n  o: { name: X, broader: [{ to: objective:p, evidence: claim:c }] }"),
            ("b/b.yaml", "objectives:\n  o: { name: X, theme: y }\n  p: { name: P, theme: y, narrower: [{ to: objective:o, until: 2025, evidence: [claim:d, claim:c] }] }"),
            ("c.yaml", "claims: { c: { statement: C }, d: { statement: D } }"));
        Assert.Empty(Seeder.Check(seed, TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)).RemovedNodes);
        Assert.Equal(4, seed.Nodes.Length);
        var relationship = Assert.Single(seed.Relationships);
        Assert.Equal("SERVES_OBJECTIVE objective:o objective:p", relationship.Key);
        Assert.Equal("claim:c, claim:d", string.Join(", ", relationship.Claims));
        Assert.Equal("2025", relationship.Until);
    }

    [Fact]
    public void Evidence_of_the_node_stands_behind_relationships_without_their_own()
    {
        var seed = Read(("a.yaml", """
            objectives:
              o: { name: X, theme: y }
              p:
                name: P
                theme: y
                broader: [objective:o]
                narrower: [{ to: objective:o, evidence: claim:d }]
                claims: [claim:c]
                evidence: claim:c
            """));
        Assert.Empty(seed.Errors);
        Assert.Equal(
            ["SERVES_OBJECTIVE objective:p objective:o ← claim:c", "SERVES_OBJECTIVE objective:o objective:p ← claim:d", "CLAIMS_ABOUT claim:c objective:p ← "],
            seed.Relationships.Select(r => $"{r.Key} ← {string.Join(", ", r.Claims)}"));
    }

    internal static Seed Read(params (string Name, string Yaml)[] files)
    {
        using var folder = new TempFolder();
        foreach (var (name, yaml) in files)
            folder.Write(name, yaml);
        return SeedReader.Read(TestGraph.Model, folder.Path);
    }

    private static string Errors(params (string Name, string Yaml)[] files)
    {
        using var folder = new TempFolder();
        foreach (var (name, yaml) in files)
            folder.Write(name, yaml);
        return Errors(folder);
    }

    private static string Errors(TempFolder folder)
    {
        var seed = SeedReader.Read(TestGraph.Model, folder.Path);
        var refused = Assert.Throws<ChangeRefusedException>(() => Seeder.Check(seed, TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)));
        return string.Join('\n', refused.Errors).Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }
}
