using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>Each thing that a curator should look at though it breaks no rule, and the line that tells of it.</summary>
public sealed class SeedReviewTests
{
    private const string Rest = """
        countries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }
        officials: { o: { name: O, country: { to: country:PAN, evidence: claim:c } } }
        outlets: { p: { name: P, kind: OTHER } }
        reports: { r: { title: R, kind: NEWS, publishedOn: 2024-07-01, outlet: outlet:p } }
        claims: { c: { statement: C, report: report:r, about: [official:o] } }

        """;

    [Theory]
    [InlineData("officials: { o: { aliases: [Oh] } }", "")]
    // Instruments
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, announced: 2024, status: ENDED, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: `status` is ENDED, but `ended` is missing. Add the date.")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, signed: 2024-02-02, ended: 2024-02-01, status: ENDED, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: `ended` must not be before `signed` (2024-02-02), but was 2024-02-01.")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, signed: 2024-02-02, ended: 2024-02, status: ENDED, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }", "")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, announced: 2024, ended: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: `ended` is 2025, but `status` is UNKNOWN. Use a status that means the end.")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, announced: 2024, ended: 2026, status: IN_FORCE, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }", "")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, status: IN_FORCE }",
        "b.yaml:2:3: instrument:m: The node has no start date. Add one of effective, signed, announced.\n" +
        "b.yaml:2:3: instrument:m: `status` is IN_FORCE, but `statusAsOf` is missing. Add the date for which the status is known.\n" +
        "b.yaml:2:3: instrument:m: `issuers` must have at least 1, but has 0.\n" +
        "b.yaml:2:3: instrument:m: The node has no source. Add a claim about it, or a relationship with a claim.")]
    [InlineData("agreements:\n  a: { name: A, kind: STRATEGY, announced: 2024, parties: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:a: `parties` must have at least 2, but has 1.")]
    // Reports, claims, figures
    [InlineData("claims:\n  d: { statement: D }", "b.yaml:2:3: claim:d: `report` must have at least 1, but has 0.\nb.yaml:2:3: claim:d: `about` must have at least 1, but has 0.")]
    [InlineData("statistics:\n  s: { measure: S, value: 1, from: 2024, to: 2024 }", "b.yaml:2:3: statistic:s: `report` must have at least 1, but has 0.")]
    [InlineData("reports:\n  s: { title: S, kind: REPOST, publishedOn: 2024-06-30, republishes: report:r }",
        "b.yaml:2:3: report:s: `outlet` must have at least 1, but has 0.\n" +
        "b.yaml:2:70: report:s: `publishedOn` must not be before that of report:r (2024-07-01), which the report copies, but was 2024-06-30.")]
    [InlineData("reports:\n  s: { title: S, kind: REPOST, publishedOn: 2024, republishes: report:r, outlet: outlet:p }", "")]
    [InlineData("objectives:\n  g: { name: G, theme: t }", "b.yaml:2:3: objective:g: The node has no source. Add a claim about it, or a relationship with a claim.")]
    // Terms of office
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022-05, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, since: 2022-04, evidence: claim:c }",
        "b.yaml:5:9: official:o HOLDS_OFFICE country:PAN: The term 2022-04/.. overlaps 2019/2022-05 (at b.yaml:4:9). Correct one of them.")]
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, since: 2022-04, evidence: claim:c }\n      - { to: country:PAN, title: U, since: 2019, evidence: claim:c }", "")]
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, seenOn: [2021-03, 2023], evidence: claim:c }",
        "b.yaml:5:9: official:o HOLDS_OFFICE country:PAN: The term 2021-03/2023 overlaps 2019/2022 (at b.yaml:4:9). Correct one of them.")]
    public void Doubts(string yaml, string doubts)
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Rest);
        folder.Write("b.yaml", yaml);
        var seed = SeedReader.Read(TestGraph.Model, folder.Path);
        Seeder.Propose(seed).Resolve(TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model));

        var found = string.Join('\n', SeedReview.Warnings(seed, TestGraph.Model.Evidence));

        Assert.Equal(doubts, found.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }
}
