using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles values of a relationship that its dates or its claims decide, as expressions for filters and orders.</summary>
internal sealed class EdgeValueCompiler(Visibility visibility, StandingCompiler standings, EvidenceCompiler evidence)
{
    /// <summary>The value as a filter compares it: a standing as text.</summary>
    public CypherText Value(EdgeOperand operand, Variable relationship) => operand switch
    {
        ContestedOperand => evidence.IsContested(visibility.ClaimsOf(relationship), visibility.ClaimsOf(relationship)),
        InEffectOperand => $"({StandingCompiler.InEffect(relationship, (RelationshipType?)null, standings.DateOf(Slot<byte[]?>.None))})",
        StandingOperand => standings.Of(relationship, (RelationshipType?)null, standings.DateOf(Slot<byte[]?>.None)),
        CorroborationOperand corroboration => evidence.Corroboration(corroboration.What, visibility.ClaimsOf(relationship)),
        RelationshipTypeOperand => $"type({relationship})",
        EndIdOperand { IsFrom: true } => $"startNode({relationship}).{GraphLayout.Id}",
        EndIdOperand => $"endNode({relationship}).{GraphLayout.Id}",
        ClaimCountOperand => $"coalesce(size({visibility.ClaimsOf(relationship)}), 0)",
        _ => throw new UnreachableException($"{operand}"),
    };

    /// <summary>The value as an order sorts by it: a standing as its position.</summary>
    public CypherText SortValue(EdgeOperand operand, Variable relationship) => operand is StandingOperand
        ? StandingCompiler.PositionOf(Value(operand, relationship)) : Value(operand, relationship);

    /// <summary>Whether the claims of a relationship satisfy a quantified filter.</summary>
    /// <param name="condition">The condition for one claim.</param>
    public CypherText Quantified(Quantifier quantifier, Variable relationship, Func<Variable, CypherText> condition)
    {
        // EXISTS { UNWIND r1.claims AS c2 MATCH (n3:Entity {id: c2}) WHERE n3.stance = $p0 RETURN n3 }
        CypherText Claims(Func<Variable, CypherText> holds) => evidence.ClaimsThat(visibility.ClaimsOf(relationship), holds);
        return quantifier switch
        {
            Quantifier.Some => $"EXISTS {Claims(condition)}",
            Quantifier.None => $"NOT EXISTS {Claims(condition)}",
            Quantifier.All => $"NOT EXISTS {Claims(claim => CypherText.NotTrue(condition(claim)))}",
            Quantifier.Single => $"COUNT {Claims(condition)} = 1",
            _ => throw new UnreachableException($"{quantifier}"),
        };
    }

    /// <summary>Whether a relationship has claims.</summary>
    public CypherText HasAny(Variable relationship) => $"(coalesce(size({visibility.ClaimsOf(relationship)}), 0) > 0)";
}
