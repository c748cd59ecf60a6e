using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher;

/// <summary>Compiles plans into statements and keeps them, as long as somebody keeps the plan. Thread-safe.</summary>
public sealed class StatementCompiler(GraphModel model)
{
    /// <summary>A plan has this many shapes at most that are kept; more are compiled at each request.</summary>
    private const int MostShapes = 64;

    private readonly GraphLayout _layout = new(model);
    private readonly ConditionalWeakTable<OperationPlan, ConcurrentDictionary<string, CompiledPlan>> _compiled = [];

    /// <summary>The plan as a statement of the shape that this request gives it: which cursors it has, in which direction its pages go.</summary>
    public CompiledPlan Compile(BoundPlan bound)
    {
        var shapes = _compiled.GetOrCreateValue(bound.Plan);
        var shape = new PlanShape(bound);
        if (shapes.TryGetValue(shape.Key, out var compiled))
            return compiled;
        compiled = new Compilation(model, _layout, bound.Plan, shape).Compile();
        if (shapes.Count < MostShapes)
            shapes.TryAdd(shape.Key, compiled);
        return compiled;
    }
}
