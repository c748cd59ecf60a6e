using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>When nodes and relationships are in effect.</summary>
internal sealed partial class Execution
{
    /// <summary>Whether the node shows at all: under @asOf an instrument that is not in effect does not.</summary>
    private bool IsVisible(NodeRef node) => _asOf is null || _snapshot.Nodes[node.Type].Type.Lifespan is null || IsInEffect(node, _asOf);

    /// <summary>Whether some of a type's nodes may be left out of this answer for its date.</summary>
    private bool CanVanish(FieldedType type)
    {
        if (_asOf is not null)
            foreach (var member in type.Members)
                if (member.Lifespan is not null)
                    return true;
        return false;
    }

    private bool IsVisible(RelationshipField field, Link link) =>
        (!field.IsPartial || field.Target.Members.Contains(_snapshot.Nodes[link.Node.Type].Type))
        && (_asOf is null || (IsInEffect(_snapshot.Relationships[field.Type.Index], link.Relationship, _asOf) && IsVisible(link.Node)));

    private ReadOnlySpan<byte> DateFor(PlanField.InEffect field) =>
        field.On >= 0 && _values[field.On] is byte[] on ? on : _asOf ?? _today;

    private bool IsInEffect(NodeRef node, ReadOnlySpan<byte> date)
    {
        var table = _snapshot.Nodes[node.Type];
        var lifespan = table.Type.Lifespan!;
        return !HasStatus(table, lifespan, node.Row, v => v.IsNever)
            && PartialDate.HasStarted(StartOf(table, node.Row), date) && PartialDate.HasNotEnded(EndOf(table, node.Row), date);
    }

    /// <summary>The first of the starting dates that is set.</summary>
    private static ReadOnlySpan<byte> StartOf(NodeTable table, int row)
    {
        foreach (var property in table.Type.Lifespan!.Starts)
            if (table.Properties[property.Ordinal, row] is { IsEmpty: false } start)
                return JsonText.Unquote(start);
        return default;
    }

    private static ReadOnlySpan<byte> EndOf(NodeTable table, int row)
    {
        var lifespan = table.Type.Lifespan!;
        var end = table.Properties[lifespan.End.Ordinal, row];
        if (end.IsEmpty && HasStatus(table, lifespan, row, v => v.IsOver))
            end = table.Properties[lifespan.StatusAsOf.Ordinal, row];
        return JsonText.Unquote(end);
    }

    private static bool HasStatus(NodeTable table, Lifespan lifespan, int row, Func<EnumValue, bool> holds)
    {
        var position = table.Properties.Position(lifespan.Status.Ordinal, row);
        return position >= 0 && holds(lifespan.Status.Enum!.Values[position]);
    }

    private static bool IsInEffect(RelationshipTable table, int row, ReadOnlySpan<byte> date)
    {
        var since = JsonText.Unquote(table.Since[row]);
        var until = JsonText.Unquote(table.Until[row]);
        if (table.SeenOn is { } seenOn && table.Properties[seenOn.Ordinal, row] is { Length: > 2 } days)
        {
            FirstAndLast(days, out var first, out var last);
            if (until.IsEmpty && since.IsEmpty)
                until = last;
            if (since.IsEmpty)
                since = first;
        }
        return PartialDate.HasStarted(since, date) && PartialDate.HasNotEnded(until, date);
    }

    /// <summary>The earliest by its first day and the latest by its last, of a JSON list of dates.</summary>
    private static void FirstAndLast(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> last)
    {
        first = default;
        last = default;
        while (json.IndexOf((byte)'"') is >= 0 and var open)
        {
            json = json[(open + 1)..];
            var close = json.IndexOf((byte)'"');
            var day = json[..close];
            json = json[(close + 1)..];
            if (first.IsEmpty || day.SequenceCompareTo(first) < 0)
                first = day;
            if (last.IsEmpty || PartialDate.CompareLastDay(day, last) > 0)
                last = day;
        }
    }
}
