namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>A kind of problem of a database, and what it means for what is served.</summary>
/// <param name="Name">As the summary names it.</param>
/// <param name="Served">What is not served because of it, or that nothing is.</param>
internal sealed record FindingKind(string Name, string Served)
{
    private const string NotServed = "not served", Refused = "responses that contain it are refused", AllServed = "served, but the model does not allow it";

    public static FindingKind StoreMissing { get; } = new("state of the store", "a server makes it at its start, and then loads its seed");
    public static FindingKind Index { get; } = new("index or constraint", "lists and searches are slow, and doubled values are not refused");
    public static FindingKind TypeMissing { get; } = new("node without a type", NotServed);
    public static FindingKind TwoTypes { get; } = new("node of two types", "served in the lists of both, with the properties of one");
    public static FindingKind Entity { get; } = new("label Entity missing", "not found by its id, and its relationships are not served");
    public static FindingKind InterfaceMissing { get; } = new("label of an interface missing", "not in the lists of the interface");
    public static FindingKind WrongLabel { get; } = new("label of another interface", "also in the lists of the other interface");
    public static FindingKind IdMissing { get; } = new("id missing", NotServed);
    public static FindingKind IdDoubled { get; } = new("id doubled", "only one of the nodes is found by it");
    public static FindingKind IdInvalid { get; } = new("id invalid", "served, but not accepted by changes");
    public static FindingKind ValueMissing { get; } = new("value missing", Refused);
    public static FindingKind ValueInvalid { get; } = new("value invalid", Refused);
    public static FindingKind Rule { get; } = new("rule of the model", AllServed);
    public static FindingKind NotUnique { get; } = new("unique value doubled", "only one of the nodes is found by it");
    public static FindingKind TooLong { get; } = new("text too long", "Neo4j cannot index it");
    public static FindingKind Computed { get; } = new("computed value", "missing or misplaced in lists, filters and searches");
    public static FindingKind RecordedAt { get; } = new("recordedAt", Refused);
    public static FindingKind Revision { get; } = new("revision", "served with a wrong revision");
    public static FindingKind History { get; } = new("history differs", "served, but past versions and undo do not know it");
    public static FindingKind Removed { get; } = new("removed without history", "past versions are served, but the history does not say that it was removed");
    public static FindingKind HistoryDamaged { get; } = new("history damaged", "past versions are wrong");
    public static FindingKind ReportMissing { get; } = new("report missing", "served, but it counts as evidence of no report");
    public static FindingKind Ends { get; } = new("ends", NotServed);
    public static FindingKind EvidenceMissing { get; } = new("evidence missing", "served without evidence, which the model does not allow");
    public static FindingKind EvidenceInvalid { get; } = new("evidence invalid", "served without this evidence");
    public static FindingKind Doubled { get; } = new("relationship doubled", "served twice");
    public static FindingKind TooMany { get; } = new("too many relationships", "the field shows one of them");
    public static FindingKind Redirect { get; } = new("redirect", "the old id is not found");
}
