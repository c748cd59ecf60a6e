namespace KnowledgeGraph.Changes;

/// <summary>What is doubtful in a valid change set, for programs.</summary>
public enum ChangeWarningCode
{
    /// <summary>A node lacks a date, or dates and status of a node do not agree.</summary>
    DoubtfulDates,

    /// <summary>A node has fewer relationships of a field than it should have.</summary>
    TooFew,

    /// <summary>A node has no source: no claim is about it, and it has no relationship with a claim.</summary>
    NoSource,

    /// <summary>A copy is older than its original.</summary>
    CopyBeforeOriginal,

    /// <summary>A person has two terms of one office at the same time.</summary>
    OverlappingTerms,

    /// <summary>Somebody signed on behalf of a country or agency that is not a party.</summary>
    SignedForNoParty,

    /// <summary>A country acts under an instrument, but is neither a party nor an issuer.</summary>
    ActsWithoutSide,

    /// <summary>Somebody signed on a date on which the person held no known office.</summary>
    SignedWithoutOffice,

    /// <summary>A claim is evidence for a relationship, but is about neither of its ends.</summary>
    UnrelatedEvidence,

    /// <summary>Two nodes of one type have the same name, ignoring case and diacritics.</summary>
    SameName,

    /// <summary>Two nodes of one type share a value that is usually distinct, such as the address of a report.</summary>
    SameValue,

    /// <summary>A language is not a BCP 47 tag.</summary>
    InvalidLanguage,

    /// <summary>A date is in the future, but the model says that it has passed.</summary>
    FutureDate,
}
