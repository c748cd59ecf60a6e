using KnowledgeGraph.Graph;
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
        "b.yaml:2:3: instrument:m: status ENDED found without ended; expected the date")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, signed: 2024-02-02, ended: 2024-02-01, status: ENDED, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: ended 2024-02-01 found, before signed 2024-02-02; expected it after")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, signed: 2024-02-02, ended: 2024-02, status: ENDED, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }", "")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, announced: 2024, ended: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: ended 2025 found beside status UNKNOWN; expected one that is over")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, announced: 2024, ended: 2026, status: IN_FORCE, statusAsOf: 2025, issuers: [{ to: country:PAN, evidence: claim:c }] }", "")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, status: IN_FORCE }",
        "b.yaml:2:3: instrument:m: no effective, signed, announced found; expected one of them\n" +
        "b.yaml:2:3: instrument:m: status IN_FORCE found without statusAsOf; expected the date for which it is known\n" +
        "b.yaml:2:3: instrument:m: issuers: 0 found; expected at least 1\n" +
        "b.yaml:2:3: instrument:m: no source found; expected a claim about it, or a relationship with one")]
    [InlineData("agreements:\n  a: { name: A, kind: STRATEGY, announced: 2024, parties: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:a: parties: 1 found; expected at least 2")]
    // Reports, claims, figures
    [InlineData("claims:\n  d: { statement: D }", "b.yaml:2:3: claim:d: report: 0 found; expected at least 1\nb.yaml:2:3: claim:d: about: 0 found; expected at least 1")]
    [InlineData("statistics:\n  s: { measure: S, value: 1, from: 2024, to: 2024 }", "b.yaml:2:3: statistic:s: report: 0 found; expected at least 1")]
    [InlineData("reports:\n  s: { title: S, kind: REPOST, publishedOn: 2024-06-30, republishes: report:r }",
        "b.yaml:2:3: report:s: outlet: 0 found; expected at least 1\n" +
        "b.yaml:2:70: report:s: publishedOn 2024-06-30 found, before 2024-07-01 of report:r, which it copies; expected it after")]
    [InlineData("reports:\n  s: { title: S, kind: REPOST, publishedOn: 2024, republishes: report:r, outlet: outlet:p }", "")]
    [InlineData("objectives:\n  g: { name: G, theme: t }", "b.yaml:2:3: objective:g: no source found; expected a claim about it, or a relationship with one")]
    // Terms of office
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022-05, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, since: 2022-04, evidence: claim:c }",
        "b.yaml:5:9: official:o HOLDS_OFFICE country:PAN: 2022-04/.. found beside 2019/2022-05 (at b.yaml:4:9); expected one after the other")]
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, since: 2022-04, evidence: claim:c }\n      - { to: country:PAN, title: U, since: 2019, evidence: claim:c }", "")]
    [InlineData("officials:\n  o:\n    offices:\n      - { to: country:PAN, title: T, since: 2019, until: 2022, evidence: claim:c }\n" +
        "      - { to: country:PAN, title: T, seenOn: [2021-03, 2023], evidence: claim:c }",
        "b.yaml:5:9: official:o HOLDS_OFFICE country:PAN: 2021-03/2023 found beside 2019/2022 (at b.yaml:4:9); expected one after the other")]
    public void Doubts(string yaml, string doubts)
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Rest);
        folder.Write("b.yaml", yaml);
        var seed = SeedReader.Read(TestGraph.Model, folder.Path);
        Seeder.Check(seed, GraphSnapshot.Empty(TestGraph.Model));

        var found = string.Join('\n', SeedReview.Doubts(seed, TestGraph.Model.Evidence));

        Assert.Equal(doubts, found.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }
}
