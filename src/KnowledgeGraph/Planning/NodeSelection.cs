using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

/// <summary>What is selected on a node, for each type that it can have.</summary>
public sealed class NodeSelection(ImmutableArray<NodeType> types, ImmutableArray<ImmutableArray<PlanField>> fields)
{
    /// <summary>The types that the node can have.</summary>
    public ImmutableArray<NodeType> Types => types;
    /// <summary>By <see cref="NodeType.Index"/>; default for a type that the node cannot have.</summary>
    public ImmutableArray<PlanField> this[int type] => fields[type];

    /// <summary>How a stored node is written, by its type: see <see cref="StoredRun"/>. Null for a type that the node cannot have.</summary>
    internal StoredRun.Step[]?[] Steps { get; } = [.. fields.Select(f => f.IsDefault ? null : StoredRun.OfNode(f))];
}
