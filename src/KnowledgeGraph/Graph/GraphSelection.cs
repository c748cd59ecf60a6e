using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph;

/// <summary>What an export contains. A relationship is part of it only if both of its ends are.</summary>
/// <param name="NodeTypes">Types of its nodes.</param>
/// <param name="RelationshipTypes">Types of its relationships.</param>
/// <param name="AsOf">The date on which nodes and relationships exist, as `@asOf` means it; null for all.</param>
public sealed record GraphSelection(ImmutableHashSet<NodeType> NodeTypes, ImmutableHashSet<RelationshipType> RelationshipTypes, string? AsOf)
{
    /// <summary>The whole graph.</summary>
    public static GraphSelection All(GraphModel model) => new([.. model.NodeTypes], [.. model.RelationshipTypes], null);

    /// <summary>The nodes and relationships of the named types. If no node type is named, all are meant, and likewise for relationships.</summary>
    /// <param name="names">Names of node types, interfaces, unions and relationship types. None means the whole graph.</param>
    /// <param name="asOf">A date, or null.</param>
    /// <exception cref="FormatException">There is no such type, or the date is none; the message says what is allowed.</exception>
    public static GraphSelection Of(GraphModel model, IEnumerable<string> names, string? asOf)
    {
        if (asOf is not null && !PartialDate.IsValid(asOf))
            throw new FormatException($"The date must be one such as 2024, 2024-07 or 2024-07-01, but was `{Excerpt.Of(asOf)}`.");
        var (nodes, relationships) = (ImmutableHashSet.CreateBuilder<NodeType>(), ImmutableHashSet.CreateBuilder<RelationshipType>());
        foreach (var name in names)
            if (model.FindComposite(name) is { } composite)
                nodes.UnionWith(composite.Members);
            else if (model.FindRelationshipType(name) is { } relationship)
                relationships.Add(relationship);
            else
                throw new FormatException($"The type `{Excerpt.Of(name)}` is unknown. {Nearest.Suggest(name, NamesOf(model))}");
        return new(
            nodes.Count == 0 ? [.. model.NodeTypes] : nodes.ToImmutable(), relationships.Count == 0 ? [.. model.RelationshipTypes] : relationships.ToImmutable(), asOf);
    }

    private static string[] NamesOf(GraphModel model) =>
    [
        .. model.NodeTypes.Select(t => t.Name), .. model.Interfaces.Select(t => t.Name), .. model.Unions.Select(t => t.Name), .. model.RelationshipTypes.Select(t => t.Name),
    ];
}
