using System.Buffers.Text;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Recorded changes, newest first. Those of versions after the snapshot are left out.</summary>
internal sealed class ChangeOperator(ReadContext context, ResponseWriter writer, ConnectionWriter connections)
{
    private readonly ChangeEntryWriter _entries = new(context, writer, connections);

    /// <summary>Writes the changes that the arguments choose.</summary>
    public void Write(ChangesField field) => Write(
        field, new ChangeFilter(
            context.ValueOrNull(field.About) is { } about ? [.. about] : null, context.ValueOrNull(field.By), field.Since.IsNone ? 0 : context.Value(field.Since)));

    /// <summary>Writes the changes of a node.</summary>
    public void Write(ChangesField field, NodeRef node) => Write(field, new ChangeFilter([context.Snapshot.IdOf(node)], null, 0));

    private void Write(ChangesField field, ChangeFilter filter)
    {
        var source = new Source(this, filter, context.Value(field.Page), []);
        connections.Write(field, ref source);
    }

    /// <summary>Writes one change; null if there is none.</summary>
    public void Write(ChangeField field)
    {
        writer.Key(field.Key);
        if (context.Value(field.Version) is not { } version || version > context.Snapshot.Version || context.Snapshot.Log.Find(version) is not { } change)
        {
            writer.Raw("null"u8);
            return;
        }
        foreach (var inner in field.Fields)
            WriteField(inner, change);
        writer.EndObject(field.Fields.IsEmpty);
    }

    private readonly struct Source(ChangeOperator owner, ChangeFilter filter, Page page, List<RecordedChange> items) : IItemSource
    {
        public int Count => items.Count;
        public int Total => (int)owner.Log.Count(filter, owner.LastVersion, owner.Stop);
        public PageEnds Take(ConnectionSelection selection) => owner.Take(filter, page, items, selection);
        public NodeRef NodeOf(int item) => throw new UnreachableException();
        public void AppendTo(CursorBuilder cursor, int item) => cursor.Append(items[item].Version);
        public bool TryWriteEdges(EdgesField edges) => false;
        public void WriteItemField(PlanField field, int item) => owner.WriteField(field, items[item]);
        public void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public void Release() { }
    }

    private IChangeLog Log => context.Snapshot.Log;
    private long LastVersion => context.Snapshot.Version;
    private CancellationToken Stop => context.Cancellation;

    private PageEnds Take(ChangeFilter filter, Page page, List<RecordedChange> items, ConnectionSelection selection)
    {
        var end = LastVersion + 1;
        var upper = page.After is { } after ? Math.Min(VersionOf(after), end) : end;
        var lower = page.Before is { } before ? VersionOf(before) : 0;
        IEnumerable<long> NewerThan(long version) => Log.After(filter, version, Stop).TakeWhile(v => v < end);
        IEnumerable<long> OlderThan(long version) => Log.Before(filter, version, Stop);
        foreach (var version in page.FromEnd ? NewerThan(lower) : OlderThan(upper))
        {
            if (items.Count == page.Size || version >= upper || version <= lower)
                break;
            items.Add(Log.Find(version) ?? throw new InvalidDataException($"The change of version {version} is missing."));
        }
        if (page.FromEnd)
            items.Reverse();
        // An empty page lies where it would begin.
        var (newest, oldest) = items.Count > 0 ? (items[0].Version, items[^1].Version) : page.FromEnd && lower < upper ? (lower, lower + 1) : (upper - 1, upper);
        return new PageEnds(
            HasNext: selection.NeedsNextOf(page) && OlderThan(oldest).Any(), HasPrevious: selection.NeedsPrevious && NewerThan(newest).Any());
    }

    private static long VersionOf(Cursor cursor) => Utf8Parser.TryParse(cursor.Values[0], out long version, out _) ? version : 0;

    private static string? IdOf(long? version) => version is { } number ? ChangeId.Of(number) : null;

    private void WriteField(PlanField field, RecordedChange change)
    {
        switch (field)
        {
            case LeafField { What: Leaf.Id }: writer.Value(field.Key, JsonText.Encode(ChangeId.Of(change.Version))); break;
            case LeafField { What: Leaf.Version }: writer.Number(field.Key, (int)change.Version); break;
            case LeafField { What: Leaf.RecordedAt }: writer.Time(field.Key, change.At); break;
            case LeafField { What: Leaf.Kind }: writer.Value(field.Key, JsonText.Encode(change.Kind)); break;
            case LeafField { What: Leaf.By }: writer.Value(field.Key, JsonText.Encode(change.By)); break;
            case LeafField { What: Leaf.AcceptedBy }: writer.Value(field.Key, JsonText.Encode(change.AcceptedBy)); break;
            case LeafField { What: Leaf.Note }: writer.Value(field.Key, JsonText.Encode(change.Note)); break;
            case LeafField { What: Leaf.Undoes }: writer.Value(field.Key, JsonText.Encode(IdOf(change.Undoes))); break;
            case LeafField { What: Leaf.UndoneBy }: writer.Value(field.Key, JsonText.Encode(change.UndoneBy <= LastVersion ? IdOf(change.UndoneBy) : null)); break;
            case ChangeEntriesField entries: _entries.Write(entries, change); break;
            case ConstantField constant: writer.Value(field.Key, constant.Json); break;
            default: throw new UnreachableException($"{field}");
        }
    }
}
