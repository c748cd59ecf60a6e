using System.Buffers.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Something that happened on a date.</summary>
/// <param name="Day">See <see cref="DayNumber"/>.</param>
/// <param name="Office">The relationship from the person to an office or post that was taken or left; null for other events.</param>
internal readonly record struct TimelineEntry(int Day, TimelineEvent What, NodeRef Node, Traversal? Office);

/// <summary>The values of a cursor: date, event, name and id of the node; then, for an office, those of its relationship.</summary>
internal sealed class TimelinePlace(Cursor cursor)
{
    /// <summary>The number of values of a cursor with an office.</summary>
    private const int ValuesWithOffice = 11;
    /// <summary>The position of the first value of the office.</summary>
    public const int OfficeValue = 4;

    public int Day { get; } = DayNumber.First(cursor.Values[0]);
    public int What { get; } = Utf8Parser.TryParse(cursor.Values[1], out int what, out _) ? what : 0;
    public CursorPlace Node { get; } = new(cursor, name: 2);
    public CursorPlace? Office { get; } = cursor.Values.Count >= ValuesWithOffice ? new CursorPlace(cursor, name: OfficeValue) : null;
}

/// <summary>The order of a timeline: by date, event, node, then the relationship of an office.</summary>
internal sealed class TimelineOrder(ReadContext context, ItemOrder itemOrder, TraversalOrder traversalOrder)
{
    public int Compare(TimelineEntry left, TimelineEntry right)
    {
        var order = left.Day.CompareTo(right.Day);
        if (order == 0)
            order = left.What.CompareTo(right.What);
        if (order == 0)
            order = context.Snapshot.Order.Compare(left.Node, right.Node);
        return order == 0 && left.Office is { } office && right.Office is { } other ? traversalOrder.Compare(office, other) : order;
    }

    public int Compare(TimelineEntry entry, TimelinePlace place)
    {
        var order = entry.Day.CompareTo(place.Day);
        if (order == 0)
            order = ((int)entry.What).CompareTo(place.What);
        if (order == 0)
            order = itemOrder.Compare(entry.Node, place.Node);
        return order == 0 && entry.Office is { } office && place.Office is { } other
            ? traversalOrder.Compare(office, other, TimelinePlace.OfficeValue) : order;
    }

    public void AppendTo(CursorBuilder cursor, TimelineEntry entry)
    {
        Span<byte> text = stackalloc byte[DayNumber.MaxLength];
        cursor.Append(DayNumber.Format(entry.Day, text));
        cursor.Append((int)entry.What);
        itemOrder.AppendTo(cursor, entry.Node);
        if (entry.Office is { } office)
            traversalOrder.AppendTo(cursor, office);
    }
}

/// <summary>Partial dates as numbers that sort as their text does: 2024-07-15 is 20240715, 2024-07 is 20240700, 2024 is 20240000.</summary>
internal static class DayNumber
{
    public const int MaxLength = 10;

    public static int First(ReadOnlySpan<byte> date)
    {
        static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out _) ? number : 0;
        return date.Length < 4 ? 0
            : Number(date[..4]) * 10000 + (date.Length < 7 ? 0 : Number(date[5..7]) * 100) + (date.Length < 10 ? 0 : Number(date[8..10]));
    }

    /// <summary>The largest number of a day within the partial date.</summary>
    public static int Last(ReadOnlySpan<byte> date) => First(date) + (date.Length < 7 ? 9999 : date.Length < 10 ? 99 : 0);

    public static ReadOnlySpan<byte> Format(int day, Span<byte> text)
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
}
