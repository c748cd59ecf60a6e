using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GraphQL;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>A validated operation of a document. It is parsed, validated and planned once. A request only binds its variables.</summary>
public sealed class Operation
{
    /// <summary>The maximum number of plans that are kept. There is one for each combination of conditions and each structure of filters and orders.</summary>
    private const int MaxPlans = 64;

    private readonly GraphSchema _schema;
    private readonly ValidDocument _document;
    private readonly ImmutableArray<string> _conditions;
    private readonly ImmutableArray<(string Name, bool IsWhole)> _structured;
    private readonly ConcurrentDictionary<string, OperationPlan> _plans = [];
    private readonly OperationLimits _limits;
    private readonly VariableCoercion _coercion;

    private Operation(GraphSchema schema, ValidDocument document, OperationLimits limits)
    {
        (_schema, _document, _limits, _conditions) = (schema, document, limits, Conditions.Variables(document.Syntax));
        _structured = StructuredArguments.Variables(document.Syntax);
        _coercion = VariableCoercion.For(document.Operation, schema.Types);
    }

    /// <summary>The memory that the document, its plans and their statements retain.</summary>
    public RetainedBytes Retained { get; } = new();

    /// <summary>Parses and validates an operation.</summary>
    /// <param name="limits">Null means no limits.</param>
    /// <exception cref="GraphErrorException">The document is not valid or exceeds a limit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Operation Parse(GraphSchema schema, string text, string? operationName, OperationLimits? limits = null, CancellationToken stop = default)
    {
        limits ??= OperationLimits.None;
        var document = DocumentReader.Read(schema, text, operationName, limits, stop);
        var before = RetainedBytes.AllocatedByThread;
        var operation = new Operation(schema, document, limits);
        operation.Retained.Add(document.Retained + RetainedBytes.AllocatedByThread - before + (sizeof(char) * (long)text.Length));
        return operation;
    }

    /// <summary>Coerces the variables and checks all arguments.</summary>
    /// <param name="sizes">The sizes of the graph, which the cost is estimated from; null if unknown.</param>
    /// <param name="lens">What the request says outside the document; null for nothing.</param>
    /// <param name="viewer">Who makes the request; null for nobody.</param>
    /// <exception cref="GraphErrorException">A value is not valid, or the operation exceeds a limit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public BoundPlan Bind(
        IReadOnlyDictionary<string, object?> variables, GraphSizes? sizes = null, LensSettings? lens = null, Viewer? viewer = null, CancellationToken stop = default)
    {
        var coerced = Coerce(variables);
        return Bind(PlanFor(coerced, stop), coerced, sizes, lens ?? LensSettings.None, viewer);
    }

    /// <summary>Binds without planning.</summary>
    /// <returns>False if there is no plan yet, or if binding would take as long as planning.</returns>
    public bool TryBind(IReadOnlyDictionary<string, object?> variables, GraphSizes sizes, LensSettings lens, Viewer? viewer, [NotNullWhen(true)] out BoundPlan? bound)
    {
        bound = null;
        if (_plans.IsEmpty || !_coercion.TryCoerce(variables, out var coerced) || !_plans.TryGetValue(Variant(coerced), out var plan) || !plan.IsBoundAtOnce)
            return false;
        bound = Bind(plan, coerced, sizes, lens, viewer);
        return true;
    }

    private BoundPlan Bind(OperationPlan plan, IReadOnlyDictionary<string, object?> coerced, GraphSizes? sizes, LensSettings lens, Viewer? viewer)
    {
        var values = plan.Parameters.IsEmpty ? [] : new object?[plan.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = plan.Parameters[i] is ViewerParameter selected ? selected.Bind(viewer) : plan.Parameters[i].Bind(coerced);
        var bound = new BoundPlan(plan, values) { Sizes = sizes ?? GraphSizes.Unknown, Lens = plan.Lens.Bind(values, plan.Writes is null ? lens : LensSettings.None) };
        var (fields, types) = bound.Cost;
        if (fields > _limits.Cost || types > _limits.Cost)
            throw CostRefusal.Create(bound, _limits.Cost);
        return plan.Size(bound.IsUnderLens) <= _limits.PlanSize ? bound : throw PlanSize.Refuse(bound, _limits.PlanSize);
    }

    internal OperationPlan PlanFor(IReadOnlyDictionary<string, object?> variables, CancellationToken stop = default)
    {
        var variant = Variant(variables);
        if (_plans.TryGetValue(variant, out var plan))
            return plan;
        var before = RetainedBytes.AllocatedByThread;
        plan = Planner.Plan(_schema, _document, variables, _limits, stop) with { Retained = Retained };
        _ = plan.Cost(isUnderLens: false);
        if (_plans.Count < MaxPlans && _plans.TryAdd(variant, plan))
            Retained.Add(RetainedBytes.AllocatedByThread - before + (sizeof(char) * (long)variant.Length));
        return plan;
    }

    private string Variant(IReadOnlyDictionary<string, object?> variables)
    {
        var variant = _conditions.IsEmpty ? "" : string.Concat(_conditions.Select(c => variables.GetValueOrDefault(c) is true ? '1' : '0'));
        return _structured.IsEmpty ? variant : variant + StructuredArguments.Shape(_structured, variables);
    }

    private Dictionary<string, object?> Coerce(IReadOnlyDictionary<string, object?> variables)
    {
        if (!_coercion.TryCoerce(variables, out var coerced))
            DocumentValidation.Coerce(
                _schema, _coercion.Unsettled(variables), new Inputs(variables as IDictionary<string, object?> ?? variables.ToDictionary()), _document.Text, coerced);
        return coerced;
    }
}
