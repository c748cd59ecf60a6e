using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles plans to statements and keeps the statements as long as the plan lives. Thread-safe.</summary>
public sealed class StatementCompiler(GraphModel model)
{
    /// <summary>Number of statements of one plan that are kept. If there are more, all are dropped.</summary>
    private const int MaxShapes = 64;

    /// <summary>Bytes that a compiled plan retains for each character of its statement: two of text, three as JSON, and the rest for its parameters and the format of its row.</summary>
    private const long BytesPerCharacter = 8;

    private readonly GraphLayout _layout = new(model);
    private readonly ConditionalWeakTable<OperationPlan, ConcurrentDictionary<string, CompiledPlan>> _compiled = [];

    /// <summary>
    /// Compiles a plan to a statement of the shape that the request gives it: which cursors it has, and in which direction its pages go. If the graph has
    /// grown so that another statement is faster, it is compiled again.
    /// </summary>
    public CompiledPlan Compile(BoundPlan bound)
    {
        var shapes = _compiled.GetOrCreateValue(bound.Plan);
        var shape = new PlanShape(bound);
        if (shapes.TryGetValue(shape.Key, out var compiled) && compiled.Fits(bound.Sizes))
            return compiled;
        compiled = Compile(bound, shape);
        if (shapes.Count >= MaxShapes)
            shapes.Clear();
        if (shapes.TryAdd(shape.Key, compiled))
            bound.Plan.Retained?.Add(BytesPerCharacter * (compiled.Statement.Text.Length + (compiled.Joined?.Text.Length ?? 0)));
        else
            shapes[shape.Key] = compiled;
        return compiled;
    }

    private CompiledPlan Compile(BoundPlan bound, PlanShape shape)
    {
        CompiledPlan Of(bool isJoined) => new OperationCompiler(new CompileContext(model, _layout, bound.Plan, shape, isJoined)).Compile(bound.Plan);
        var compiled = Of(isJoined: false);
        if (compiled.CanJoin)
            compiled.Joined = Of(isJoined: true).Statement;
        return compiled;
    }

    /// <summary>Returns the statement if it is already compiled.</summary>
    public CompiledPlan? Find(BoundPlan bound) =>
        _compiled.TryGetValue(bound.Plan, out var shapes) && shapes.GetValueOrDefault(new PlanShape(bound).Key) is { } compiled && compiled.Fits(bound.Sizes) ? compiled : null;
}
