namespace KnowledgeGraph.Planning;

/// <summary>The cost of an operation: the sum of the weights of its fields, and the maximum number of objects in its response.</summary>
public readonly record struct OperationCost(double Fields, double Types);
