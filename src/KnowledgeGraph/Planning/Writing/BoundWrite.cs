using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>A mutation with the inputs of one request: what it writes, and the plan of its response.</summary>
public sealed class BoundWrite
{
    private readonly GraphModel _model;
    private readonly BoundPlan _plan;
    private readonly WriteOperation _operation;

    private BoundWrite(GraphModel model, BoundPlan plan, WritePlan writes) => (_model, _plan, _operation) = (model, plan, writes.Bind(model, plan));

    /// <returns>Null if the plan is that of a query.</returns>
    public static BoundWrite? Of(GraphModel model, BoundPlan plan) => plan.Plan.Writes is { } writes ? new(model, plan, writes) : null;

    private WritePlan Writes => _plan.Plan.Writes!;

    public bool IsDryRun => Writes.IsDryRun;

    /// <summary>The note of the change; null for none.</summary>
    private string? Note => _plan.ValueOrNull(Writes.Note);

    /// <param name="by">The subject of the token.</param>
    public ProposedChange Propose(string by) => _operation.Propose() with { Kind = CommitKind.Mutation, By = by, Note = Note };

    /// <summary>Notes that the change was refused, so that the response has the errors.</summary>
    public void Refuse(ChangeRefusedException refused) => _operation.Refuse(refused.Errors);

    /// <summary>The plan of the response, with what came of the writes. Without a commit, it reads nothing of what was written.</summary>
    public BoundPlan Response()
    {
        var values = (object?[])_plan.Values.Clone();
        var isRefused = _operation.IsRefused;
        for (var i = 0; i < Writes.Steps.Length; i++)
        {
            var (step, result) = (Writes.Steps[i], _operation.Results[i]);
            Set(values, step.Node, result.Id);
            Set(values, step.Relationship, result.Id is null ? null : RelationshipKey.Parse(_model, result.Id));
            if (result.DeletedId is { } id)
                Set(values, step.DeletedId, RecordJson.Encode(id));
            var errors = result.Errors.Select(MutationError.Of).ToList();
            if (isRefused && errors.Count == 0)
                errors.Add(MutationError.Aborted);
            foreach (var (json, selection) in step.Errors)
                Set(values, json, selection.Write(errors));
        }
        return _plan with { Values = values };
    }

    private static void Set<T>(object?[] values, Slot<T> slot, T value)
    {
        if (!slot.IsNone)
            values[slot.Index] = value;
    }
}
