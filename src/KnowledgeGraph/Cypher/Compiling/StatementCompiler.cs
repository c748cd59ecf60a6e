using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles plans into statements and keeps them, as long as somebody keeps the plan. Thread-safe.</summary>
public sealed class StatementCompiler(GraphModel model)
{
    /// <summary>Statements of one plan that are kept; when there are more, all are dropped.</summary>
    private const int MaxShapes = 64;

    /// <summary>What a compiled plan retains for each character of its statement: two bytes of text, three as JSON, and the rest for its parameters and the reading of its row.</summary>
    private const long BytesPerCharacter = 8;

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
        if (shapes.Count >= MaxShapes)
            shapes.Clear();
        if (shapes.TryAdd(shape.Key, compiled))
            bound.Plan.Retained?.Add(BytesPerCharacter * compiled.Statement.Text.Length);
        return compiled;
    }

    /// <summary>The statement if it is there already.</summary>
    public CompiledPlan? Find(BoundPlan bound) => _compiled.TryGetValue(bound.Plan, out var shapes) ? shapes.GetValueOrDefault(new PlanShape(bound).Key) : null;
}
