using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Proposals;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>A mutation with the inputs of one request: what it writes, and the plan of its response.</summary>
public sealed class BoundWrite
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GraphModel _model;
    private readonly BoundPlan _plan;
    private readonly WriteOperation _operation;

    private BoundWrite(GraphModel model, BoundPlan plan, WritePlan writes, Author author, DateOnly today) => (_model, _plan, _operation) = (model, plan, writes.Bind(model, plan, author, today));

    /// <param name="plan">The plan of a mutation.</param>
    public static BoundWrite Of(GraphModel model, BoundPlan plan, Author author, DateOnly today) => new(model, plan, plan.Plan.Writes!, author, today);

    private WritePlan Writes => _plan.Plan.Writes!;

    public bool IsDryRun => Writes.IsDryRun;

    public ProposedChange Propose()
    {
        var note = _plan.ValueOrNull(Writes.Note);
        return Writes.Proposal is var (title, own) ? _operation.Propose(_plan.ValueOrNull(own) ?? note, new NewProposal(_plan.ValueOrNull(title))) : _operation.Propose(note);
    }

    /// <summary>Notes that the change was refused, so that the response has the errors.</summary>
    public void Refuse(ChangeRefusedException refused) => _operation.Refuse(refused.Errors);

    /// <summary>The plan of the response, with what came of the writes. Without a commit, it reads nothing of what was written.</summary>
    public BoundPlan Response(WriteOutcome outcome)
    {
        var values = (object?[])_plan.Values.Clone();
        Set(values, Writes.Version, outcome.Version);
        var isRefused = _operation.IsRefused;
        for (var i = 0; i < Writes.Steps.Length; i++)
        {
            var (step, result) = (Writes.Steps[i], _operation.Results[i]);
            Set(values, step.Node, result.Id);
            Set(values, step.Relationship, result.Id is null ? null : RelationshipKey.Parse(_model, result.Id));
            if (result.DeletedId is { } id)
                Set(values, step.DeletedId, RecordJson.Encode(id));
            if (!isRefused)
                Set(values, step.Warnings, JsonSerializer.SerializeToUtf8Bytes(result.Warnings, s_plain));
            foreach (var (json, selection) in step.Differences)
                Set(values, json, selection.Write(result.Differences));
            foreach (var field in step.Proposals)
                Set(values, field.Json, ProposalWriter.Write(field, outcome.Proposal is { } proposal ? new(proposal, []) : null));
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
