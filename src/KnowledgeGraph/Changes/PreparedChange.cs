using System.Collections.Immutable;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Valid changes that are ready to be written as one commit, and what they do to the graph.</summary>
public sealed class PreparedChange
{
    private PreparedChange(ChangeSet changes, ImmutableArray<ChangeEntry> entries, long version, DateTimeOffset at) =>
        (Changes, Entries, Version, At) = (changes, entries, version, at);

    /// <summary>Prepares a change as its author proposed it.</summary>
    /// <inheritdoc cref="Of(ChangeSet, IStoredGraph, long, DateTimeOffset)"/>
    public static PreparedChange Of(ProposedChange proposed, ChangeSet valid, IStoredGraph before, long version, DateTimeOffset at)
    {
        var prepared = Of(valid, before, version, at);
        (prepared.Kind, prepared.By, prepared.Note, prepared.Undoes) = (proposed.Kind, proposed.By, proposed.Note, proposed.Undoes);
        if (proposed.Review() is { } review)
            (prepared.By, prepared.AcceptedBy, prepared.Note) = (review.Proposal.By, proposed.By, proposed.Note ?? review.Proposal.Note ?? review.Proposal.Title);
        return prepared;
    }

    /// <param name="valid">Valid changes.</param>
    /// <param name="before">The graph before the commit.</param>
    /// <param name="version">The version of the graph with these changes.</param>
    /// <param name="at">The time of the commit.</param>
    public static PreparedChange Of(ChangeSet valid, IStoredGraph before, long version, DateTimeOffset at)
    {
        var changes = valid.Expand(before);
        var (becomes, free) = (changes.Redirects.ToDictionary(r => r.From, r => r.Into), changes.RemovedRedirects.ToHashSet());
        var nodes = changes.Nodes.Select(n => new NodeEntry(before.FindNode(n.Id), n) { Was = free.Contains(n.Id) ? before.FindRedirect(n.Id) : null }.WithRevision(version)).ToList();
        var (putNodes, putRelationships) = (changes.Nodes.Select(n => n.Id).ToHashSet(), changes.Relationships.Select(r => r.Key).ToHashSet());
        var gone = changes.RemovedNodes.Where(id => !putNodes.Contains(id)).Distinct().Select(before.FindNode).OfType<NodeRecord>().ToList();
        var relationships = changes.Relationships.Select(r => new RelationshipEntry(before.FindRelationship(r), r).WithRevision(version)).ToList();
        IEnumerable<ChangeEntry> entries =
        [
            .. gone.Select(n => new NodeEntry(n, null) { Becomes = becomes.GetValueOrDefault(n.Id) }),
            .. changes.Redirects.ExceptBy(gone.Select(n => n.Id), r => r.From).Select(r => new RedirectEntry(r, TypeOf(r, changes, before))),
            .. nodes.Where(e => e.After!.Revision == version),
            .. changes.RemovedRelationships.Where(r => !putRelationships.Contains(r.Key)).DistinctBy(r => r.Key)
                .Select(before.FindRelationship).OfType<RelationshipRecord>().Select(r => new RelationshipEntry(r, null)),
            .. relationships.Where(e => e.After!.Revision == version),
        ];
        return new(
            changes with { Nodes = [.. nodes.Select(e => e.After!)], Relationships = [.. relationships.Select(e => e.After!)] }, [.. entries], version, at);
    }

    private static NodeType TypeOf(Redirect redirect, ChangeSet changes, IStoredGraph before)
    {
        var id = before.Resolve(Redirects.Of(changes.Redirects).Resolve(redirect.Into));
        return (changes.Nodes.FirstOrDefault(n => n.Id == id) ?? before.FindNode(id))!.Type;
    }

    /// <summary>The changes with all that they imply, as the store applies them. Each record that they write has its revision.</summary>
    public ChangeSet Changes { get; }

    /// <summary>What is added, changed and removed: first nodes, then relationships. If there is nothing, no commit is needed.</summary>
    public ImmutableArray<ChangeEntry> Entries { get; }

    /// <summary>The version of the graph with these changes.</summary>
    public long Version { get; }

    /// <summary>The time of the commit.</summary>
    public DateTimeOffset At { get; }

    /// <inheritdoc cref="ProposedChange.Kind"/>
    public CommitKind Kind { get; private set; } = CommitKind.Import;

    /// <inheritdoc cref="ProposedChange.By"/>
    public string? By { get; private set; }

    /// <summary>Who accepted the change, if it was a proposal.</summary>
    public string? AcceptedBy { get; private set; }

    /// <inheritdoc cref="ProposedChange.Note"/>
    public string? Note { get; private set; }

    /// <inheritdoc cref="ProposedChange.Undoes"/>
    public long? Undoes { get; private set; }

    /// <summary>The change as it is recorded.</summary>
    public RecordedChange Recorded => new(Version, At.ToUnixTimeMilliseconds(), NameOf(Kind), By, AcceptedBy, Note, Entries.Length) { Undoes = Undoes };

    /// <summary>Some of its entries as they are recorded.</summary>
    public IEnumerable<RecordedEntry> RecordedEntries(int first, int count) => Entries.Select((e, i) => (Entry: e, Position: i)).Skip(first).Take(count)
        .Select(e => new RecordedEntry(e.Position, NameOf(e.Entry.Kind), e.Entry.Id, e.Entry.Type, e.Entry.Ends?.From, e.Entry.Ends?.To, RecordJson.Encode(e.Entry.Fields)));

    private static string NameOf<T>(T kind) where T : struct, Enum => kind.ToString().ToUpperInvariant();
}
