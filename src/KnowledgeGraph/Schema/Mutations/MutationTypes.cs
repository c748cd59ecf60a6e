using GraphQL.Types;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>Builds the root of mutations from the model: each stored type gets its own, without a line of code.</summary>
internal sealed class MutationTypes
{
    private readonly SchemaTypes _types;
    private readonly EvidenceInputs _evidence;
    private readonly RelationshipInputs _relationships;
    private readonly MutationErrorTypes _errors;
    private readonly ObjectGraphType _relationship;
    private readonly ObjectGraphType _change;
    private readonly ObjectGraphType _proposal;
    private readonly ObjectGraphType _mutation = new() { Name = "Mutation", Description = "Root of all mutations. All fields of one operation are committed together, or none is." };

    /// <param name="relationship">The type of a relationship of any type.</param>
    /// <param name="change">The type of a recorded change.</param>
    /// <param name="proposal">The type of a proposal.</param>
    public MutationTypes(SchemaTypes types, ObjectGraphType relationship, ObjectGraphType change, ObjectGraphType proposal)
    {
        (_types, _relationship, _change, _proposal) = (types, relationship, change, proposal);
        _evidence = new EvidenceInputs(types);
        _relationships = new RelationshipInputs(types, _evidence);
        _errors = new MutationErrorTypes(types);
    }

    /// <summary>Adds the mutations to a schema.</summary>
    public void AddTo(GraphQL.Types.Schema schema)
    {
        schema.Mutation = Build();
        schema.RegisterType(_errors.Interface);
        schema.Directives.Register(WriteDirectives.Create(_types));
    }

    private ObjectGraphType Build()
    {
        foreach (var type in _types.Model.NodeTypes)
        {
            var noun = Noun.WithArticle(type.Name);
            AddField($"create{type.Name}", $"Creates {noun} with its relationships.", Create(type), new FieldMeaning.CreateNode(type), p => AddNode(p, type));
            AddField($"update{type.Name}", $"Sets properties of {noun}.", Update(type), new FieldMeaning.UpdateNode(type), p => AddNode(p, type));
            AddField($"delete{type.Name}", $"Deletes {noun} with its relationships.", Delete(type), new FieldMeaning.DeleteNode(type), AddDeletedId);
        }
        AddField("addRelationship", "Adds a relationship between two nodes.", _relationships.Add(), new FieldMeaning.AddRelationship(), AddRelationship);
        AddField("updateRelationship", "Sets dates and properties of a relationship, and changes its evidence.", _relationships.Update(), new FieldMeaning.UpdateRelationship(), AddRelationship);
        var remove = InputTypes.Create("RemoveRelationshipInput", "Relationship to remove.");
        InputTypes.Add(remove, "id", Required(_types.Id), "Id of the relationship.");
        InputTypes.AddExpectedRevision(remove, _types);
        AddField("removeRelationship", "Removes a relationship. Its claims stay in the graph.", remove, new FieldMeaning.RemoveRelationship(), AddDeletedId);
        AddMerge();
        var undo = InputTypes.Create("UndoChangeInput", "Change to undo.");
        InputTypes.Add(undo, "id", Required(_types.Id), "Id of the change.");
        AddField(
            "undoChange", "Makes a change that reverses an earlier one completely. It must be the only field of its operation. The changes of others need the scope `graph:admin`.",
            undo, new FieldMeaning.UndoChange(), _ => { });
        AddReviews();
        return _mutation;
    }

    private void AddMerge()
    {
        var merge = InputTypes.Create("MergeNodesInput", "Two nodes that are the same.");
        InputTypes.Add(merge, "from", Required(_types.Id), "Id of the node that goes. It then stands for the other one.");
        InputTypes.Add(merge, "into", Required(_types.Id), "Id of the node that stays.");
        var difference = new ObjectGraphType { Name = MergeDifferences.TypeName, Description = "Value that a merge dropped, because the node that stays has another one or none." };
        Add(difference, "field", Required(_types.String), "Property of the node. For a relationship that both nodes had: its id, a blank and its field.", new FieldMeaning.MergeDifferenceField(MergeDifferencePart.Field));
        Add(difference, "kept", _types.String, "Value that stays, as JSON. Null for none.", new FieldMeaning.MergeDifferenceField(MergeDifferencePart.Kept));
        Add(difference, "dropped", _types.String, "Value that is gone, as JSON. Null for none.", new FieldMeaning.MergeDifferenceField(MergeDifferencePart.Dropped));
        AddField(
            "mergeNodes", "Merges a node into another one of its type, which gets its relationships and claims. Its id then finds the other node. This needs the scope `graph:admin`.",
            merge, new FieldMeaning.MergeNodes(), payload =>
            {
                Add(payload, "node", _types.Node, "The node that stays, as committed. Null if there are errors.", new FieldMeaning.MergedNode());
                Add(payload, "differences", RequiredList(difference), "Values that were dropped. The node that stays keeps its own.", new FieldMeaning.MergeDifferences());
            });
    }

    private void AddReviews()
    {
        const string Alone = "It must be the only field of its operation.";
        AddField(
            "acceptProposal", $"Commits a proposal, if nothing that it sets has changed since. {Alone} Own proposals need the scope `graph:admin`.",
            Review("AcceptProposalInput", "Proposal to accept."), new FieldMeaning.AcceptProposal(), _ => { });
        var reject = Review("RejectProposalInput", "Proposal to reject, and why.");
        InputTypes.Add(reject, "reason", Required(_types.String), $"Why it is rejected. At most {NoteLimit.MaxLength} characters.");
        AddField("rejectProposal", $"Rejects a proposal. {Alone}", reject, new FieldMeaning.RejectProposal(), _ => { });
        AddField(
            "withdrawProposal", $"Withdraws an own proposal. {Alone}", Review("WithdrawProposalInput", "Proposal to withdraw."), new FieldMeaning.WithdrawProposal(), _ => { });
    }

    private InputObjectGraphType Review(string name, string description)
    {
        var result = InputTypes.Create(name, description);
        InputTypes.Add(result, "id", Required(_types.Id), "Id of the proposal.");
        return result;
    }

    private void AddField(string name, string description, InputObjectGraphType input, FieldMeaning meaning, Action<ObjectGraphType> addResult)
    {
        var payload = new ObjectGraphType { Name = $"{char.ToUpperInvariant(name[0])}{name[1..]}Payload", Description = $"Result of `{name}`." };
        addResult(payload);
        Add(payload, "change", _change, "The change that the operation committed. Null if there is none.", new FieldMeaning.WrittenChange());
        Add(payload, "proposal", _proposal, "The proposal that the operation made or reviewed, if any.", new FieldMeaning.WrittenProposal());
        Add(payload, "warnings", RequiredList(_types.String), "What looks doubtful, although it is allowed. Empty if there are errors.", new FieldMeaning.Warnings());
        Add(payload, "errors", RequiredList(_errors.Union), "Why nothing was committed. Empty if the operation was committed.", new FieldMeaning.MutationErrors());
        var field = Add(_mutation, name, Required(payload), description, meaning);
        field.Arguments!.Add(new QueryArgument(Required(input)) { Name = "input", Description = input.Description });
    }

    private InputObjectGraphType Create(NodeType type)
    {
        var result = InputTypes.Create($"Create{type.Name}Input", $"New {type.Name} with its relationships.");
        InputTypes.AddId(result, _types, type);
        InputTypes.AddProperties(result, _types, type.Properties);
        foreach (var field in type.Relationships)
        {
            var end = _relationships.End(field.Type);
            InputTypes.Add(result, field.Name, field.IsList ? new ListGraphType(new NonNullGraphType(end)) : end, field.Description);
        }
        InputTypes.Add(result, "evidence", _evidence.List, "Evidence for each relationship that needs some and names none.");
        return result;
    }

    private InputObjectGraphType Update(NodeType type)
    {
        var set = InputTypes.Create($"Update{type.Name}SetInput", $"Changes of {Noun.WithArticle(type.Name)}. Only the fields that are given change. `null` resets a field to its default.");
        InputTypes.AddChanges(set, _types, type.Properties);
        var result = InputTypes.Create($"Update{type.Name}Input", $"{Noun.Capitalized(type.Name)} to change, and what to set.");
        AddId(result, type);
        InputTypes.Add(result, "set", Required(set), "Properties to set.");
        return result;
    }

    private InputObjectGraphType Delete(NodeType type)
    {
        var result = InputTypes.Create($"Delete{type.Name}Input", $"{Noun.Capitalized(type.Name)} to delete.");
        AddId(result, type);
        return result;
    }

    private void AddId(InputObjectGraphType result, NodeType type)
    {
        InputTypes.Add(result, "id", Required(_types.Id), $"Id of the {type.Name}.");
        InputTypes.AddExpectedRevision(result, _types);
    }

    private void AddNode(ObjectGraphType payload, NodeType type) => Add(
        payload, type.FieldName, _types[type.Name], $"The {type.Name} as committed. Null if there are errors.", new FieldMeaning.WrittenNode(type));

    private void AddRelationship(ObjectGraphType payload) => Add(
        payload, "relationship", _relationship, "The relationship as committed. Null if there are errors.", new FieldMeaning.WrittenRelationship());

    private void AddDeletedId(ObjectGraphType payload) => Add(payload, "deletedId", _types.Id, "Id of what is gone. Null if there are errors.", new FieldMeaning.DeletedId());
}
