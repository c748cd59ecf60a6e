using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Creates, updates and deletes nodes, without their relationships.</summary>
internal sealed class NodeEditor(WriteContext context)
{
    /// <summary>Creates a node.</summary>
    /// <returns>Its id; null, with an error, if the given id cannot be used.</returns>
    public string? Create(NodeType type, WriteInput input)
    {
        var properties = input.Over(type.Properties, ImmutableDictionary<string, object>.Empty);
        var id = input.Text("id") ?? NodeIds.FirstFree(NodeIds.Stem(type, properties), i => context.Working.FindNode(i) is not null || context.Working.FindRedirect(i) is not null);
        if (input.Text("id") is not null && context.Working.FindNode(id) is { } other)
        {
            context.Report(ChangeErrorCode.Taken, input.LocationOf("id"), $"The id {id} is taken by a node of type {other.Type.Name}. Choose another one, or leave it out.", other.Revision);
            return null;
        }
        if (context.Working.FindRedirect(id) is { } into)
        {
            context.Report(ChangeErrorCode.Taken, input.LocationOf("id"), $"The id {id} is taken, because the node was merged into {into}. Choose another one, or leave it out.");
            return null;
        }
        // Every error of the node names it, so that a long id is refused at once.
        if (id.Length > ChangeSetValidator.MaxIdLength)
        {
            context.Report(ChangeErrorCode.InvalidId, input.LocationOf("id"), ChangeSetValidator.IdMistake(type, id));
            return null;
        }
        context.Working.Put(new NodeRecord(type, id, properties, input.Location));
        return id;
    }

    /// <summary>Sets the given properties of a node. Null resets a property to its default.</summary>
    public void Update(NodeRecord node, WriteInput set) =>
        context.Working.Put(node with { Properties = set.Over(node.Type.Properties, node.Properties), Location = set.Location });

    public void Delete(NodeRecord node, WriteInput input) => context.Working.RemoveNode(node.Id, input.LocationOf("id"));
}
