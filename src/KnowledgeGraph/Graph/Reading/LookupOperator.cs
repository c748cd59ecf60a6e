using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Nodes by their id or another unique property.</summary>
internal sealed class LookupOperator(ReadContext context, ResponseWriter writer, Visibility visibility, NodeWriter nodes)
{
    public void Write(AnyNodeByIdField field)
    {
        writer.Key(field.Key);
        nodes.WriteOrNull(field.Selection, visibility.Find(context.Value(field.IdValue)));
    }

    public void Write(NodesByIdField field)
    {
        writer.Key(field.Key);
        writer.BeginList();
        var isFirst = true;
        foreach (var id in context.Value(field.IdValues))
        {
            writer.Separate(isFirst);
            isFirst = false;
            nodes.WriteOrNull(field.Selection, visibility.Find(id));
        }
        writer.EndList();
    }

    public void Write(NodeByIdField field)
    {
        writer.Key(field.Key);
        var found = Find(field);
        if (found is null && field.NoteIfMissing(context.ValueOrNull) is { } note)
            writer.Note(note);
        nodes.WriteOrNull(field.Selection, found);
    }

    public void Write(WrittenRelationshipField field, RelationshipWriter relationships)
    {
        if (context.Value(field.Written) is { } key && context.Snapshot.TryFind(key, out var table, out var row))
        {
            writer.Key(field.Key);
            relationships.Write(field.Fields, table, row);
        }
        else
            writer.Null(field.Key);
    }

    /// <summary>Finds the node that all given arguments name. An argument that is null counts as not given.</summary>
    private NodeRef? Find(NodeByIdField field)
    {
        NodeRef? found = null;
        if (context.ValueOrNull(field.IdValue) is { } id)
        {
            found = visibility.Find(id);
            if (found is not { } named || field.Selection[named.Type].IsDefault)
                return null;
        }
        if (HasKey(field))
        {
            var byKey = FindByKey(field);
            if (byKey is not null && found is not null && found != byKey)
                throw field.Conflict(context.Parameters);
            found = byKey;
        }
        return found is { } node && !field.Selection[node.Type].IsDefault && visibility.IsVisible(node) ? node : null;
    }

    private bool HasKey(NodeByIdField field)
    {
        foreach (var (_, value) in field.Keys)
            if (context.Value(value) is not null)
                return true;
        return false;
    }

    private NodeRef? FindByKey(NodeByIdField field)
    {
        foreach (var (property, value) in field.Keys)
            foreach (var type in field.Type.Members)
                if (context.Value(value) is { } text && context.Snapshot.TryFindUnique(type, property, text, out var node))
                    return node;
        return null;
    }
}
