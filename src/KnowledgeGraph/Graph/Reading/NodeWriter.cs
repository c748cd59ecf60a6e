using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Writes nodes: stored values from templates, and all other fields by the operators.</summary>
/// <param name="fields">Writes the fields that are not stored values.</param>
internal sealed class NodeWriter(ReadContext context, ResponseWriter writer, INodeFieldWriter fields)
{
    public void WriteOrNull(NodeSelection selection, NodeRef? node)
    {
        if (node is { } found && !selection[found.Type].IsDefault)
            Write(selection, found);
        else
            writer.Raw("null"u8);
    }

    public void Write(NodeSelection selection, NodeRef node)
    {
        context.ThrowIfCancelled();
        var properties = context.TableOf(node).Properties;
        foreach (ref readonly var part in RowTemplate.OfNode(selection, node.Type).AsSpan())
        {
            if (part.Template is { } template)
                template.Write(writer, properties[node.Row]);
            else
                fields.Write(part.Field, node);
        }
    }

    public void WriteList(NodeSelection selection, ReadOnlySpan<NodeRef> nodes)
    {
        writer.BeginList();
        for (var i = 0; i < nodes.Length; i++)
        {
            writer.Separate(isFirst: i == 0);
            Write(selection, nodes[i]);
        }
        writer.EndList();
    }

    /// <summary>Writes a field that is not a stored value. The keys of connections and of single nodes are written already.</summary>
    public void WriteField(PlanField field, NodeRef node) => fields.Write(field, node);
}

/// <summary>Writes the fields of a node that are not stored values.</summary>
internal interface INodeFieldWriter
{
    void Write(PlanField field, NodeRef node);
}
