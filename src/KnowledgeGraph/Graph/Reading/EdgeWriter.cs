using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Writes the edges of stored connections from templates: the hot loop of most requests.</summary>
internal sealed class EdgeWriter(ReadContext context, ResponseWriter writer, ItemOrder order, RelationshipWriter relationshipWriter, NodeWriter nodeWriter)
{
    private readonly CursorBuilder _cursor = new();

    /// <param name="table">The table of the relationships; null for the nodes of a collection.</param>
    public void Write(EdgesField edges, ReadOnlySpan<Link> page, RelationshipTable? table, ConnectionField connection)
    {
        if (page.IsEmpty)
        {
            writer.Raw("[]"u8);
            return;
        }
        var (start, byType, type) = (writer.Length, RowTemplate.OfEdges(edges), -1);
        var (relationships, nodes) = (table?.Properties, (PropertyRows)null!);
        RowTemplate.Part[] parts = [];
        if (relationships is not null)
            Prefetch(page, relationships);
        foreach (var link in page)
        {
            context.ThrowIfCancelled();
            if (link.Node.Type != type)
            {
                type = link.Node.Type;
                (nodes, parts) = (context.Snapshot.Nodes[type].Properties, byType.Length == 1 ? byType[0]! : byType[type]!);
            }
            foreach (ref readonly var part in parts.AsSpan())
            {
                if (part.Template is { } template)
                    template.Write(writer, part.IsOfNode ? nodes[link.Node.Row] : relationships is null ? default : relationships[link.Relationship]);
                else if (part.IsOfNode)
                    nodeWriter.WriteField(part.Field, link.Node);
                else if (part.Field is LeafField { What: Leaf.Cursor })
                {
                    _cursor.Begin(connection.Ordering.Tag);
                    order.AppendTo(_cursor, link, table, connection.Choice.Order);
                    writer.Cursor(part.Field.Key, _cursor);
                }
                else
                    relationshipWriter.WriteField(part.Field, table!, link.Relationship);
            }
        }
        // Each edge began with a comma.
        writer.Bytes[start] = (byte)'[';
        writer.EndList();
    }

    /// <summary>
    /// Fetches the rows of a page at once, so that they are waited for together and not one after the other. This saves a tenth of the time when the
    /// processor's nearer caches were used for something else meanwhile, such as sending responses.
    /// </summary>
    private void Prefetch(ReadOnlySpan<Link> page, PropertyRows relationships)
    {
        foreach (var link in page)
        {
            relationships.Prefetch(link.Relationship);
            context.TableOf(link.Node).Properties.Prefetch(link.Node.Row);
        }
    }
}
