namespace KnowledgeGraph.Model;

/// <summary>The meaning of a field that is a scalar or an enum, has no arguments and is not a property of the model.</summary>
public enum Leaf
{
    /// <summary>The id of a node.</summary>
    Id,
    /// <summary>The id of a relationship.</summary>
    RelationshipId,
    /// <summary>The text that a person calls a node by.</summary>
    DisplayName,
    /// <summary>When a node or relationship was first recorded.</summary>
    RecordedAt,
    /// <summary>The version that last changed a node or relationship.</summary>
    Revision,
    /// <summary>The number of items on all pages of a connection.</summary>
    TotalCount,
    /// <summary>Whether there are edges after the page.</summary>
    HasNextPage,
    /// <summary>Whether there are edges before the page.</summary>
    HasPreviousPage,
    /// <summary>The cursor of the first edge of the page.</summary>
    StartCursor,
    /// <summary>The cursor of the last edge of the page.</summary>
    EndCursor,
    /// <summary>The cursor of an edge.</summary>
    Cursor,
    /// <summary>The start date of a relationship, or of a reliance.</summary>
    Since,
    /// <summary>The end date of a relationship, or of a reliance.</summary>
    Until,
    /// <summary>Whether one claim asserts a relationship and another denies it.</summary>
    Contested,
    /// <summary>The last date that the evidence for an instrument or a relationship reaches.</summary>
    KnownUntil,
    /// <summary>The earliest start of the instruments that pursue an objective explicitly.</summary>
    ExplicitSince,
    /// <summary>The stance of the claim on which a relationship rests.</summary>
    Stance,
    /// <summary>The number of commits that led to the graph.</summary>
    Version,
    /// <summary>The title of a proposal.</summary>
    Title,
    /// <summary>What became of a proposal.</summary>
    ReviewStatus,
    /// <summary>Who ended the review of a proposal.</summary>
    ReviewedBy,
    /// <summary>When the review of a proposal ended.</summary>
    ReviewedAt,
    /// <summary>Why a proposal was rejected.</summary>
    RejectionReason,
    /// <summary>The change that the acceptance of a proposal made.</summary>
    AcceptedAs,
    /// <summary>The change that a change reverses.</summary>
    Undoes,
    /// <summary>The change that reverses a change.</summary>
    UndoneBy,
    /// <summary>The number of nodes of the graph.</summary>
    NodeCount,
    /// <summary>The number of relationships of the graph.</summary>
    RelationshipCount,
    /// <summary>The number of relationships that are left out because of the evidence that counts.</summary>
    RelationshipsLeftOut,
    /// <summary>The type of a relationship.</summary>
    TypeName,
    /// <summary>Whether a relationship starts at the node from which it is seen.</summary>
    Forward,
    /// <summary>The number of independent origins of a relationship, or of the step of a path that has the fewest.</summary>
    IndependentOrigins,
    /// <summary>The number of outlets that published the reports.</summary>
    Outlets,
    /// <summary>The number of reports.</summary>
    Reports,
    /// <summary>The earliest date of the reports.</summary>
    FirstReportedOn,
    /// <summary>The score of a search hit.</summary>
    Score,
    /// <summary>The name of a field in which words were found.</summary>
    MatchedField,
    /// <summary>The text in which words were found.</summary>
    MatchedText,
    /// <summary>How far the words that were found in the text are from the words of the search.</summary>
    MatchedDistance,
    /// <summary>The number of steps of a path.</summary>
    Length,
    /// <summary>The date of a timeline entry.</summary>
    OnDate,
    /// <summary>The kind of event of a timeline entry.</summary>
    What,
    /// <summary>The number of aggregated nodes.</summary>
    Count,
    /// <summary>The smallest of the aggregated values.</summary>
    Smallest,
    /// <summary>The largest of the aggregated values.</summary>
    Largest,
    /// <summary>The sum of the aggregated values.</summary>
    Sum,
    /// <summary>The mean of the aggregated values.</summary>
    Average,
    /// <summary>The strength of a reliance.</summary>
    Strength,
    /// <summary>Why a country is not in a reliance.</summary>
    Reason,
    /// <summary>The subject of the token with which a request is made.</summary>
    ViewerSubject,
    /// <summary>The name in the token with which a request is made.</summary>
    ViewerName,
    /// <summary>The scopes of the token with which a request is made.</summary>
    ViewerScopes,
    /// <summary>What made a change, or what it did to a record.</summary>
    Kind,
    /// <summary>The author of a change.</summary>
    By,
    /// <summary>Who accepted the proposal of a change.</summary>
    AcceptedBy,
    /// <summary>What the author says about a change.</summary>
    Note,
    /// <summary>The id of the node at which the relationship of an entry starts.</summary>
    FromId,
    /// <summary>The id of the node at which the relationship of an entry ends.</summary>
    ToId,
    /// <summary>The name of a changed field.</summary>
    FieldName,
    /// <summary>The value of a field before a change.</summary>
    Before,
    /// <summary>The value of a field after a change.</summary>
    After,
}
