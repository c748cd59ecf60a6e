using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Importing;

/// <summary>What one line of a file says.</summary>
/// <param name="Source">The line, which finds the places of its fields.</param>
internal abstract record ImportRecord(IRecordSource Source)
{
    public int Line => Source.Line;

    /// <summary>Whether a part of it could not be read. It is not imported, but others may name it.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>The fields that it speaks about, if it leaves the others as they are stored; null if it is the whole record.</summary>
    public IReadOnlySet<string>? Fields { get; init; }

    public sealed record Node(IRecordSource Source, NodeRecord Record) : ImportRecord(Source);

    public sealed record Relationship(IRecordSource Source, RelationshipRecord Record) : ImportRecord(Source);

    /// <summary>The id of a merged node.</summary>
    public sealed record Merged(IRecordSource Source, Redirect Redirect) : ImportRecord(Source);
}

/// <summary>A line of a file, from which a record was read.</summary>
internal interface IRecordSource
{
    int Line { get; }

    /// <summary>The length of its text.</summary>
    int Length { get; }

    /// <summary>The place of the value of a field; that of the record if the line does not have the field.</summary>
    FileLocation Locate(string? field);
}
