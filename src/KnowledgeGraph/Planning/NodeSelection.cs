using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Planning;

/// <summary>What is selected on a node, for each type that it can have.</summary>
public sealed class NodeSelection(ImmutableArray<NodeType> types, ImmutableArray<ImmutableArray<PlanField>> fields)
{
    /// <summary>The types that the node can have.</summary>
    public ImmutableArray<NodeType> Types => types;
    /// <summary>By <see cref="NodeType.Index"/>; default for a type that the node cannot have.</summary>
    public ImmutableArray<PlanField> this[int type] => fields[type];

    /// <summary>The number of all types of nodes.</summary>
    internal int TypeCount => fields.Length;

    /// <summary>What a store derives from the plan and keeps with it. The plan does not read it.</summary>
    internal object? Templates;
}
