using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Finds nodes through indexes and relationships, so that not all nodes of a collection must be looked at.</summary>
internal sealed class SeekReader(ReadContext context, ItemStack<Link> items)
{
    private readonly HashSet<NodeRef> _found = [];

    /// <summary>Pushes all nodes of the type to which the seek leads, each once.</summary>
    public void Push(Seek seek, CompositeType type)
    {
        _found.Clear();
        Find(seek, type);
    }

    private void Find(Seek seek, CompositeType type)
    {
        switch (seek)
        {
            case Seek.ById byId:
                foreach (var id in Several(byId.Ids))
                    if (context.Snapshot.TryFind(Encoding.UTF8.GetString(id), out var node))
                        Add(node, type);
                break;
            case Seek.ByUnique byUnique:
                foreach (var value in Several(byUnique.Values))
                    if (context.Snapshot.TryFindUnique(byUnique.Type, byUnique.Property, Encoding.UTF8.GetString(value), out var node))
                        Add(node, type);
                break;
            case Seek.Through through:
                var mark = items.Count;
                Find(through.Inner, through.Field.Target);
                var end = items.Count;
                _found.Clear();
                for (var i = mark; i < end; i++)
                    foreach (var link in context.Links(items[i].Node, through.Field.Adjacency.Opposite))
                        Add(link.Node, type);
                // What was found takes the place of the nodes from which it was found.
                items.From(end).CopyTo(items.From(mark));
                items.Truncate(mark + items.Count - end);
                break;
            default: throw new UnreachableException($"{seek}");
        }
    }

    private void Add(NodeRef node, CompositeType type)
    {
        if (type.Members.Contains(context.TableOf(node).Type) && _found.Add(node))
            items.Push(new Link(node, -1));
    }

    private IEnumerable<byte[]> Several(Slot<object> slot) =>
        context.Value(slot) is var value && value is object[] several ? several.Cast<byte[]>() : [(byte[])value];
}
