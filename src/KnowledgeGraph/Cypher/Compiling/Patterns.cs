using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Patterns of nodes and relationships, and conditions on their types.</summary>
internal static class Patterns
{
    /// <summary>Whether the node has one of these types.</summary>
    public static CypherText HasType(Variable node, IEnumerable<CompositeType> types) =>
        // n0:Country|Agency
        $"{node}:{CypherText.Join("|", types.Select(t => (CypherText)$"{Name.Of(t)}"))}";

    /// <summary>The same for one type. A union has no label, so its members stand for it.</summary>
    public static CypherText HasType(Variable node, CompositeType type) =>
        HasType(node, type is UnionType union ? [.. union.Members] : (ImmutableArray<CompositeType>)[type]);

    /// <summary>From a node over a relationship of a field to a node at its other end.</summary>
    /// <param name="owner">Null: from any node.</param>
    public static CypherText OfField(Variable? owner, RelationshipField field, Variable relationship, Variable node)
    {
        // (n0)-[r1:PARTY_TO]->(n2:Agreement)
        var start = owner is { } known ? (CypherText)$"({known})" : $"()";
        var end = field.IsPartial ? (CypherText)$"({HasType(node, field.Target)})" : $"({node})";
        return field.Direction == Direction.Out
            ? $"{start}-[{relationship}:{Name.Of(field.Type)}]->{end}" : (CypherText)$"{start}<-[{relationship}:{Name.Of(field.Type)}]-{end}";
    }

    /// <summary>From a node over a relationship of one of these types to another node.</summary>
    /// <param name="types">Null for all types.</param>
    /// <param name="direction">A position in <see cref="RelationshipDirection.Type"/>.</param>
    public static CypherText OfAny(
        Variable from, Variable relationship, RelationshipType[]? types, Variable to, int direction = RelationshipDirection.Both)
    {
        // (n0)-[r1:PARTY_TO|ISSUED]->(n2)
        CypherText between = $"[{relationship}{Types(types)}]";
        return direction switch
        {
            RelationshipDirection.Out => $"({from})-{between}->({to})",
            RelationshipDirection.In => $"({from})<-{between}-({to})",
            RelationshipDirection.Both => $"({from})-{between}-({to})",
            _ => throw new UnreachableException($"{direction}"),
        };
    }

    // :PARTY_TO|ISSUED
    public static CypherText Types(RelationshipType[]? types) =>
        types is null or [] ? $"" : (CypherText)$":{CypherText.Join("|", types.Select(t => (CypherText)$"{Name.Of(t)}"))}";
}
