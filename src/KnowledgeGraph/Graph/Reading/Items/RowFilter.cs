using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Which items of a sequence belong to a connection.</summary>
/// <param name="IsNeeded">False if all of them do.</param>
/// <param name="Relationships">The table of the relationships; null for the nodes of a collection.</param>
internal readonly record struct RowFilter(bool IsNeeded, Filter Filter, RelationshipTable? Relationships);
