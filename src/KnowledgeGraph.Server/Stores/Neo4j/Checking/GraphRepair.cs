using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>
/// Adds to a database what can be added, page by page. A page is one transaction under the lock of the store, and what it changes in records is a commit of the
/// kind REPAIR. A repair that was stopped is repeated, and finds less to do.
/// </summary>
internal sealed class GraphRepair(INeo4jClient client, GraphModel model, TimeProvider clock)
{
    private const string Note = "check --repair";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_indexLimit = TimeSpan.FromMinutes(6);

    /// <summary>The number of nodes that were repaired.</summary>
    public long Nodes { get; private set; }

    public long Relationships { get; private set; }

    /// <summary>The number of records that the history has because they are gone.</summary>
    public long Gone { get; private set; }

    /// <summary>The number of commits.</summary>
    public long Commits { get; private set; }

    /// <summary>What could not be created in the schema, and why.</summary>
    public List<string> Refused { get; } = [];

    public async ValueTask Run(CancellationToken stop)
    {
        var fetch = Fetches.Of(client, stop);
        var check = await DatabaseCheck.Of(model, fetch, () => client.ReadMark([], stop));
        await Prepare(check, fetch, stop);
        // The first reading knows all ids and values, so that no new one is taken.
        var report = await check.Run(stop);
        await foreach (var page in check.Pages(isNodes: true, stop))
            if ((await check.CheckNodes(await check.ReadNodes(page, fetch), fetch)).Exists(n => n.IsMendable))
                await Mend(async fetch => new Batch((await check.CheckNodes(await check.ReadNodes(page, fetch), fetch)).FindAll(n => n.IsMendable), [], []), check, stop);
        await foreach (var page in check.Pages(isNodes: false, stop))
            if ((await check.CheckRelationships(await check.ReadRelationships(page, fetch), fetch)).Exists(r => r.IsMendable))
                await Mend(async fetch => new Batch([], (await check.CheckRelationships(await check.ReadRelationships(page, fetch), fetch)).FindAll(r => r.IsMendable), []), check, stop);
        if (!report.IsIdentified)
            return;
        await foreach (var page in check.Gone(fetch, stop))
            if (page.Count > 0)
                await Mend(_ => ValueTask.FromResult(new Batch([], [], page)), check, stop);
    }

    private sealed record Batch(List<CheckedNode> Nodes, List<CheckedRelationship> Relationships, List<KeyValuePair<string, HistoryState>> Gone);

    /// <summary>Creates what the schema lacks. Doubled values prevent that; they are found by the check.</summary>
    private async ValueTask Prepare(DatabaseCheck check, Fetch fetch, CancellationToken stop)
    {
        foreach (var missing in await SchemaCheck.Missing(model, fetch))
            try
            {
                await client.Run(missing, null, null, stop);
            }
            catch (QueryException e) when (e.Code.Contains(".Schema.", StringComparison.Ordinal))
            {
                Refused.Add($"{SchemaKey.Of(missing)} cannot be created: {e.Message}");
            }
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_indexLimit);
        await client.Run(SchemaStatements.AwaitIndexes, null, null, limited.Token);
        if (check.Store is null)
            await client.Run(StoreNode.Ensure, StoreNode.Parameters(), null, stop);
    }

    private async ValueTask Mend(Func<Fetch, ValueTask<Batch>> read, DatabaseCheck check, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, [], stop);
        var id = Guid.NewGuid().ToString("N");
        await transaction.Run(StoreNode.Lock, StoreNode.Parameters(id), null, stop);
        var fetch = Fetches.Of(transaction, stop);
        var stored = await fetch(StoreNode.Read, StoreNode.Parameters());
        DatabaseCheck.ThrowIfStaged(stored);
        var version = stored[0].GetInt64();
        var batch = await read(fetch);
        var prepared = Prepare(batch, version + 1);
        var at = prepared.At.ToUnixTimeMilliseconds();
        foreach (var (statement, rows) in Rows(batch, prepared, check))
            await transaction.Run(statement, json => Write(json, rows, at), null, stop);
        if (!prepared.Entries.IsEmpty)
        {
            foreach (var entry in HistoryStatements.Of(prepared, DatabaseCheck.Page))
                await transaction.Run(entry.Statement, entry.WriteParameters, null, stop);
            await transaction.Run(StoreNode.Count, StoreNode.Parameters(id, at: at), null, stop);
            Commits++;
        }
        await transaction.Commit(stop);
        (Nodes, Relationships, Gone) = (Nodes + batch.Nodes.Count, Relationships + batch.Relationships.Count, Gone + batch.Gone.Count);
    }

    /// <summary>The change from what the history has to what the database has.</summary>
    private PreparedChange Prepare(Batch batch, long version)
    {
        var before = new StoredRecords();
        foreach (var node in batch.Nodes.Select(n => n.Before).OfType<NodeRecord>())
            before.Add(node);
        foreach (var relationship in batch.Relationships.Select(r => r.Before).OfType<RelationshipRecord>())
            before.Add(relationship);
        var goneNodes = batch.Gone.Where(g => model.FindNodeType(g.Value.Type) is not null).Select(g => g.Value.Of(new NodeRecord(model.FindNodeType(g.Value.Type)!, g.Key, new Dictionary<string, object>()))).ToList();
        var goneRelationships = batch.Gone.Select(g => (State: g.Value, Record: RelationshipKey.Parse(model, g.Key))).Where(g => g.Record is not null).Select(g => g.State.Of(g.Record!)).ToList();
        goneNodes.ForEach(before.Add);
        goneRelationships.ForEach(before.Add);
        var changes = new ChangeSet
        {
            Nodes = [.. batch.Nodes.Select(n => n.After!)],
            Relationships = [.. batch.Relationships.Select(r => r.After!)],
            RemovedNodes = [.. goneNodes.Select(n => n.Id)],
            RemovedRelationships = [.. goneRelationships],
        };
        return PreparedChange.Of(ProposedChange.Of(changes) with { Kind = CommitKind.Repair, Note = Note }, changes, before, version, clock.GetUtcNow());
    }

    private static IEnumerable<(Statement Statement, List<(string Element, List<(string Name, JsonElement? Value)> Values)> Rows)> Rows(Batch batch, PreparedChange prepared, DatabaseCheck check)
    {
        foreach (var type in batch.Nodes.Zip(prepared.Changes.Nodes).GroupBy(n => n.First.After!.Type))
            yield return (RepairStatements.Mend(type.Key), [.. type.Select(n => (n.First.Element, check.Nodes.Repair(n.First.Raw, n.Second).ToList()))]);
        if (batch.Relationships.Count > 0)
            yield return (RepairStatements.MendRelationships, [.. batch.Relationships.Zip(prepared.Changes.Relationships).Select(r => (r.First.Element, check.Relationships.Repair(r.First, r.Second).ToList()))]);
    }

    private static void Write(Utf8JsonWriter json, List<(string Element, List<(string Name, JsonElement? Value)> Values)> rows, long at)
    {
        json.WriteStartObject();
        json.WriteNumber("at", at);
        json.WriteStartArray("rows");
        foreach (var (element, values) in rows)
        {
            json.WriteStartObject();
            json.WriteString("element", element);
            json.WriteStartObject("values");
            foreach (var (name, value) in values)
            {
                json.WritePropertyName(name);
                if (value is { } some)
                    some.WriteTo(json);
                else
                    json.WriteNullValue();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
