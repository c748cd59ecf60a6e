using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Finds the entries of a timeline. All of them are looked at, and only those of the page are kept.</summary>
internal sealed class TimelinePage(ReadContext context, Visibility visibility, StandingReader standings, TimelineOrder order)
{
    private readonly List<TimelineEntry> _entries = [];
    private readonly HashSet<NodeRef> _nodes = [];
    private readonly HashSet<(int Type, int Row)> _offices = [];
    private int _from;
    private int _to;
    private int _size;
    private bool _fromEnd;
    private TimelinePlace? _after;
    private TimelinePlace? _before;
    private int _preceding;
    private int _following;
    private int _within;

    public IReadOnlyList<TimelineEntry> Entries => _entries;
    public int Total { get; private set; }
    public PageEnds Ends => new(
        HasNext: _following > 0 || (!_fromEnd && _within > _entries.Count), HasPrevious: _preceding > 0 || (_fromEnd && _within > _entries.Count));

    /// <param name="from">A partial date; null for no limit.</param>
    /// <param name="to">A partial date; null for no limit.</param>
    public void Begin(byte[]? from, byte[]? to, Page page, bool needsItems)
    {
        _entries.Clear();
        _nodes.Clear();
        _offices.Clear();
        (_from, _to) = (from is null ? 0 : DayNumber.First(from), to is null ? int.MaxValue : DayNumber.Last(to));
        (_size, _fromEnd) = (needsItems ? page.Size : 0, page.FromEnd);
        _after = needsItems && page.After is { } after ? new TimelinePlace(after) : null;
        _before = needsItems && page.Before is { } before ? new TimelinePlace(before) : null;
        (Total, _preceding, _following, _within) = (0, 0, 0, 0);
    }

    /// <summary>Adds the entries that are about the node, by the rule of `timeline`.</summary>
    public void AddAbout(NodeRef node)
    {
        var model = context.Snapshot.Model;
        var hasMoments = !model.Timeline.Moments[node.Type].IsEmpty;
        if (hasMoments)
            AddMoments(node);
        foreach (var adjacency in context.TableOf(node).Type.Adjacencies)
        {
            var relationship = context.Snapshot.Relationships[adjacency.Type].Type;
            var isClaims = adjacency == model.Evidence.About.In;
            if (hasMoments && !isClaims && adjacency != model.Timeline.About?.In)
                continue;
            foreach (var link in context.Links(node, adjacency))
            {
                if (!visibility.IsVisible(adjacency, link))
                    continue;
                if (relationship.SeenOn is not null)
                    AddOffice(relationship, link.Relationship);
                if (isClaims)
                    AddReports(link.Node);
                else
                    AddMoments(link.Node);
            }
        }
    }

    private void AddReports(NodeRef claim)
    {
        var adjacency = context.Snapshot.Model.Evidence.StatedIn.Out;
        foreach (var link in context.Links(claim, adjacency))
            if (visibility.IsVisible(adjacency, link))
                AddMoments(link.Node);
    }

    private void AddMoments(NodeRef node)
    {
        var moments = context.Snapshot.Model.Timeline.Moments[node.Type];
        if (moments.IsEmpty || !_nodes.Add(node))
            return;
        var table = context.TableOf(node);
        var tookEffect = table.Type.Lifespan is null || standings.TookEffect(node);
        foreach (var moment in moments)
        {
            var on = moment.What == TimelineEvent.Ended ? standings.EndOf(node) : JsonText.Unquote(table.Properties[moment.On.Ordinal, node.Row]);
            if (!on.IsEmpty && (tookEffect || moment.What != TimelineEvent.InForce))
                Add(new TimelineEntry(DayNumber.First(on), moment.What, node, null));
        }
    }

    private void AddOffice(RelationshipType type, int row)
    {
        if (!_offices.Add((type.Index, row)))
            return;
        var table = context.Snapshot.Relationships[type.Index];
        var office = new Traversal(table.To[row], type.Out, row);
        if (JsonText.Unquote(table.Since[row]) is { IsEmpty: false } since)
            Add(new TimelineEntry(DayNumber.First(since), TimelineEvent.OfficeTaken, table.From[row], office));
        if (JsonText.Unquote(table.Until[row]) is { IsEmpty: false } until)
            Add(new TimelineEntry(DayNumber.First(until), TimelineEvent.OfficeLeft, table.From[row], office));
    }

    private void Add(TimelineEntry entry)
    {
        context.ThrowIfCancelled();
        if (entry.Day < _from || entry.Day > _to)
            return;
        Total++;
        if (_after is not null && order.Compare(entry, _after) <= 0)
            _preceding++;
        else if (_before is not null && order.Compare(entry, _before) >= 0)
            _following++;
        else
        {
            _within++;
            Keep(entry);
        }
    }

    /// <summary>Keeps the first entries up to the size of the page, or the last.</summary>
    private void Keep(TimelineEntry entry)
    {
        var isFull = _entries.Count == _size;
        if (_size == 0 || (isFull && (_fromEnd ? order.Compare(entry, _entries[0]) < 0 : order.Compare(entry, _entries[^1]) > 0)))
            return;
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (order.Compare(_entries[middle], entry) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        _entries.Insert(low, entry);
        if (isFull)
            _entries.RemoveAt(_fromEnd ? 0 : _size);
    }
}
