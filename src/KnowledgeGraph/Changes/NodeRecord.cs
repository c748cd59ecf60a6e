using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// A node as it is written and stored. A property's value is a string (also of enums, dates and URLs), long, double, bool, a list of
/// strings, or left out.
/// </summary>
public sealed record NodeRecord(NodeType Type, string Id, IReadOnlyDictionary<string, object> Properties, Place? Place = null);
