using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>What happened when, about some nodes: all of it is looked at, only the page is kept.</summary>
internal sealed partial class Execution
{
    private Timeline? _timeline;

    /// <summary>Something that happened.</summary>
    /// <param name="Day">The date as a number, 0 for a month or day that is not known: it orders as the text does.</param>
    /// <param name="Office">Of an office or post that was taken or left: what leads from the person to it.</param>
    private readonly record struct Happening(int Day, TimelineEvent What, NodeRef Node, Step? Office);

    /// <summary>The page of a timeline in the making, and what lies on both sides of it.</summary>
    private sealed class Timeline(Execution execution)
    {
        private readonly List<Happening> _page = [];
        private readonly HashSet<NodeRef> _nodes = [];
        private readonly HashSet<(int Type, int Row)> _offices = [];
        private int _from;
        private int _to;
        private int _size;
        private bool _fromEnd;
        private TimelinePlace? _after;
        private TimelinePlace? _before;
        private int _within;

        public IReadOnlyList<Happening> Page => _page;
        public int Total { get; private set; }
        private int Preceding { get; set; }
        private int Following { get; set; }
        public bool HasNext => Following > 0 || (!_fromEnd && _within > _page.Count);
        public bool HasPrevious => Preceding > 0 || (_fromEnd && _within > _page.Count);

        public void Start(byte[]? from, byte[]? to, Page page, bool needsItems)
        {
            _page.Clear();
            _nodes.Clear();
            _offices.Clear();
            (_from, _to) = (from is null ? 0 : FirstDay(from), to is null ? int.MaxValue : LastDay(to));
            (_size, _fromEnd) = (needsItems ? page.Size : 0, page.FromEnd);
            _after = needsItems && page.After is { } after ? new TimelinePlace(after) : null;
            _before = needsItems && page.Before is { } before ? new TimelinePlace(before) : null;
            (Total, Preceding, Following, _within) = (0, 0, 0, 0);
        }

        /// <summary>Adds what the rule of `timeline` counts as about the node.</summary>
        public void AddAbout(NodeRef node)
        {
            var (snapshot, type) = (execution._snapshot, execution._snapshot.Nodes[node.Type].Type);
            var roles = snapshot.Model.Timeline;
            var happens = !roles.Moments[node.Type].IsEmpty;
            if (happens)
                AddMoments(node);
            foreach (var adjacency in type.Adjacency)
            {
                var relationship = snapshot.Relationships[adjacency / 2].Type;
                var isClaims = adjacency == execution.Roles.About.Index * 2 + 1;
                if (happens && !isClaims && adjacency != roles.About?.Index * 2 + 1)
                    continue;
                foreach (var link in snapshot.Nodes[node.Type].Adjacency[adjacency][node.Row])
                {
                    if (!execution.IsShown(adjacency, link))
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
            var adjacency = execution.Roles.StatedIn.Index * 2;
            foreach (var link in execution._snapshot.Nodes[claim.Type].Adjacency[adjacency][claim.Row])
                if (execution.IsShown(adjacency, link))
                    AddMoments(link.Node);
        }

        private void AddMoments(NodeRef node)
        {
            var moments = execution._snapshot.Model.Timeline.Moments[node.Type];
            if (moments.IsEmpty || !_nodes.Add(node))
                return;
            var table = execution._snapshot.Nodes[node.Type];
            var lifespan = table.Type.Lifespan;
            var neverTookEffect = lifespan is not null && HasStatus(table, lifespan, node.Row, v => v.IsNever);
            foreach (var moment in moments)
            {
                var on = moment.What == TimelineEvent.Ended ? EndOf(table, node.Row) : JsonText.Unquote(table.Properties[moment.On.Ordinal, node.Row]);
                if (!on.IsEmpty && !(moment.What == TimelineEvent.InForce && neverTookEffect))
                    Add(new Happening(FirstDay(on), moment.What, node, null));
            }
        }

        private void AddOffice(RelationshipType type, int row)
        {
            if (!_offices.Add((type.Index, row)))
                return;
            var table = execution._snapshot.Relationships[type.Index];
            var office = new Step(table.To[row], type.Index * 2, row);
            if (JsonText.Unquote(table.Since[row]) is { IsEmpty: false } since)
                Add(new Happening(FirstDay(since), TimelineEvent.OfficeTaken, table.From[row], office));
            if (JsonText.Unquote(table.Until[row]) is { IsEmpty: false } until)
                Add(new Happening(FirstDay(until), TimelineEvent.OfficeLeft, table.From[row], office));
        }

        private void Add(Happening happening)
        {
            if (happening.Day < _from || happening.Day > _to)
                return;
            Total++;
            if (_after is not null && execution.Compare(happening, _after) <= 0)
                Preceding++;
            else if (_before is not null && execution.Compare(happening, _before) >= 0)
                Following++;
            else
            {
                _within++;
                Keep(happening);
            }
        }

        /// <summary>Keeps the first of the page's size, or the last.</summary>
        private void Keep(Happening happening)
        {
            var isFull = _page.Count == _size;
            if (_size == 0 || (isFull && (_fromEnd ? execution.Compare(happening, _page[0]) < 0 : execution.Compare(happening, _page[^1]) > 0)))
                return;
            var (low, high) = (0, _page.Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (execution.Compare(_page[middle], happening) < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            _page.Insert(low, happening);
            if (isFull)
                _page.RemoveAt(_fromEnd ? 0 : _size);
        }
    }

    /// <summary>A cursor's values: date, what, name and id; of an office those of its step follow.</summary>
    private sealed class TimelinePlace(Cursor cursor)
    {
        public int Day { get; } = FirstDay(cursor.Values[0]);
        public int What { get; } = Utf8Parser.TryParse(cursor.Values[1], out int what, out _) ? what : 0;
        public CursorPlace Node { get; } = new(cursor, name: 2);
        public CursorPlace? Office { get; } = cursor.Values.Count >= 11 ? new CursorPlace(cursor, name: 4) : null;
    }

    /// <summary>The first day of a partial date as a number; of 2024-07 it is 20240700.</summary>
    private static int FirstDay(ReadOnlySpan<byte> date)
    {
        static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out _) ? number : 0;
        return date.Length < 4 ? 0
            : Number(date[..4]) * 10000 + (date.Length < 7 ? 0 : Number(date[5..7]) * 100) + (date.Length < 10 ? 0 : Number(date[8..10]));
    }

    /// <summary>What `lte` still holds for: the date itself, all before, and all that begins as it does.</summary>
    private static int LastDay(ReadOnlySpan<byte> date) => FirstDay(date) + (date.Length < 7 ? 9999 : date.Length < 10 ? 99 : 0);

    private static ReadOnlySpan<byte> TextOf(int day, Span<byte> text)
    {
        Utf8Formatter.TryFormat(day / 10000, text, out _, new('D', 4));
        if (day % 10000 == 0)
            return text[..4];
        text[4] = (byte)'-';
        Utf8Formatter.TryFormat(day / 100 % 100, text[5..], out _, new('D', 2));
        if (day % 100 == 0)
            return text[..7];
        text[7] = (byte)'-';
        Utf8Formatter.TryFormat(day % 100, text[8..], out _, new('D', 2));
        return text;
    }

    private int Compare(Happening left, Happening right)
    {
        var order = left.Day.CompareTo(right.Day);
        if (order == 0)
            order = left.What.CompareTo(right.What);
        if (order == 0)
            order = _snapshot.Order.Compare(left.Node, right.Node);
        if (order != 0 || left.Office is not { } taken || right.Office is not { } other)
            return order;
        order = CompareLists(taken, other);
        return order != 0 ? order : CompareParallel(taken, other);
    }

    private int Compare(Happening happening, TimelinePlace place)
    {
        var order = happening.Day.CompareTo(place.Day);
        if (order == 0)
            order = ((int)happening.What).CompareTo(place.What);
        if (order == 0)
            order = Compare(happening.Node, place.Node);
        return order == 0 && happening.Office is { } office && place.Office is { } other ? Compare(office, other, first: 4) : order;
    }

    private void BuildCursor(Happening happening, Ordering ordering)
    {
        Span<byte> text = stackalloc byte[10];
        Cursor.Start(_cursor, ordering.Tag);
        Cursor.Append(_cursor, TextOf(happening.Day, text));
        Cursor.Append(_cursor, [(byte)('0' + (int)happening.What)]);
        Cursor.Append(_cursor, JsonText.Unquote(NameOf(happening.Node)));
        Cursor.Append(_cursor, JsonText.Unquote(IdOf(happening.Node)));
        if (happening.Office is { } office)
            AppendToCursor(office);
    }

    private void WriteTimeline(PlanField.Timeline field)
    {
        var timeline = _timeline ??= new Timeline(this);
        timeline.Start(DateOf(field.From), DateOf(field.To), (Page)_values[field.Page]!, field.Selection.NeedsItems);
        foreach (var id in (string[])_values[field.About]!)
            if (Find(id) is { } node)
                timeline.AddAbout(node);
        foreach (var inner in field.Selection.Fields)
        {
            switch (inner)
            {
                case PlanField.Edges edges:
                    Start(inner);
                    WriteHappenings(edges.Fields, timeline.Page, field.Ordering);
                    break;
                case PlanField.Entries entries:
                    Start(inner);
                    WriteHappenings(entries.Fields, timeline.Page, field.Ordering);
                    break;
                case PlanField.TotalCount: Number(inner, timeline.Total); break;
                case PlanField.PageInfo info:
                    Start(inner);
                    WritePageInfo(info.Fields, timeline, field.Ordering);
                    break;
                case PlanField.Constant constant: Value(inner, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(field.Selection.Fields);
    }

    private byte[]? DateOf(int parameter) => parameter < 0 ? null : (byte[]?)_values[parameter];

    private void WriteHappenings(ImmutableArray<PlanField> fields, IReadOnlyList<Happening> page, Ordering ordering)
    {
        Byte((byte)'[');
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
                Byte((byte)',');
            WriteHappening(fields, page[i], ordering);
        }
        Byte((byte)']');
    }

    /// <summary>An edge, or the entry that it carries.</summary>
    private void WriteHappening(ImmutableArray<PlanField> fields, Happening happening, Ordering ordering)
    {
        Span<byte> text = stackalloc byte[10];
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.Entry entry:
                    Start(field);
                    WriteHappening(entry.Fields, happening, ordering);
                    break;
                case PlanField.Cursor:
                    Start(field);
                    BuildCursor(happening, ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.OnDate: Date(field, TextOf(happening.Day, text)); break;
                case PlanField.What: Value(field, Fragment(TimelineRoles.Events, (int)happening.What)); break;
                case PlanField.EdgeNode node:
                    Start(field);
                    WriteNode(node.Selection, happening.Node);
                    break;
                case PlanField.Relationship relationship when happening.Office is { } office:
                    Start(field);
                    WriteRelationship(relationship.Fields, office.Type, office.Relationship);
                    break;
                case PlanField.Relationship: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WritePageInfo(ImmutableArray<PlanField> fields, Timeline timeline, Ordering ordering)
    {
        var page = timeline.Page;
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(timeline.HasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(timeline.HasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when page.Count > 0:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? page[0] : page[^1], ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.StartCursor or PlanField.EndCursor: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }
}
