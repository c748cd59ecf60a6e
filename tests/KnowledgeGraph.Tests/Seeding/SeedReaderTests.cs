using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>Each mistake that a curator can make, and the line that tells of it.</summary>
public sealed class SeedReaderTests
{
    [Theory]
    // Collections and ids
    [InlineData("agreement:\n  x: { name: X }", "a.yaml:1:1: The collection `agreement` is unknown. Did you mean `agreements`?")]
    [InlineData("instruments:\n  x: { name: X }",
        "a.yaml:1:1: The collection `instruments` is unknown. Use one of countries, officials, agencies, agreements, measures, objectives, " +
        "places, events, outlets, journalists, reports, claims, statistics.")]
    [InlineData("- a\n- b", "a.yaml:1:1: The document must hold collections, such as `agreements:` or `claims:`, but was a list.")]
    [InlineData("countries: [PAN]", "a.yaml:1:12: countries: The collection must hold ids, each with its fields, but was a list.")]
    [InlineData("countries:\n  PAN:", "a.yaml:2:7: country:PAN: The node must have fields, such as `name:`, but was empty.")]
    [InlineData("countries:\n  country:PAN: { name: Panama }", "a.yaml:2:3: The id `country:PAN` must be written `PAN`. The collection adds the prefix.")]
    [InlineData("objectives:\n  a b: { name: X, theme: y }",
        "a.yaml:2:3: The id must be \"objective:\" followed by letters, digits, - _ . or :, at most 200 characters in all, but was \"objective:a b\".")]
    // Properties
    [InlineData("objectives:\n  o:\n    nmae: X\n    theme: y", "a.yaml:3:5: objective:o: The field `nmae` is unknown. Did you mean `name`?")]
    [InlineData("objectives:\n  o: { name: X, theme: y, zzzzzz: 1 }",
        "a.yaml:2:27: objective:o: The field `zzzzzz` is unknown. Use one of name, theme, broader, narrower, instruments, claims, evidence, mergedInto.")]
    [InlineData("objectives:\n  o: { name: X }", "a.yaml:2:3: objective:o: `theme` is missing. It must be text.")]
    [InlineData("objectives:\n  o:\n    name:\n    theme: y", "a.yaml:3:10: objective:o: `name` must be text, but was empty.")]
    [InlineData("objectives:\n  o: { name: ~, theme: y }", "a.yaml:2:14: objective:o: `name` must be text, but was empty.")]
    [InlineData("objectives:\n  o: { name: '', theme: y }", "a.yaml:2:14: objective:o: `name` must be text, but was \"\".")]
    [InlineData("objectives:\n  o: { name: [X], theme: y }", "a.yaml:2:14: objective:o: `name` must be text, but was a list.")]
    [InlineData("places:\n  p: { name: X, kind: TOWN, aliases: Y }", "a.yaml:2:38: place:p: `aliases` must be a list, but was \"Y\".")]
    [InlineData("places:\n  p: { name: X, kind: TOWNE }", "a.yaml:2:23: place:p: `kind` has the unknown value \"TOWNE\". Did you mean `TOWN`?")]
    [InlineData("places:\n  p: { name: X, kind: TOWN, latitude: north }", "a.yaml:2:39: place:p: `latitude` must be a number from -90 to 90, but was \"north\".")]
    [InlineData("events:\n  e: { name: X, on: 2024-13 }", "a.yaml:2:21: event:e: `on` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"2024-13\".")]
    [InlineData("claims:\n  c: { statement: X, inferred: yes }", "a.yaml:2:32: claim:c: `inferred` must be true or false, but was \"yes\".")]
    [InlineData("reports:\n  r: { title: X, kind: NEWS, url: www.example.org }",
        "a.yaml:2:35: report:r: `url` must be an http or https address, but was \"www.example.org\".")]
    // Relationships
    [InlineData("claims:\n  c: { statement: X, about: country:PAN }", "a.yaml:2:29: claim:c: `about` must be a list of ids, or of sets of fields with `to:`, but was \"country:PAN\".")]
    [InlineData("claims:\n  c: { statement: X, report: [a, b] }", "a.yaml:2:30: claim:c: `report` must be one id, or one set of fields with `to:`, but was a list.")]
    [InlineData("claims:\n  c: { statement: X, about: [{ of: country:PAN }] }", "a.yaml:2:30: claim:c: `about` has no `to:`. Add the id of the other end.")]
    [InlineData("claims:\n  c: { statement: X, about: [{ to: [a] }] }", "a.yaml:2:36: claim:c: `about` must name the id of the other end, but was a list.")]
    [InlineData("claims:\n  c: { statement: X, about: [claim:c] }",
        "a.yaml:2:30: claim:c CLAIMS_ABOUT claim:c: The relationship must lead from Claim to Agency or Claim to Agreement or Claim to Country or " +
        "Claim to Event or Claim to Journalist or Claim to Measure, but leads from Claim to Claim.")]
    [InlineData("claims:\n  first: { statement: X, about: [claim:frist] }\nobjectives:\n  goal: { name: X, theme: y, broader: [{ to: objective:gaol, evidence: claim:first }] }",
        "a.yaml:2:34: claim:first CLAIMS_ABOUT claim:frist: The node claim:frist does not exist. Did you mean claim:first?\n" +
        "a.yaml:4:40: objective:goal SERVES_OBJECTIVE objective:gaol: The node objective:gaol does not exist. Did you mean objective:goal?")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\n  p:\n    name: X\n    theme: y\n    broader: [objective:o]",
        "a.yaml:6:15: objective:p SERVES_OBJECTIVE objective:o: The relationship has no evidence. Name at least one claim.")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\n  p:\n    name: X\n    theme: y\n    broader: [{ to: objective:o, evidence: claim:no }]",
        "a.yaml:6:15: objective:p SERVES_OBJECTIVE objective:o: The evidence must be a claim of the graph, but was claim:no.")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\nclaims:\n  c: { statement: X, about: [{ to: objective:o, sinec: 2024 }] }",
        "a.yaml:4:49: claim:c: about: The field `sinec` is unknown. Did you mean `since`?")]
    [InlineData("objectives:\n  o: { name: X, theme: y }\nclaims:\n  c: { statement: X, about: [{ to: objective:o, since: July }] }",
        "a.yaml:4:30: claim:c CLAIMS_ABOUT objective:o: `since` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"July\".")]
    [InlineData("objectives:\n  o: { name: X, theme: y, evidence: claim:c }\nclaims:\n  c: { statement: X }",
        "a.yaml:2:37: objective:o: No relationship needs this evidence. Remove it, or add a relationship without evidence of its own.")]
    // YAML
    [InlineData("objectives:\n  o: { name: X, theme: y, name: Z }", "a.yaml:2:27: The key `name` appears twice (first at a.yaml:2:8). Give it once.")]
    [InlineData("objectives:\n  o:\n    name: &n X\n    theme: *n", "a.yaml:4:12: The alias `*n` is not supported. Write the value itself.")]
    [InlineData("objectives:\n  ? [a]\n  : { name: X }", "a.yaml:2:5: A key must be text, but was a list.")]
    [InlineData("objectives:\n  o: { name: X", "a.yaml:3:1: The YAML is invalid: While parsing a flow mapping, did not find expected ',' or '}'.")]
    [InlineData("places:\n  a: { mergedInto: place:b, name: X }", "a.yaml:2:20: place:a: The node must have `mergedInto` alone, but it also has other fields.")]
    [InlineData("places:\n  a: { mergedInto: [place:b] }", "a.yaml:2:20: place:a: `mergedInto` must be the id of the node that it became, but was a list.")]
    [InlineData("places:\n  a: { mergedInto: place:b }", "a.yaml:2:20: place:a: The node place:b, into which it was merged, does not exist. Use a node of the graph.")]
    [InlineData("places:\n  a: { mergedInto: place:b }\n  b: { mergedInto: place:a }", "a.yaml:2:20: place:a: The node place:b, into which it was merged, does not exist. Use a node of the graph.\na.yaml:3:20: place:b: The node place:a, into which it was merged, does not exist. Use a node of the graph.")]
    [InlineData("places:\n  a: { mergedInto: country:PAN }\ncountries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }", "a.yaml:2:20: place:a: A node can only be merged into one with the same prefix, but `mergedInto` was country:PAN.")]
    [InlineData("places:\n  a: { name: A, kind: TOWN, latitude: 91, longitude: -180.5 }", "a.yaml:2:39: place:a: `latitude` must be a number from -90 to 90, but was \"91\".\na.yaml:2:54: place:a: `longitude` must be a number from -180 to 180, but was \"-180.5\".")]
    [InlineData("statistics:\n  s: { measure: M, from: 2024-05, to: 2023 }", "a.yaml:2:3: statistic:s: `to` must not be before `from` (2024-05), but was 2023.")]
    public void A_mistake_is_told_with_its_place(string yaml, string expected) => Assert.Equal(expected, Errors(("a.yaml", yaml)));

    [Fact]
    public void All_mistakes_of_all_files_are_told_in_order() => Assert.Equal(
        """
        a.yaml:1:1: The collection `claim` is unknown. Did you mean `claims`?
        b.yaml:2:3: objective:o: `theme` is missing. It must be text.
        b.yaml:4:8: event:e: The field `nme` is unknown. Did you mean `name`?
        """,
        Errors(("b.yaml", "objectives:\n  o: { name: X }\nevents:\n  e: { nme: X }"), ("a.yaml", "claim: {}")));

    [Fact]
    public void Two_values_for_one_property_name_both_places() => Assert.Equal(
        "b.yaml:2:15: objective:o: `theme` must be \"y\", as at a.yaml:2:24, but was \"z\".",
        Errors(("a.yaml", "objectives:\n  o: { name: X, theme: y }"), ("b.yaml", "objectives:\n  o: { theme: z }")));

    [Fact]
    public void One_id_has_one_type() => Assert.Equal(
        "b.yaml:2:3: instrument:x: The node must be in one collection, but is in `measures` and `agreements` (first at a.yaml:2:3).",
        Errors(("a.yaml", "agreements:\n  x: { name: X, kind: STRATEGY }"), ("b.yaml", "measures:\n  x: { name: X }")));

    [Fact]
    public void A_relationship_told_differently_from_its_other_end_is_a_mistake() => Assert.Equal(
        "b.yaml:2:22: instrument:x PURSUES objective:o: `strength` must be \"EXPLICIT\", as at a.yaml:2:46, but was \"IMPLIED\".",
        Errors(
            ("a.yaml", "agreements:\n  x: { name: X, kind: STRATEGY, objectives: [{ to: objective:o, strength: EXPLICIT, evidence: claim:c }] }"),
            ("b.yaml", "objectives:\n  o: { instruments: [{ to: instrument:x, strength: IMPLIED, evidence: claim:c }] }"),
            ("c.yaml", "objectives: { o: { name: X, theme: y } }\nclaims: { c: { statement: X } }")));

    [Fact]
    public void Bytes_that_are_not_UTF8_have_a_place()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.yaml"), [.. "objectives:\n  o"u8, 0xE9, .. ": {}"u8]);
        Assert.Equal("a.yaml:2:4: The bytes are not UTF-8. Save the file as UTF-8.", Errors(folder));
    }

    [Fact]
    public void A_deep_file_is_refused_not_followed() => Assert.Equal(
        "a.yaml:1:34: The YAML is invalid: The nesting is deeper than 32 levels.", Errors(("a.yaml", new string('[', 100_000))));

    [Fact]
    public void The_other_ending_of_YAML_is_not_passed_over() =>
        Assert.Equal("b.yml:1:1: The file name must end with .yaml, but ends with .yml.", Errors(("a.yaml", ""), ("b.yml", "claims: {}")));

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
        Assert.Empty(Seeder.Propose(seed).Resolve(TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)).RemovedNodes);
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
        var refused = Assert.Throws<ChangeRefusedException>(() => Seeder.Propose(seed).Resolve(TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)));
        return string.Join('\n', refused.Errors).Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }
}
