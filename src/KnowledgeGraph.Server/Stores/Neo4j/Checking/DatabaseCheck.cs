using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Reads the whole database in pages, first all nodes and then all relationships, and finds all problems. It changes nothing.</summary>
internal sealed class DatabaseCheck
{
    /// <summary>The number of nodes or relationships of a page.</summary>
    public const int Page = 500;

    private readonly GraphModel _model;
    private readonly Fetch _fetch;
    private readonly Statement _nodesOfPage;
    private readonly Statement _relationshipsOfPage;
    private readonly NodeChecker _nodes;
    private readonly RelationshipChecker _relationships;
    private readonly long _firstVersion;
    private Func<ValueTask<string>> _mark = () => ValueTask.FromResult("");

    private DatabaseCheck(GraphModel model, Fetch fetch, GraphIndex index, StoreRow? store, long firstVersion)
    {
        (_model, _fetch, Index, Store, _firstVersion) = (model, fetch, index, store, firstVersion);
        (_nodesOfPage, _relationshipsOfPage) = (CheckStatements.Nodes(model), CheckStatements.Relationships(model));
        (_nodes, _relationships) = (new(model, index), new(model, index));
    }

    /// <summary>The node with the state of the store.</summary>
    internal sealed record StoreRow(long Version, long Format);

    public GraphIndex Index { get; }

    /// <summary>Null if the database has none.</summary>
    public StoreRow? Store { get; }

    public NodeChecker Nodes => _nodes;

    public RelationshipChecker Relationships => _relationships;

    /// <exception cref="StoreException">The database has another format, or a large change is being written.</exception>
    /// <param name="mark">Asks for the mark of what is committed.</param>
    public static async ValueTask<DatabaseCheck> Of(GraphModel model, Fetch fetch, Func<ValueTask<string>> mark)
    {
        var stored = await fetch(StoreNode.Read, StoreNode.Parameters());
        var store = stored is [var version, _, var format, ..] ? new StoreRow(NumberOf(version), NumberOf(format)) : null;
        if (store is not null && store.Format != GraphLayout.Format)
            throw new StoreException($"The graph has format {store.Format}, but this program checks format {GraphLayout.Format}. {(store.Format < GraphLayout.Format ? "Start the server, which upgrades it." : "Use the newer version that wrote it.")}");
        ThrowIfStaged(stored);
        var redirects = new Dictionary<string, string>();
        foreach (var redirect in await fetch(RedirectStatements.All, null))
            if (redirect is var row && row.GetProperty("id").GetString() is { } from && row.GetProperty("into").GetString() is { } into)
                redirects.TryAdd(from, into);
        var first = await fetch(CheckStatements.History, null) is [{ ValueKind: JsonValueKind.Number } oldest, ..] ? oldest.GetInt64() : (store?.Version ?? 0) + 1;
        return new DatabaseCheck(model, fetch, new GraphIndex(model, redirects), store, first) { Redirects = redirects, _mark = mark };
    }

    /// <summary>Parts of a large change are neither the old graph nor the new one.</summary>
    /// <param name="stored">What <see cref="StoreNode.Read"/> returned.</param>
    /// <exception cref="StoreException">A large change is being written.</exception>
    internal static void ThrowIfStaged(JsonElement[] stored)
    {
        if (stored is [_, _, _, _, _, { ValueKind: JsonValueKind.String }, ..] && StoreMark.Of(stored).Staged is { } staged)
            throw new StoreException($"{staged.Progress} Check again when it is complete. If nobody writes it any more, start a server, which completes it.");
    }

    private static long NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    private Dictionary<string, string> Redirects { get; init; } = [];

    /// <summary>Finds all problems.</summary>
    public async ValueTask<CheckReport> Run(CancellationToken stop)
    {
        var before = await _mark();
        var report = await CheckRecords(stop);
        if (Index.HasShared)
            report = await CheckRecords(stop);
        if (Store is null)
            report.Add(new(FindingKind.StoreMissing, "The node _Store is missing.", IsMendable: true));
        foreach (var missing in await SchemaCheck.Missing(_model, _fetch))
            report.Add(new(FindingKind.Index, $"{SchemaKey.Of(missing)} is missing.", IsMendable: true));
        CheckRedirects(report);
        await CheckHistory(report, stop);
        report.IsOfSeveralVersions = await _mark() != before;
        return report;
    }

    private async ValueTask<CheckReport> CheckRecords(CancellationToken stop)
    {
        var report = new CheckReport();
        await CheckNodes(report, stop);
        if (Index is { NeedsIds: true, HasAllIds: false })
        {
            (Index.HasAllIds, report) = (true, new());
            await CheckNodes(report, stop);
        }
        await CheckRelationships(report, stop);
        return report;
    }

    private async ValueTask CheckNodes(CheckReport report, CancellationToken stop)
    {
        await foreach (var page in Pages(isNodes: true, stop))
        {
            var rows = await ReadNodes(page, _fetch);
            foreach (var foreign in rows.Where(r => !_nodes.IsOfModel(r)))
                report.AddForeign(foreign.Labels.IsEmpty ? "without a label" : string.Join(':', foreign.Labels));
            foreach (var node in await CheckNodes(rows, _fetch))
            {
                report.Nodes++;
                foreach (var finding in node.Reported)
                    report.Add(finding);
            }
        }
    }

    private async ValueTask CheckRelationships(CheckReport report, CancellationToken stop)
    {
        await foreach (var page in Pages(isNodes: false, stop))
        {
            var rows = await ReadRelationships(page, _fetch);
            foreach (var foreign in rows.Where(r => !_relationships.IsOfModel(r)))
                report.AddForeign(foreign.Type);
            foreach (var relationship in await CheckRelationships(rows, _fetch))
            {
                report.Relationships++;
                foreach (var finding in relationship.Reported)
                    report.Add(finding);
            }
        }
    }

    /// <summary>The first of Neo4j's own ids of each page.</summary>
    public async IAsyncEnumerable<long> Pages(bool isNodes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        if ((await _fetch(CheckStatements.Last, null))[isNodes ? 0 : 1] is not { ValueKind: JsonValueKind.Number } last)
            yield break;
        for (var from = 0L; from <= last.GetInt64(); from += Page)
        {
            stop.ThrowIfCancellationRequested();
            yield return from;
        }
    }

    public async ValueTask<List<RawNode>> ReadNodes(long page, Fetch fetch) =>
        [.. (await fetch(_nodesOfPage, CheckStatements.Page(_model, page, Page))).Select(RawNode.Of)];

    public async ValueTask<List<RawRelationship>> ReadRelationships(long page, Fetch fetch) =>
        [.. (await fetch(_relationshipsOfPage, CheckStatements.Page(_model, page, Page))).Select(RawRelationship.Of)];

    /// <summary>Checks the nodes of a page that are of the model.</summary>
    public async ValueTask<List<CheckedNode>> CheckNodes(List<RawNode> rows, Fetch fetch)
    {
        var own = rows.Where(_nodes.IsOfModel).ToList();
        var history = await RecordedHistory.Read(_model, _firstVersion, own.Select(_nodes.IdFor).OfType<string>(), fetch);
        return [.. own.Select(n => _nodes.Check(n, history))];
    }

    /// <inheritdoc cref="CheckNodes(List{RawNode}, Fetch)"/>
    public async ValueTask<List<CheckedRelationship>> CheckRelationships(List<RawRelationship> rows, Fetch fetch)
    {
        var own = rows.Where(_relationships.IsOfModel).ToList();
        var history = await RecordedHistory.Read(_model, _firstVersion, own.Select(_relationships.KeyOf).OfType<string>(), fetch);
        return [.. own.Select(r => _relationships.Check(r, history))];
    }

    private void CheckRedirects(CheckReport report)
    {
        foreach (var (from, into) in Redirects)
        {
            var (id, seen) = (into, new HashSet<string> { from });
            while (Redirects.TryGetValue(id, out var next) && seen.Add(id))
                id = next;
            if (Index.TypeOf(from) is not null)
                report.Add(new(FindingKind.Redirect, $"{from}: The node was merged into {into}, but is in the graph. Delete one of the two.", IsMendable: false));
            else if (Index.TypeOf(id) is null)
                report.Add(new(FindingKind.Redirect, $"{from}: The node was merged into {into}, which does not exist. Correct `into`.", IsMendable: false));
        }
    }

    private async ValueTask CheckHistory(CheckReport report, CancellationToken stop)
    {
        if (await _fetch(CheckStatements.History, null) is [{ ValueKind: JsonValueKind.Number } first, var last, var count] && Store is not null
            && (last.GetInt64() != Store.Version || count.GetInt64() != last.GetInt64() - first.GetInt64() + 1))
            report.Add(new(FindingKind.HistoryDamaged, $"The history must have each version from {first} to {Store.Version}, but has {count} up to {last}.", IsMendable: false));
        foreach (var change in await _fetch(CheckStatements.IncompleteChanges, null))
            report.Add(new(FindingKind.HistoryDamaged, $"The change of version {change[0]} must have {change[1]} entries, but has {change[2]}.", IsMendable: false));
        // What is not identified may be what the history has.
        if (!report.IsIdentified)
            return;
        await foreach (var page in Gone(_fetch, stop))
            foreach (var (id, _) in page)
                report.Add(new(FindingKind.Removed, $"{id}: It is not in the graph, but the history does not say that it was removed. The history takes it over.", IsMendable: true));
    }

    /// <summary>What the history has and the graph does not, in pages. All nodes and relationships must have been checked before.</summary>
    public async IAsyncEnumerable<List<KeyValuePair<string, HistoryState>>> Gone(Fetch fetch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        for (var after = ""; ;)
        {
            stop.ThrowIfCancellationRequested();
            var start = after;
            var subjects = (await fetch(CheckStatements.SubjectsAfter, json => WritePlace(json, start))).Select(s => s.GetString()!).ToList();
            if (subjects.Count == 0)
                yield break;
            after = subjects[^1];
            var missing = subjects.Where(s => !s.Contains(' ', StringComparison.Ordinal) ? Index.TypeOf(s) is null : !Index.HasRelationship(s)).ToList();
            if (missing.Count > 0)
                yield return [.. (await RecordedHistory.Read(_model, _firstVersion, missing, fetch)).All.Where(s => s.Value.Exists)];
        }
    }

    private static void WritePlace(Utf8JsonWriter json, string after)
    {
        json.WriteStartObject();
        json.WriteString("after", after);
        json.WriteNumber("count", Page);
        json.WriteEndObject();
    }
}
