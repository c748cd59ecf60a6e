using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Planning;

/// <summary>A sort key. Missing values are the largest.</summary>
public sealed record OrderTerm(Operand Value, bool IsDescending)
{
    public override string ToString() => IsDescending ? $"{Value} desc" : $"{Value}";
}
