using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Checking;

/// <summary>A way to damage the graph of the article by Cypher.</summary>
/// <param name="Cypher">Damages the graph; several statements are separated by semicolons.</param>
/// <param name="Kind">The finding of a check.</param>
/// <param name="Says">A part of its message.</param>
/// <param name="Correct">What a person must do before a repair can mend it; null if a repair can mend it alone.</param>
/// <param name="After">What is done after a repair has mended it, because that adds to the graph; null for nothing.</param>
internal sealed record Damage(string Cypher, FindingKind Kind, string Says, string? Correct = null, string? After = null)
{
    private static string Node(string id, string change) => $"MATCH (n {{id: '{id}'}}) {change}";

    private static string Link(string from, string type, string to, string change) => $"MATCH ({{id: '{from}'}})-[r:{type}]->({{id: '{to}'}}) {change}";

    public static IReadOnlyList<Damage> All { get; } =
    [
        // Labels
        new(Node("statistic:border_crossings_june_2024", "REMOVE n:Entity"), FindingKind.Entity, "Statistic statistic:border_crossings_june_2024: The label Entity is missing."),
        new(Node("country:ECU", "REMOVE n:Actor"), FindingKind.InterfaceMissing, "Country country:ECU: The label Actor is missing."),
        new(Node("place:washington_dc", "REMOVE n:Place"), FindingKind.TypeMissing, "place:washington_dc: The label of its type is missing. It becomes Place."),
        new(Node("instrument:ecuador_china_visa_2024", "REMOVE n:Measure"), FindingKind.TypeMissing, "instrument:ecuador_china_visa_2024: The label of its type is missing. Add one of", Node("instrument:ecuador_china_visa_2024", "SET n:Measure")),
        new(Node("place:northern_mexico", "SET n:Event"), FindingKind.TwoTypes, "The node must have one type, but has", Node("place:northern_mexico", "REMOVE n:Event")),
        new(Node("place:western_hemisphere", "SET n:Actor"), FindingKind.WrongLabel, "A Place must not have the label Actor.", Node("place:western_hemisphere", "REMOVE n:Actor")),

        // Ids
        new(Node("official:biden", "REMOVE n.id"), FindingKind.IdMissing, "`id` is missing. It becomes official:biden."),
        new(Node("country:MEX", "REMOVE n.id, n._order"), FindingKind.IdMissing, "`id` is missing. It becomes country:MEX."),
        new(Node("objective:close_darien", "SET n.id = 'aim:close_darien'"), FindingKind.IdInvalid, "The id must be \"objective:\"", Node("aim:close_darien", "SET n.id = 'objective:close_darien'")),
        new("DROP CONSTRAINT Entity_id; CREATE (:Objective:Entity {id: 'objective:regional_response', name: 'Copy', theme: 'x'})", FindingKind.IdDoubled, "Another node has the same id",
            "MATCH (n:Objective {name: 'Copy'}) DETACH DELETE n"),
        new("CREATE (:Objective {name: 'Stop boats', theme: 'sea'})", FindingKind.IdMissing, "`id` is missing. It becomes objective:stop-boats.", null, "MATCH (n:Objective {name: 'Stop boats'}) DETACH DELETE n"),

        // Values of nodes
        new(Node("country:USA", "REMOVE n.iso2, n._iso2"), FindingKind.ValueMissing, "Country country:USA: `iso2` is missing. The history has \"US\"."),
        new(Node("instrument:us_proclamation_10773", "REMOVE n.status"), FindingKind.ValueMissing, "`status` is missing. The history has \"UNKNOWN\"."),
        new(Node("event:mulino_inauguration_2024", "SET n.on = date('2024-07-01')"), FindingKind.ValueInvalid, "`on` must be a date such as 2024, 2024-07 or 2024-07-01, but was DATE (\"2024-07-01\").", Node("event:mulino_inauguration_2024", "SET n.on = '2024-07-01'")),
        new(Node("agency:us_state", "SET n.kind = 'CLUB'"), FindingKind.ValueInvalid, "agency:us_state: `kind` must be one of", Node("agency:us_state", "SET n.kind = 'MINISTRY'")),
        new(Node("outlet:cbs-news", "SET n.aliases = 'CBS'"), FindingKind.ValueInvalid, "`aliases` must be a list of text, but was STRING (\"CBS\").", Node("outlet:cbs-news", "SET n.aliases = ['CBS']")),
        new(Node("report:cbs_2023_11", "SET n.publishedOn = 'Nov 2023'"), FindingKind.ValueInvalid, "report:cbs_2023_11: `publishedOn` must be a date", Node("report:cbs_2023_11", "SET n.publishedOn = '2023-11'")),
        new(Node("country:PAN", "SET n.iso3 = 'CHN'"), FindingKind.NotUnique, "`iso3` must be unique, but another Country has the same.", Node("country:PAN", "SET n.iso3 = 'PAN'")),
        new(Node("journalist:martin-bernetti", "SET n.name = 'Martin B.'"), FindingKind.History, "`name` was \"Martin Bernetti\" in the history and is \"Martin B.\"", null, Node("journalist:martin-bernetti", "SET n.name = 'Martin Bernetti'")),
        new(Node("place:darien_gap", "REMOVE n.recordedAt"), FindingKind.RecordedAt, "place:darien_gap: `recordedAt` is missing."),
        new(Node("place:darien_province", "SET n.recordedAt = '2024'"), FindingKind.RecordedAt, "`recordedAt` must be a point in time (ZONED DATETIME), but was STRING (\"2024\").", Node("place:darien_province", "SET n.recordedAt = datetime('2024-07-02T12:00:00Z')")),
        new(Node("place:lajas_blancas", "REMOVE n._revision"), FindingKind.Revision, "place:lajas_blancas: `_revision` must be 1, but is missing."),

        // Computed values of nodes
        new(Node("official:mulino", "REMOVE n._name"), FindingKind.Computed, "official:mulino: `_name` must be \"jose raul mulino\", but is missing."),
        new(Node("official:mayorkas", "SET n._words = 'x'"), FindingKind.Computed, "official:mayorkas: `_words` must be"),
        new(Node("outlet:afp", "REMOVE n._nameWords"), FindingKind.Computed, "outlet:afp: `_nameWords` must be \" afp \", but is missing."),
        new(Node("outlet:getty-images", "REMOVE n._order"), FindingKind.Computed, "outlet:getty-images: `_order` must be"),
        new(Node("instrument:us_panama_mou_2024", "REMOVE n._start"), FindingKind.Computed, "instrument:us_panama_mou_2024: `_start` must be"),
        new(Node("instrument:mexico_enforcement_operation_2024", "SET n._end = '1999'"), FindingKind.Computed, "instrument:mexico_enforcement_operation_2024: `_end` must be"),
        new(Node("agency:us_dhs", "SET n._aliases = []"), FindingKind.Computed, "agency:us_dhs: `_aliases` must be"),

        // Relationships
        new(Link("journalist:camilo-montoya-galvez", "WORKS_FOR", "outlet:cbs-news", "REMOVE r._out"), FindingKind.Computed, "journalist:camilo-montoya-galvez WORKS_FOR outlet:cbs-news: `_out` must be"),
        new(Link("official:mulino", "SERVES", "country:PAN", "SET r._in = 'x'"), FindingKind.Computed, "official:mulino SERVES country:PAN: `_in` must be"),
        new(Link("official:mayorkas", "HOLDS_OFFICE", "agency:us_dhs", "REMOVE r._tie"), FindingKind.Computed, "official:mayorkas HOLDS_OFFICE agency:us_dhs: `_tie` must be"),
        new(Link("country:PAN", "PARTY_TO", "instrument:us_panama_mou_2024", "REMOVE r._key"), FindingKind.Computed, "country:PAN PARTY_TO instrument:us_panama_mou_2024: `_key` must be \"\", but is missing."),
        new(Link("country:USA", "PARTY_TO", "instrument:us_panama_mou_2024", "SET r._claim = 'claim:X'"), FindingKind.Computed, "country:USA PARTY_TO instrument:us_panama_mou_2024: `_claim` must be \"claim:SA01\", but was STRING (\"claim:X\")."),
        new(Link("agency:us_dhs", "IMPLEMENTS", "instrument:us_panama_mou_2024", "REMOVE r.recordedAt, r._revision"), FindingKind.Revision, "agency:us_dhs IMPLEMENTS instrument:us_panama_mou_2024: `_revision` must be 1, but is missing."),
        new(Link("agency:us_state", "IMPLEMENTS", "instrument:us_panama_mou_2024", "REMOVE r.claims"), FindingKind.ValueMissing, "agency:us_state IMPLEMENTS instrument:us_panama_mou_2024: `claims` is missing. The history has [claim:SA07]."),
        new(Link("statistic:darien_crossings_2023", "REPORTED_IN", "report:cbs_2024_07_01", "REMOVE r.claims"), FindingKind.ValueMissing, "`claims` is missing. It becomes an empty list."),
        new(Link("journalist:martin-bernetti", "WORKS_FOR", "outlet:afp", "SET r._start = '1'"), FindingKind.Computed, "journalist:martin-bernetti WORKS_FOR outlet:afp: `_start` must be \"2024-06-27\", but was STRING (\"1\")."),
        new(Link("instrument:us_panama_mou_2024", "CONCERNS", "place:darien_gap", "SET r.claims = ['claim:none']"), FindingKind.EvidenceInvalid, "The evidence must be a claim of the graph, but was claim:none.", Link("instrument:us_panama_mou_2024", "CONCERNS", "place:darien_gap", "SET r.claims = ['claim:SA04']")),
        new(Link("official:mayorkas", "ATTENDED", "event:mulino_inauguration_2024", "SET r.claims = []"), FindingKind.EvidenceMissing, "official:mayorkas ATTENDED event:mulino_inauguration_2024: The relationship has no evidence.", Link("official:mayorkas", "ATTENDED", "event:mulino_inauguration_2024", "SET r.claims = ['claim:SA09']")),
        new("MATCH (p {id: 'place:us_southern_border'})-[r:LIES_IN]->(c) DELETE r CREATE (c)-[:LIES_IN {claims: ['claim:SA18', 'claim:SA21']}]->(p)", FindingKind.Ends, "The relationship has the wrong direction.",
            "MATCH (p {id: 'place:us_southern_border'})<-[r:LIES_IN]-(c) DELETE r CREATE (p)-[:LIES_IN {claims: ['claim:SA18', 'claim:SA21']}]->(c)"),
        new("MATCH (e {id: 'event:mulino_inauguration_2024'}) CREATE (e)-[:HELD_AT]->(:Venue {name: 'Atlapa'})", FindingKind.Ends, "The node Venue without an id", "MATCH (v:Venue) DETACH DELETE v"),
        new("MATCH (a {id: 'official:mayorkas'})-[r:SERVES]->(b) CREATE (a)-[q:SERVES]->(b) SET q = properties(r)", FindingKind.Doubled, "SERVES official:mayorkas country:USA: The relationship is there twice.",
            "MATCH ({id: 'official:mayorkas'})-[r:SERVES]->() WITH collect(r) AS all FOREACH (r IN all[1..] | DELETE r)"),
        new("MATCH (r {id: 'report:afp_lajas_blancas_2024'}), (o {id: 'outlet:poinbank-exchange'}) CREATE (r)-[:PUBLISHED_BY {claims: []}]->(o)", FindingKind.TooMany, "report:afp_lajas_blancas_2024: `outlet` must have at most one value",
            Link("report:afp_lajas_blancas_2024", "PUBLISHED_BY", "outlet:poinbank-exchange", "DELETE r")),
        new("MATCH ({id: 'official:mulino'})-[r:HOLDS_OFFICE {capacity: 'ELECT'}]->() SET r.since = '2025'", FindingKind.Rule, "`since` must not be after `until` (2024-07-01), but was 2025.",
            "MATCH ({id: 'official:mulino'})-[r:HOLDS_OFFICE {capacity: 'ELECT'}]->() REMOVE r.since"),
        new("MATCH ({id: 'official:mulino'})-[r:HOLDS_OFFICE {capacity: 'SUBSTANTIVE'}]->() SET r.since = date('2024-07-01')", FindingKind.ValueInvalid, "`since` must be a date such as 2024, 2024-07 or 2024-07-01, but was DATE",
            "MATCH ({id: 'official:mulino'})-[r:HOLDS_OFFICE {capacity: 'SUBSTANTIVE'}]->() SET r.since = '2024-07-01'"),
        new(Link("instrument:us_proclamation_10773", "PURSUES", "objective:reduce_us_southern_border_crossings", "SET r.strength = 'MAYBE'"), FindingKind.ValueInvalid, "`strength` must be one of", Link("instrument:us_proclamation_10773", "PURSUES", "objective:reduce_us_southern_border_crossings", "SET r.strength = 'EXPLICIT'")),
        new("MATCH ({id: 'claim:SA05'})-[r:STATED_IN]->() DELETE r", FindingKind.ReportMissing, "Claim claim:SA05: No report states it.", "MATCH (c {id: 'claim:SA05'}), (r {id: 'report:cbs_2024_07_01'}) CREATE (c)-[:STATED_IN]->(r)"),

        // The database
        new("DROP INDEX Report_publishedOn", FindingKind.Index, "RANGE Report(publishedOn) is missing."),
        new("CREATE (:_Redirect {id: 'official:old', into: 'official:none'})", FindingKind.Redirect, "official:old: The node was merged into official:none, which does not exist.", "MATCH (r:_Redirect) DELETE r"),
    ];
}
