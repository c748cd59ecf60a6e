namespace KnowledgeGraph.Changes;

/// <summary>What is wrong with a change set, for programs.</summary>
public enum ChangeErrorCode
{
    /// <summary>A file cannot be read, or is not the YAML that it must be.</summary>
    UnreadableFile,

    /// <summary>A field, collection or property has a name that the model does not have.</summary>
    UnknownName,

    /// <summary>A value has the wrong form or type, or is not one of the values that its property can have.</summary>
    InvalidValue,

    /// <summary>A required value is missing.</summary>
    MissingValue,

    /// <summary>An id does not have the prefix of its type, or has characters that no id has.</summary>
    InvalidId,

    /// <summary>The change set gives the same key, node, relationship or claim twice.</summary>
    Duplicate,

    /// <summary>Two sources, or the change set and the graph, say different things of which only one can hold.</summary>
    Contradiction,

    /// <summary>The id of a new node is taken.</summary>
    Taken,

    /// <summary>A relationship that is to be added exists.</summary>
    Exists,

    /// <summary>What is to be changed was changed since the expected revision.</summary>
    Stale,

    /// <summary>What a recorded change left was changed since, so that the change cannot be undone, or done again.</summary>
    ChangedSince,

    /// <summary>A proposal is no longer open.</summary>
    Reviewed,

    /// <summary>A node or relationship does not exist: an end, or what is to be removed.</summary>
    NotFound,

    /// <summary>A node is to be removed, but a property of a relationship names it.</summary>
    StillReferenced,

    /// <summary>A relationship type does not lead from a node of this type to a node of that type.</summary>
    InvalidEnds,

    /// <summary>The start is after the end.</summary>
    InvalidPeriod,

    /// <summary>Another node has the same value of a property that is unique.</summary>
    NotUnique,

    /// <summary>A node would have a second relationship where the model allows one.</summary>
    TooMany,

    /// <summary>A relationship that needs evidence has none, or would lose all of it.</summary>
    EvidenceMissing,

    /// <summary>The evidence is not a claim of the graph.</summary>
    InvalidEvidence,

    /// <summary>No relationship uses the evidence that a record gives for all its relationships.</summary>
    UnusedEvidence,

    /// <summary>The store cannot hold a text of this length.</summary>
    TooLong,
}
