namespace KnowledgeGraph.Model;

/// <summary>The parts of the model that evidence, corroboration and contested use.</summary>
/// <param name="Quote">The words of the report that the claim quotes.</param>
/// <param name="Url">Where the report can be read.</param>
/// <param name="StatedIn">From a claim to its report.</param>
/// <param name="About">From a claim to what it is about.</param>
/// <param name="Republishes">From a copy to the report that it copies.</param>
/// <param name="OriginatedBy">From a report to the wire service behind it.</param>
/// <param name="PublishedBy">From a report to its outlet.</param>
/// <param name="WrittenBy">From a report to its journalists.</param>
/// <param name="PrintedIn">From a statistic to the report that prints it.</param>
public sealed record EvidenceRoles(
    NodeType Claim, Property Stance, Property Quote, NodeType Report, Property PublishedOn, Property Url, NodeType Outlet, RelationshipType StatedIn,
    RelationshipType About, RelationshipType Republishes, RelationshipType OriginatedBy, RelationshipType PublishedBy,
    RelationshipType WrittenBy, NodeType Statistic, RelationshipType PrintedIn)
{
    /// <summary>The maximum length of a chain of copies. A longer or circular chain has no root other than the report itself.</summary>
    public const int MostCopies = 32;

    /// <summary>The positions of the two stances.</summary>
    public int Asserts { get; } = Stance.Enum!.IndexOf("ASSERTS");
    public int Denies { get; } = Stance.Enum!.IndexOf("DENIES");
}
