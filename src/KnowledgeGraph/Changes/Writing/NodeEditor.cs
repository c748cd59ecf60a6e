using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Creates, updates and deletes nodes, without their relationships.</summary>
internal sealed class NodeEditor(WriteContext context)
{
    /// <summary>Creates a node.</summary>
    /// <returns>Its id; null, with an error, if the given id cannot be used.</returns>
    public string? Create(NodeType type, WriteInput input)
    {
        var properties = new Dictionary<string, object>();
        foreach (var property in type.Properties)
            if (input.Value(property) is { } value)
                properties.Add(property.Name, value);
        PropertyDefaults.Fill(type.Properties, properties);
        var id = input.Text("id") ?? NodeIds.FirstFree(NodeIds.Stem(type, properties), i => context.Working.FindNode(i) is not null);
        if (input.Has("id") && context.Working.FindNode(id) is { } other)
        {
            context.Report(ChangeErrorCode.Taken, input.LocationOf("id"), $"The id {id} is taken by {Noun(other.Type)}. Choose another one, or leave it out.");
            return null;
        }
        context.Working.Put(new NodeRecord(type, id, properties, input.Location));
        return id;
    }

    /// <summary>Sets the given properties of a node. Null resets a property to its default.</summary>
    public void Update(NodeRecord node, WriteInput set)
    {
        var properties = node.Properties.ToDictionary();
        foreach (var property in node.Type.Properties.Where(p => set.Has(p.Name)))
            if (set.Value(property) is { } value)
                properties[property.Name] = value;
            else
                properties.Remove(property.Name);
        PropertyDefaults.Fill(node.Type.Properties, properties);
        context.Working.Put(node with { Properties = properties, Location = set.Location });
    }

    public void Delete(NodeRecord node, WriteInput input) => context.Working.RemoveNode(node.Id, input.LocationOf("id"));

    private static string Noun(NodeType type) => $"{("aeiou".Contains(type.FieldName[0], StringComparison.Ordinal) ? "an" : "a")} {type.FieldName}";
}
