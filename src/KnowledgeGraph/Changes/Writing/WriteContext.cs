using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>What the writes of one operation share: the graph with the writes so far, and the errors.</summary>
internal sealed class WriteContext(GraphModel model, IStoredGraph stored, Author author)
{
    private readonly List<ChangeError> _errors = [];
    private readonly HashSet<ChangeLocation> _faulty = [];

    public GraphModel Model { get; } = model;

    public Author Author { get; } = author;

    public WorkingGraph Working { get; } = new(stored);

    /// <summary>The graph before the operation.</summary>
    public IStoredGraph Stored { get; } = stored;

    public IReadOnlyList<ChangeError> Errors => _errors;

    public void Report(ChangeErrorCode code, ChangeLocation location, string message) => _errors.Add(new ChangeError(code, location, message));

    /// <summary>Reports an error about a stored record that the operation contradicts.</summary>
    /// <param name="revision">The revision of the stored record; 0 if the operation itself has made it.</param>
    public void Report(ChangeErrorCode code, ChangeLocation location, string message, long revision)
    {
        var change = revision > 0 ? Stored.FindChange(revision) : null;
        ReportConflict(code, location, message, revision > 0 ? new(revision, change?.By, change?.At) : null);
    }

    /// <summary>Reports an error about something stored that the operation contradicts.</summary>
    public void ReportConflict(ChangeErrorCode code, ChangeLocation location, string message, ConflictingRecord? conflict) =>
        _errors.Add(new ChangeError(code, location, message) { Conflict = conflict });

    /// <summary>Marks a record that could be read only in part: its other errors would mislead.</summary>
    public void MarkFaulty(ChangeLocation location) => _faulty.Add(location);

    /// <summary>All errors of the operation: those found by its writes, and those of the changes that they make.</summary>
    public ImmutableArray<ChangeError> AllErrors(ChangeSet changes) =>
    [
        .. _errors,
        .. TextLimits.Check(changes).Concat(ChangeSetValidator.Validate(Model, changes, Stored)).Where(e => e.Location is null || !_faulty.Contains(e.Location)),
    ];

    /// <summary>The node of a type that an input names; null, with an error, if there is none.</summary>
    public NodeRecord? FindNode(NodeType type, WriteInput input)
    {
        var id = input.Text("id")!;
        if (Working.FindNode(id) is { } node && node.Type == type)
            return IsExpected(node.Revision, input, id) ? node : null;
        Report(ChangeErrorCode.NotFound, input.LocationOf("id"), $"There is no {type.FieldName} with the id \"{id}\".{Became(id)}");
        return null;
    }

    /// <summary>A hint for an id that names no node: what it became, if it was merged.</summary>
    public string Became(string id) => Working.FindRedirect(id) is { } into ? $" It was merged into {into}." : "";

    /// <summary>The relationship that an input names; null, with an error, if there is none.</summary>
    public RelationshipRecord? FindRelationship(WriteInput input)
    {
        var id = input.Text("id")!;
        if (RelationshipKey.Parse(Model, id) is { } key && Working.FindRelationship(key) is { } found)
            return IsExpected(found.Revision, input, id) ? found : null;
        Report(ChangeErrorCode.NotFound, input.LocationOf("id"), $"There is no relationship with the id \"{id}\".");
        return null;
    }

    /// <summary>Whether a record has the revision that the input expects, if it expects one.</summary>
    private bool IsExpected(long revision, WriteInput input, string id)
    {
        if (input.Number("expectedRevision") is not { } expected || expected == revision)
            return true;
        Report(ChangeErrorCode.Stale, input.LocationOf("expectedRevision"), $"{id}: The revision must be {expected}, but is {revision}. Read it again, and decide anew.", revision);
        return false;
    }
}
