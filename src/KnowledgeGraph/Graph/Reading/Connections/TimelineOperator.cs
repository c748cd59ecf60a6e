using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Timelines: dated events about some nodes.</summary>
internal sealed class TimelineOperator
{
    private readonly ReadContext _context;
    private readonly ResponseWriter _writer;
    private readonly Visibility _visibility;
    private readonly ConnectionWriter _connections;
    private readonly RelationshipWriter _relationships;
    private readonly TimelineOrder _order;
    private readonly TimelinePage _page;

    public TimelineOperator(
        ReadContext context, ResponseWriter writer, Visibility visibility, StandingReader standings, ItemOrder itemOrder, TraversalOrder traversalOrder,
        ConnectionWriter connections, RelationshipWriter relationships)
    {
        (_context, _writer, _visibility, _connections, _relationships) = (context, writer, visibility, connections, relationships);
        _order = new TimelineOrder(context, itemOrder, traversalOrder);
        _page = new TimelinePage(context, visibility, standings, _order);
    }

    public void Write(TimelineField field)
    {
        _page.Begin(
            _context.ValueOrNull(field.From), _context.ValueOrNull(field.To), _context.Value(field.Page), field.Selection.NeedsItems);
        foreach (var id in _context.Value(field.About))
            if (_visibility.Find(id) is { } node)
                _page.AddAbout(node);
        var source = new Source(this);
        _connections.Write(field, ref source);
    }

    private readonly struct Source(TimelineOperator owner) : IItemSource
    {
        public int Count => owner._page.Entries.Count;
        public int Total => owner._page.Total;
        public PageEnds Take(ConnectionSelection selection) => owner._page.Ends;
        public NodeRef NodeOf(int item) => owner._page.Entries[item].Node;
        public void AppendTo(CursorBuilder cursor, int item) => owner._order.AppendTo(cursor, owner._page.Entries[item]);
        public bool TryWriteEdges(EdgesField edges) => false;
        public void WriteItemField(PlanField field, int item) => owner.WriteItemField(field, owner._page.Entries[item]);
        public void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public void Release() { }
    }

    private void WriteItemField(PlanField field, TimelineEntry entry)
    {
        Span<byte> text = stackalloc byte[DayNumber.MaxLength];
        switch (field)
        {
            case LeafField { What: Leaf.OnDate }: _writer.Text(field.Key, DayNumber.Format(entry.Day, text)); break;
            case LeafField { What: Leaf.What }: _writer.Value(field.Key, TimelineRoles.Events.Values[(int)entry.What].Json.Span); break;
            case AnyRelationshipField relationship when entry.Office is { } office:
                _writer.Key(field.Key);
                _relationships.Write(relationship.Fields, _context.Snapshot.Relationships[office.Adjacency.Type], office.Relationship);
                break;
            case AnyRelationshipField: _writer.Null(field.Key); break;
            default: throw new UnreachableException($"{field}");
        }
    }
}
