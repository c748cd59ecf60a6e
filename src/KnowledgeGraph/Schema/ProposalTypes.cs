using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`proposals` and `proposal`: changes that wait for review.</summary>
internal sealed class ProposalTypes
{
    private readonly SchemaTypes _types;
    private readonly ObjectGraphType _connection;
    private readonly EnumerationGraphType _status = BuildEnum(new EnumType("ProposalStatus", "What became of a proposal.", [
        new("OPEN", "It waits for review."), new("ACCEPTED", "It was accepted and committed."), new("REJECTED", "A reviewer rejected it."), new("WITHDRAWN", "Its proposer withdrew it."),
    ]));

    /// <param name="entry">The type of an entry of a change.</param>
    public ProposalTypes(SchemaTypes types, ConnectionTypes connections, ObjectGraphType entry)
    {
        _types = types;
        Add(Proposal, "id", Required(types.Id), "Stable identifier. Treat it as opaque.", new FieldMeaning.Leaf(Leaf.Id));
        Add(Proposal, "title", types.String, "What it is about, in a few words. Null for none.", new FieldMeaning.Leaf(Leaf.Title));
        Add(Proposal, "note", types.String, "What its proposer says about it. Null for nothing.", new FieldMeaning.Leaf(Leaf.Note));
        Add(Proposal, "by", types.String, "Its proposer: the subject of the token. Null for the operator.", new FieldMeaning.Leaf(Leaf.By));
        Add(Proposal, "at", Required(types.DateTime), "When it was proposed (UTC).", new FieldMeaning.Leaf(Leaf.RecordedAt));
        Add(Proposal, "status", Required(_status), "What became of it.", new FieldMeaning.Leaf(Leaf.ReviewStatus));
        Add(Proposal, "reviewedBy", types.String, "Who accepted, rejected or withdrew it. Null while it is open.", new FieldMeaning.Leaf(Leaf.ReviewedBy));
        Add(Proposal, "reviewedAt", types.DateTime, "When that happened (UTC). Null while it is open.", new FieldMeaning.Leaf(Leaf.ReviewedAt));
        Add(Proposal, "reason", types.String, "Why it was rejected. Null if it was not.", new FieldMeaning.Leaf(Leaf.RejectionReason));
        Add(Proposal, "acceptedAs", types.Id, "Id of the change that its acceptance made. Null if it made none.", new FieldMeaning.Leaf(Leaf.AcceptedAs));
        Add(Proposal, "changes", RequiredList(entry), "What it does to each node and relationship: nodes first, then relationships.", new FieldMeaning.ProposedEntries());
        Add(
            Proposal, "conflicts", RequiredList(types.String), "What has changed in the graph since, so that it cannot be accepted. Empty if it is not open.",
            new FieldMeaning.Conflicts());
        _connection = connections.Build("Proposals", new ObjectGraphType { Name = "ProposalsEdge", Description = "Proposal and its cursor." }, Proposal, "Page of proposals.");
    }

    /// <summary>A proposal, as the payload of a mutation also returns it.</summary>
    public ObjectGraphType Proposal { get; } = new() { Name = "Proposal", Description = "Change that waits for review, or waited for it." };

    /// <summary>Adds the root fields.</summary>
    public void AddTo(ObjectGraphType query, FieldArguments arguments)
    {
        var proposals = Add(query, "proposals", Required(_connection), "Proposals, newest first. @asOf and @evidence do not apply.", new FieldMeaning.Proposals());
        proposals.Arguments!.Add(new QueryArgument(BuildFilter()) { Name = "where", Description = "Returns only proposals that satisfy this filter." });
        arguments.AddPage(proposals);
        Add(query, "proposal", Proposal, "Returns the proposal with the id, or null if there is none. @asOf and @evidence do not apply.", new FieldMeaning.ProposalById())
            .Arguments!.Add(new QueryArgument(Required(_types.Id)) { Name = "id", Description = "Id of the proposal." });
    }

    private InputObjectGraphType BuildFilter()
    {
        var status = new InputObjectGraphType { Name = "ProposalStatusFilterInput", Description = "Filter for the status of a proposal. All fields that are given must hold." };
        status.AddField(new FieldType { Name = "eq", ResolvedType = _status, Description = "Equal to this." });
        status.AddField(new FieldType { Name = "in", ResolvedType = new ListGraphType(Required(_status)), Description = "One of these." });
        var filter = new InputObjectGraphType { Name = "ProposalFilterInput", Description = "Filter for proposals." };
        filter.AddField(new FieldType { Name = "status", ResolvedType = status, Description = "What became of it." });
        return filter;
    }
}
