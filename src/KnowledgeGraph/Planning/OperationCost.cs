namespace KnowledgeGraph.Planning;

/// <summary>The cost of an operation: the weights of its fields, and the objects of its answer, at most.</summary>
public readonly record struct OperationCost(double Fields, double Types);
