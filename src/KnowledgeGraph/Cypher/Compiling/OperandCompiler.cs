using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>What a filter or an order looks at: a node, the relationship that led to it if there is one, and within a quantifier an item of a list.</summary>
/// <param name="Reliance">Gives the values of a reliance; null if the subject is none.</param>
internal readonly record struct Subject(
    Variable Node, Variable? Relationship, CypherText? Item = null, CypherText? FoldedItem = null, Func<RelianceOperand, CypherText>? Reliance = null)
{
    /// <summary>The node at which the relationship starts, if the node is the one at its end.</summary>
    public Variable? From { get; init; }
}

/// <summary>Compiles values that filters compare and orders sort by; a missing value is null. Numbers of relationships are compiled by <see cref="RelationshipCount"/>.</summary>
internal static class OperandCompiler
{
    public static CypherText Value(Operand operand, Subject subject) => operand switch
    {
        IdOperand => $"{subject.Node}.{GraphLayout.Id}",
        StoredOperand stored => $"{subject.Node}.{Name.Of(stored.Property)}",
        RecordedAtOperand => PropertyValues.Milliseconds(subject.Node),
        ItemOperand => subject.Item!,
        SinceOperand => $"{subject.Relationship!.Value}.{GraphLayout.Since}",
        UntilOperand => $"{subject.Relationship!.Value}.{GraphLayout.Until}",
        EdgeStoredOperand stored => $"{subject.Relationship!.Value}.{Name.Of(stored.Property)}",
        EdgeRecordedAtOperand => PropertyValues.Milliseconds(subject.Relationship!.Value),
        _ => throw new UnreachableException($"{operand}"),
    };

    public static CypherText Folded(Operand operand, Subject subject, GraphLayout layout) => operand switch
    {
        // Ids are ASCII
        IdOperand => $"toLower({subject.Node}.{GraphLayout.Id})",
        StoredOperand stored => $"{subject.Node}.{layout.Folded(stored.Property, false)}",
        EdgeStoredOperand stored => $"{subject.Relationship!.Value}.{layout.Folded(stored.Property, true)}",
        ItemOperand => subject.FoldedItem!,
        _ => throw new UnreachableException($"{operand}"),
    };
}
