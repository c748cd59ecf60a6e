using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// A node as it is written and stored. The value of a property is a string (also for enums, dates and URLs), long, double, bool or a list
/// of strings. A property without a value is left out.
/// </summary>
public sealed record NodeRecord(NodeType Type, string Id, IReadOnlyDictionary<string, object> Properties, ChangeLocation? Location = null)
{
    /// <summary>The version of the graph that last changed it; 0 for a record that no commit has prepared.</summary>
    public long Revision { get; init; }

    /// <summary>When it was first recorded (Unix milliseconds). Null: at the time of the commit that adds it.</summary>
    public long? RecordedAt { get; init; }
}
