using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What a filter or an order looks at: a node, the relationship that led to it if there is one, and within a quantifier an item of a list.</summary>
/// <param name="Reliance">Gives the values of a reliance; null if the subject is none.</param>
internal readonly record struct Subject(
    Variable Node, Variable? Relationship, CypherText? Item = null, CypherText? FoldedItem = null, Func<Operand.OfReliance, CypherText>? Reliance = null)
{
    /// <summary>The node at which the relationship starts, if the node is the one at its end.</summary>
    public Variable? From { get; init; }
}

/// <summary>Compiles values that filters compare and orders sort by; a missing value is null. Numbers of relationships are compiled by <see cref="RelationshipCount"/>.</summary>
internal static class OperandCompiler
{
    public static CypherText Value(Operand operand, Subject subject) => operand switch
    {
        Operand.Id => $"{subject.Node}.{GraphLayout.Id}",
        Operand.Stored stored => $"{subject.Node}.{Name.Of(stored.Property)}",
        Operand.RecordedAt => PropertyValues.Milliseconds(subject.Node),
        Operand.Item => subject.Item!,
        Operand.Since => $"{subject.Relationship!.Value}.{GraphLayout.Since}",
        Operand.Until => $"{subject.Relationship!.Value}.{GraphLayout.Until}",
        Operand.EdgeStored stored => $"{subject.Relationship!.Value}.{Name.Of(stored.Property)}",
        Operand.EdgeRecordedAt => PropertyValues.Milliseconds(subject.Relationship!.Value),
        _ => throw new UnreachableException($"{operand}"),
    };

    public static CypherText Folded(Operand operand, Subject subject, GraphLayout layout) => operand switch
    {
        // Ids are ASCII
        Operand.Id => $"toLower({subject.Node}.{GraphLayout.Id})",
        Operand.Stored stored => $"{subject.Node}.{layout.Folded(stored.Property, false)}",
        Operand.EdgeStored stored => $"{subject.Relationship!.Value}.{layout.Folded(stored.Property, true)}",
        Operand.Item => subject.FoldedItem!,
        _ => throw new UnreachableException($"{operand}"),
    };
}
