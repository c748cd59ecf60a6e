using GraphQL.Types;
using KnowledgeGraph.Model;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema;

/// <summary>`changes`, `change` and `history`: what was changed, when and by whom.</summary>
internal sealed class HistoryTypes(SchemaTypes types, ConnectionTypes connections, FieldArguments arguments)
{
    private const string Scope = " A history begins when the store was created, or upgraded to a version that records it. @asOf and @evidence do not apply.";

    private ObjectGraphType? _changes;

    /// <summary>A recorded commit, as the payload of a mutation also returns it.</summary>
    public ObjectGraphType Change { get; } = new() { Name = "Change", Description = "Commit that changed the graph." };

    /// <summary>What a change did to one node or relationship, or what a proposal would do.</summary>
    public ObjectGraphType Entry { get; } = new() { Name = "ChangeEntry", Description = "What a change did to one node or relationship, or what a proposal would do." };

    /// <summary>Adds the root fields.</summary>
    public void AddTo(ObjectGraphType query)
    {
        var changes = Add(query, "changes", Required(Connection), "Changes of the graph, newest first." + Scope, new FieldMeaning.Changes());
        changes.Arguments!.Add(new QueryArgument(new ListGraphType(Required(types.Id)))
        {
            Name = "about",
            Description = $"Returns only changes of these nodes, of their relationships, or of these relationships. At most {GraphSchema.MaxPageSize} ids. Default: all.",
        });
        changes.Arguments.Add(new QueryArgument(types.String) { Name = "by", Description = "Returns only changes of this author." });
        changes.Arguments.Add(new QueryArgument(types.Int) { Name = "since", Description = "Returns only changes after this version." });
        arguments.AddPage(changes);
        Add(query, "change", Change, "Returns the change with the id, or null if there is none." + Scope, new FieldMeaning.ChangeById())
            .Arguments!.Add(new QueryArgument(Required(types.Id)) { Name = "id", Description = "Id of the change." });
    }

    /// <summary>Adds the history of a node.</summary>
    public void AddHistory(IComplexGraphType owner) => arguments.AddPage(Add(
        owner, "history", Required(Connection), "Changes of the node and of its relationships, newest first." + Scope, new FieldMeaning.History()));

    private ObjectGraphType Connection => _changes ??= Build();

    private ObjectGraphType Build()
    {
        Add(Change, "id", Required(types.Id), "Stable identifier. Treat it as opaque.", new FieldMeaning.Leaf(Leaf.Id));
        Add(Change, "version", Required(types.Int), "Version of the graph that it made.", new FieldMeaning.Leaf(Leaf.Version));
        Add(Change, "at", Required(types.DateTime), "When it was committed (UTC).", new FieldMeaning.Leaf(Leaf.RecordedAt));
        Add(Change, "by", types.String, "Its author: the subject of the token. Null for the operator, who loads seeds and imports.", new FieldMeaning.Leaf(Leaf.By));
        Add(Change, "acceptedBy", types.String, "Who accepted it. Null if it was not proposed for review.", new FieldMeaning.Leaf(Leaf.AcceptedBy));
        Add(Change, "note", types.String, "What its author says about it. Null for nothing.", new FieldMeaning.Leaf(Leaf.Note));
        Add(Change, "kind", Required(BuildKind()), "What made it.", new FieldMeaning.Leaf(Leaf.Kind));
        Add(Change, "undoes", types.Id, "Id of the change that it reverses. Null if it is not an undo.", new FieldMeaning.Leaf(Leaf.Undoes));
        Add(Change, "undoneBy", types.Id, "Id of the change that reverses it. Null if it was not undone.", new FieldMeaning.Leaf(Leaf.UndoneBy));
        arguments.AddPage(Add(
            Change, "entries", Required(BuildEntries()), "What it did to each node and relationship: nodes first, then relationships.", new FieldMeaning.ChangeEntries()));
        return connections.Build("Changes", new ObjectGraphType { Name = "ChangesEdge", Description = "Change and its cursor." }, Change, "Page of changes.");
    }

    private static EnumerationGraphType BuildKind() => BuildEnum(new EnumType("ChangeKind", "What made a change.", [
        new("SEED", "A seed was loaded."), new("IMPORT", "Records were imported."), new("MUTATION", "A mutation changed the graph."),
        new("UNDO", "An earlier change was reversed."), new("MERGE", "Two nodes became one."), new("PROPOSAL", "A proposal was accepted."),
        new("REPAIR", "The operator repaired the graph."),
    ]));

    private ObjectGraphType BuildEntries()
    {
        var entry = Entry;
        var field = new ObjectGraphType { Name = "ChangedField", Description = "Field of a node or relationship that a change set." };
        Add(field, "name", Required(types.String), "Name of the field. `evidence` has the ids of claims.", new FieldMeaning.Leaf(Leaf.FieldName));
        Add(field, "before", types.String, "Value before the change, as JSON. Null if it had none.", new FieldMeaning.Leaf(Leaf.Before));
        Add(field, "after", types.String, "Value after the change, as JSON. Null if it has none.", new FieldMeaning.Leaf(Leaf.After));

        Add(entry, "kind", Required(BuildEnum(new EnumType("ChangeEntryKind", "What a change did to a node or relationship.", [
            new("ADDED", "It was added."), new("CHANGED", "Some of its fields were changed."), new("REMOVED", "It was removed."),
        ]))), "Whether it was added, changed or removed.", new FieldMeaning.Leaf(Leaf.Kind));
        Add(entry, "id", Required(types.Id), "Id of the node or relationship.", new FieldMeaning.Leaf(Leaf.Id));
        Add(entry, "type", Required(types.String), "Type of the node or relationship.", new FieldMeaning.Leaf(Leaf.TypeName));
        Add(entry, "from", types.Id, "Id of the node at which the relationship starts. Null for a node.", new FieldMeaning.Leaf(Leaf.FromId));
        Add(entry, "to", types.Id, "Id of the node at which the relationship ends. Null for a node.", new FieldMeaning.Leaf(Leaf.ToId));
        Add(entry, "fields", RequiredList(field), "Fields that differ, in the order of the model. If it was added or removed, all fields that have a value.", new FieldMeaning.ChangedFields());
        return connections.Build(
            "ChangeEntries", new ObjectGraphType { Name = "ChangeEntriesEdge", Description = "Entry of a change and its cursor." }, entry, "Page of the entries of a change.");
    }
}
