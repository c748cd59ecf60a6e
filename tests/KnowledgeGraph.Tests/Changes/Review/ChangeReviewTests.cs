using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Review;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Seeding;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Changes.Review;

/// <summary>Each warning about a valid change, and its place.</summary>
public sealed class ChangeReviewTests
{
    private static readonly GraphModel s_model = TestGraph.Model;
    private static readonly DateOnly s_today = new(2025, 6, 15);

    private const string Rest = """
        countries: { PAN: { name: Panama, iso2: PA, iso3: PAN }, CRI: { name: Costa Rica, iso2: CR, iso3: CRI } }
        officials: { o: { name: O, country: { to: country:PAN, evidence: claim:c }, offices: [{ to: country:PAN, since: 2020, until: 2024-02, evidence: claim:c }] } }
        measures: { n: { name: N, kind: STRATEGY, signed: 2024-02-02, issuers: [{ to: country:PAN, evidence: claim:c }] } }
        outlets: { p: { name: P, kind: OTHER } }
        reports: { r: { title: R, kind: NEWS, publishedOn: 2024-07-01, outlet: outlet:p } }
        claims: { c: { statement: C, report: report:r, about: [official:o, country:PAN] }, e: { statement: E, report: report:r, about: [country:CRI] } }

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
    // Sides of an instrument
    [InlineData("officials:\n  o: { signed: [{ to: instrument:n, onBehalfOf: country:PAN, evidence: claim:c }] }", "")]
    [InlineData("officials:\n  o: { signed: [{ to: instrument:n, onBehalfOf: country:CRI, evidence: claim:c }] }",
        "b.yaml:2:17: official:o SIGNED instrument:n: `onBehalfOf` is country:CRI, which is not among the `issuers` of the instrument. Add it, or correct the id.")]
    [InlineData("countries:\n  CRI: { actsUnder: [{ to: instrument:n, evidence: claim:e }] }",
        "b.yaml:2:22: country:CRI ACTS_UNDER instrument:n: country:CRI is not among the `issuers` of the instrument. Add it, or correct the relationship.")]
    // Signatures and offices
    [InlineData("officials:\n  o: { signed: [{ to: instrument:n, since: 2020-01, evidence: claim:c }] }", "")]
    [InlineData("officials:\n  o: { signed: [{ to: instrument:n, since: 2019, evidence: claim:c }] }",
        "b.yaml:2:17: official:o SIGNED instrument:n: official:o held no known office on the date of the signature, 2019. Add the office, or correct a date.")]
    [InlineData("officials:\n  o:\n    signed: [{ to: instrument:n, since: 2025-06-16, evidence: claim:c }]\n    offices: [{ to: country:PAN, seenOn: [2025-06-15, 2025-06-17], evidence: claim:c }]",
        "b.yaml:3:14: official:o SIGNED instrument:n: `since` should not be after today (2025-06-15), but was 2025-06-16.")]
    // Evidence
    [InlineData("objectives: { g: { name: G, theme: t } }\nmeasures:\n  m: { name: M, kind: STRATEGY, announced: 2024, issuers: [{ to: country:PAN, evidence: claim:c }],\n" +
        "    objectives: [{ to: objective:g, strength: EXPLICIT, evidence: [claim:c, claim:e] }] }",
        "b.yaml:4:18: instrument:m PURSUES objective:g: claim:c is evidence, but is about neither end. Add an end to what the claim is about, or use another claim.\n" +
        "b.yaml:4:18: instrument:m PURSUES objective:g: claim:e is evidence, but is about neither end. Add an end to what the claim is about, or use another claim.")]
    // Two nodes that are probably one
    [InlineData("places:\n  p: { name: Bogotá, kind: CITY, claims: [claim:c] }\n  q: { name: BOGOTA, kind: CITY, claims: [claim:c] }\noutlets: { b: { name: Bogota, kind: OTHER, claims: [claim:c] } }",
        "b.yaml:3:3: place:q: place:p (at b.yaml:2:3) has the same `name`, \"BOGOTA\". Use one node for both, or correct one of them.")]
    [InlineData("reports:\n  s: { title: R, kind: NEWS, outlet: outlet:p, url: \"https://example.org/A\" }\n  t: { title: R, kind: NEWS, outlet: outlet:p, url: \"https://example.org/a\" }",
        "b.yaml:3:3: report:t: report:s (at b.yaml:2:3) has the same `url`, \"https://example.org/a\". Use one node for both, or correct one of them.")]
    // Values
    [InlineData("reports:\n  s: { title: S, kind: NEWS, outlet: outlet:p, language: English }",
        "b.yaml:2:3: report:s: `language` should be a language tag (BCP 47) such as en or pt-BR, but was \"English\".")]
    [InlineData("reports:\n  s: { title: S, kind: NEWS, outlet: outlet:p, publishedOn: 2025-06-16 }",
        "b.yaml:2:3: report:s: `publishedOn` should not be after today (2025-06-15), but was 2025-06-16.")]
    [InlineData("reports:\n  s: { title: S, kind: NEWS, outlet: outlet:p, publishedOn: 2025-06, language: pt-BR }", "")]
    [InlineData("measures:\n  m: { name: M, kind: STRATEGY, signed: 2026, issuers: [{ to: country:PAN, evidence: claim:c }] }",
        "b.yaml:2:3: instrument:m: `signed` should not be after today (2025-06-15), but was 2026.")]
    public void Doubts(string yaml, string doubts)
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Rest);
        folder.Write("b.yaml", yaml);
        var empty = GraphSnapshot.Empty(s_model);
        var changes = Seeder.Propose(SeedReader.Read(s_model, folder.Path)).Resolve(s_model, empty);

        var found = string.Join('\n', ChangeReview.Warnings(s_model, changes, empty, s_today));

        Assert.Equal(doubts, found.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    // A change of a stored graph

    private static readonly GraphSnapshot s_stored = GraphSnapshot.Empty(s_model).Commit(new ChangeSet
    {
        Nodes =
        [
            Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN")),
            Node("Agreement", "instrument:m", ("name", "M"), ("kind", "ARRANGEMENT"), ("signed", "2024-07-01")),
            Node("Official", "official:o", ("name", "O")), Node("Claim", "claim:c", ("statement", "C")),
            Node("Report", "report:r", ("title", "R"), ("kind", "NEWS"), ("url", "https://example.org/r")),
        ],
        Relationships =
        [
            Link("PARTY_TO", "country:PAN", "instrument:m", ["claim:c"]), Link("ACTS_UNDER", "country:PAN", "instrument:m", ["claim:c"]),
            Link("SIGNED", "official:o", "instrument:m", ["claim:c"], properties: ("onBehalfOf", "country:PAN")),
            Link("HOLDS_OFFICE", "official:o", "country:PAN", ["claim:c"], since: "2024-07-01"),
            Link("CLAIMS_ABOUT", "claim:c", "instrument:m"), Link("CLAIMS_ABOUT", "claim:c", "country:PAN"),
        ],
    });

    [Fact]
    public void A_side_that_is_removed_leaves_those_who_act_and_sign_for_it() => AssertCodes(
        new ChangeSet { RemovedRelationships = [Link("PARTY_TO", "country:PAN", "instrument:m")] },
        ChangeWarningCode.TooFew, ChangeWarningCode.ActsWithoutSide, ChangeWarningCode.SignedForNoParty);

    [Fact]
    public void An_office_that_is_removed_leaves_a_signature() => AssertCodes(
        new ChangeSet { RemovedRelationships = [Link("HOLDS_OFFICE", "official:o", "country:PAN", since: "2024-07-01")] }, ChangeWarningCode.SignedWithoutOffice);

    [Fact]
    public void An_earlier_date_leaves_a_signature_without_office() => AssertCodes(
        new ChangeSet { Nodes = [Node("Agreement", "instrument:m", ("name", "M"), ("kind", "ARRANGEMENT"), ("signed", "2024-06-30"))] },
        ChangeWarningCode.TooFew, ChangeWarningCode.SignedWithoutOffice);

    [Fact]
    public void A_claim_that_is_about_less_leaves_relationships() => AssertCodes(
        new ChangeSet { RemovedRelationships = [Link("CLAIMS_ABOUT", "claim:c", "instrument:m")] },
        ChangeWarningCode.TooFew, ChangeWarningCode.TooFew, ChangeWarningCode.UnrelatedEvidence);

    [Fact]
    public void Stored_nodes_count_as_the_first_of_two()
    {
        var changes = new ChangeSet
        {
            Nodes =
            [
                Node("Report", "report:s", ("title", "S"), ("kind", "NEWS"), ("url", "https://example.org/R")), Node("Official", "official:p", ("name", "o")),
                Node("Official", "official:o", ("name", "O"), ("aliases", System.Collections.Immutable.ImmutableArray.Create("Oh"))),
            ],
        };
        Assert.Equal(
            ["official:p: official:o has the same `name`, \"o\". Use one node for both, or correct one of them.",
                "report:s: report:r has the same `url`, \"https://example.org/R\". Use one node for both, or correct one of them."],
            Warnings(changes).Where(w => w.Code is ChangeWarningCode.SameName or ChangeWarningCode.SameValue).Select(w => w.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_term_may_overlap_a_stored_one() => AssertCodes(
        new ChangeSet { Relationships = [Link("HOLDS_OFFICE", "official:o", "country:PAN", ["claim:c"], since: "2025")] }, ChangeWarningCode.OverlappingTerms);

    [Fact]
    public void A_node_that_loses_all_its_relationships_has_no_source() => AssertCodes(
        new ChangeSet { RemovedNodes = ["instrument:m"], RemovedRelationships = [Link("HOLDS_OFFICE", "official:o", "country:PAN", since: "2024-07-01")] },
        ChangeWarningCode.NoSource, ChangeWarningCode.TooFew);

    private static IReadOnlyList<ChangeWarning> Warnings(ChangeSet changes)
    {
        Assert.Empty(ChangeSetValidator.Validate(s_model, changes, s_stored));
        return ChangeReview.Warnings(s_model, changes, s_stored, s_today);
    }

    private static void AssertCodes(ChangeSet changes, params ChangeWarningCode[] codes) =>
        Assert.Equal(codes.Order(), Warnings(changes).Select(w => w.Code).Order());
}
