using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

public abstract partial record Parameter
{
    /// <summary>Types of relationships; binds to an array of them, null for all.</summary>
    public sealed record Types(Argument Value, GraphModel Model) : Parameter
    {
        public override object? Bind(IReadOnlyDictionary<string, object?> variables) => Value.Resolve(variables) switch
        {
            null => null,
            string single => new[] { Model.FindRelationshipType(single)! },
            System.Collections.IEnumerable list => list.Cast<string>().Distinct().Select(n => Model.FindRelationshipType(n)!).ToArray(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public override string ToString() => Value.IsNone ? "all types" : Value.ToString().Replace("\"", "", StringComparison.Ordinal);
    }
}
