using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>When nodes and relationships are in effect, and which of them an operation shows under @asOf.</summary>
internal sealed class Visibility(ReadContext context)
{
    /// <summary>Whether the operation shows the node. Under @asOf it does not show an instrument that is not in effect.</summary>
    public bool IsVisible(NodeRef node) => context.AsOf is not { } date || context.TableOf(node).Type.Lifespan is null || IsInEffect(node, date);

    /// <summary>Whether the operation may leave out nodes of this type.</summary>
    public bool MayHide(CompositeType type)
    {
        if (context.AsOf is not null)
            foreach (var member in type.Members)
                if (member.Lifespan is not null)
                    return true;
        return false;
    }

    /// <summary>Whether the operation may leave out relationships of this field.</summary>
    public bool MayHide(RelationshipField field) => context.AsOf is not null || field.IsPartial;

    /// <summary>Whether the operation shows the relationship in this field.</summary>
    public bool IsVisible(RelationshipField field, Link link) =>
        (!field.IsPartial || field.Target.Members.Contains(context.TableOf(link.Node).Type)) && IsVisible(field.Adjacency, link);

    /// <summary>Whether the relationship and the node at its other end are in effect on the date of @asOf.</summary>
    public bool IsVisible(Adjacency adjacency, Link link) => context.AsOf is not { } date
        || (IsInEffect(context.Snapshot.Relationships[adjacency.Type], link.Relationship, date) && IsVisible(link.Node));

    /// <summary>Whether the relationship itself is in effect on the date of @asOf.</summary>
    public bool IsVisible(RelationshipType type, int row) =>
        context.AsOf is not { } date || IsInEffect(context.Snapshot.Relationships[type.Index], row, date);

    /// <summary>The node with this id if the operation shows it.</summary>
    public NodeRef? Find(string? id) => id is not null && context.Snapshot.TryFind(id, out var node) && IsVisible(node) ? node : null;

    /// <summary>The node at the other end of a relationship to at most one node.</summary>
    public NodeRef? OtherEnd(NodeRef node, RelationshipField field)
    {
        foreach (var link in context.Links(node, field.Adjacency))
            if (IsVisible(field, link))
                return link.Node;
        return null;
    }

    /// <summary>The number of relationships that the operation shows.</summary>
    public int Count(NodeRef node, RelationshipField field)
    {
        var links = context.Links(node, field.Adjacency);
        if (!MayHide(field))
            return links.Length;
        var count = 0;
        foreach (var link in links)
            if (IsVisible(field, link))
                count++;
        return count;
    }

    public bool HasAny(NodeRef node, RelationshipField field)
    {
        foreach (var link in context.Links(node, field.Adjacency))
            if (IsVisible(field, link))
                return true;
        return false;
    }

    /// <summary>The date of `inEffect`: its argument, or else that of @asOf, or else today.</summary>
    public ReadOnlySpan<byte> DateOf(PlanField.InEffect field) => context[field.On] is byte[] on ? on : context.AsOf ?? context.Today;

    public bool IsInEffect(NodeRef node, ReadOnlySpan<byte> date) =>
        TookEffect(node) && PartialDate.HasStarted(StartOf(node), date) && PartialDate.HasNotEnded(EndOf(node), date);

    /// <summary>Whether the status of the instrument does not rule out that it was ever in effect.</summary>
    public bool TookEffect(NodeRef node) => !HasStatus(node, static status => status.IsNever);

    /// <summary>The first of an instrument's starting dates that is set.</summary>
    public ReadOnlySpan<byte> StartOf(NodeRef node)
    {
        var table = context.TableOf(node);
        foreach (var property in table.Type.Lifespan!.Starts)
            if (table.Properties[property.Ordinal, node.Row] is { IsEmpty: false } start)
                return JsonText.Unquote(start);
        return default;
    }

    /// <summary>The date on which an instrument ended; empty if it did not.</summary>
    public ReadOnlySpan<byte> EndOf(NodeRef node)
    {
        var table = context.TableOf(node);
        var lifespan = table.Type.Lifespan!;
        var end = table.Properties[lifespan.End.Ordinal, node.Row];
        if (end.IsEmpty && HasStatus(node, static status => status.IsOver))
            end = table.Properties[lifespan.StatusAsOf.Ordinal, node.Row];
        return JsonText.Unquote(end);
    }

    private bool HasStatus(NodeRef node, Func<EnumValue, bool> holds)
    {
        var table = context.TableOf(node);
        var status = table.Type.Lifespan!.Status;
        var position = table.Properties.Position(status.Ordinal, node.Row);
        return position >= 0 && holds(status.Enum!.Values[position]);
    }

    public static bool IsInEffect(RelationshipTable table, int row, ReadOnlySpan<byte> date)
    {
        var since = JsonText.Unquote(table.Since[row]);
        var until = JsonText.Unquote(table.Until[row]);
        if (table.SeenOn is { } seenOn && table.Properties[seenOn.Ordinal, row] is { Length: > 2 } days)
        {
            FindFirstAndLast(days, out var first, out var last);
            if (until.IsEmpty && since.IsEmpty)
                until = last;
            if (since.IsEmpty)
                since = first;
        }
        return PartialDate.HasStarted(since, date) && PartialDate.HasNotEnded(until, date);
    }

    /// <summary>Finds the date with the earliest first day and the one with the latest last day in a JSON list of dates.</summary>
    private static void FindFirstAndLast(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> last)
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
