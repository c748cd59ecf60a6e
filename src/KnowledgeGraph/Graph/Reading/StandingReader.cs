using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>When instruments and relationships are in effect, and how far the evidence for that reaches.</summary>
internal sealed class StandingReader(ReadContext context)
{
    /// <summary>The date of `inEffect` and `standing`: their argument, or else the date that applies to the field, or else today.</summary>
    /// <param name="on">The parameter of the argument.</param>
    public ReadOnlySpan<byte> DateOf(Slot<byte[]?> on) => context.ValueOrNull(on) is { } date ? date : context.AsOf ?? context.Today;

    /// <summary>What is known about whether an instrument is in effect on a date.</summary>
    public Standing Of(NodeRef node, ReadOnlySpan<byte> date) => !TookEffect(node) ? Standing.Never : Of(StartOf(node), EndOf(node), KnownUntil(node), date);

    /// <summary>What is known about whether a relationship is in effect on a date. Without dates of its own, it has the standing of the instrument that it connects.</summary>
    public Standing Of(RelationshipTable table, int row, ReadOnlySpan<byte> date)
    {
        FindSpan(table, row, out var start, out var end);
        if (start.IsEmpty && end.IsEmpty && InstrumentOf(table, row) is { } instrument)
            return Of(instrument, date);
        return Of(start, end, KnownUntil(table, row), date);
    }

    private static Standing Of(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, byte[]? knownUntil, ReadOnlySpan<byte> date) =>
        !PartialDate.HasStarted(start, date) ? Standing.NotYet
        : !PartialDate.HasNotEnded(end, date) ? Standing.Ended
        : !end.IsEmpty || (knownUntil is not null && PartialDate.HasNotEnded(knownUntil, date)) ? Standing.InEffect
        : Standing.Presumed;

    /// <summary>The instrument at the start of a relationship, or else at its end.</summary>
    private NodeRef? InstrumentOf(RelationshipTable table, int row) =>
        context.TableOf(table.From[row]).Type.Lifespan is not null ? table.From[row]
        : context.TableOf(table.To[row]).Type.Lifespan is not null ? table.To[row]
        : null;

    /// <summary>The last date that the evidence for an instrument reaches; null if there is none.</summary>
    public byte[]? KnownUntil(NodeRef node) => context.Known.InstrumentKnownUntil(context.Snapshot.Evidence.InstrumentPosition(node));

    /// <summary>The last date that the evidence for a relationship reaches; null if there is none.</summary>
    public byte[]? KnownUntil(RelationshipTable table, int row) =>
        context.Known.RelationshipKnownUntil(context.Snapshot.Evidence.RelationshipPosition(table.Type.Index, row));

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
        FindSpan(table, row, out var start, out var end);
        return PartialDate.HasStarted(start, date) && PartialDate.HasNotEnded(end, date);
    }

    /// <summary>Finds the dates from which and to which a relationship is in effect; empty if unknown.</summary>
    private static void FindSpan(RelationshipTable table, int row, out ReadOnlySpan<byte> start, out ReadOnlySpan<byte> end)
    {
        start = JsonText.Unquote(table.Since[row]);
        end = JsonText.Unquote(table.Until[row]);
        if (table.SeenOn is not { } seenOn || table.Properties[seenOn.Ordinal, row] is not { Length: > 2 } days)
            return;
        SeenDays.FindFirstAndLast(days, out var first, out var last);
        if (end.IsEmpty && start.IsEmpty)
            end = last;
        if (start.IsEmpty)
            start = first;
    }
}
