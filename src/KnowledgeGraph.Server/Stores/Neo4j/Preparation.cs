using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Prepares a database at start: checks its version, and creates missing constraints, indexes and the node with the state of the store.</summary>
internal sealed class Preparation(INeo4jClient client, GraphModel model, Neo4jAddress address, Action<string> tell)
{
    /// <summary>The first version with all features that are used (nested scopes of CALL, explicit transactions of the Query API). It has long-term support.</summary>
    public static readonly Version LeastVersion = new(5, 26);

    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_indexLimit = TimeSpan.FromMinutes(6);

    private readonly Statement[] _schema = SchemaStatements.All(model);
    private readonly Statement _isMadeByHand = StoreNode.IsMadeByHand(model);

    /// <returns>The version of the graph: 0 for an empty one.</returns>
    /// <exception cref="StoreException">Neo4j is too old, or the database is laid out by a newer version of this program.</exception>
    public async ValueTask<long> Prepare(CancellationToken stop)
    {
        CheckVersion((await Ask(SchemaStatements.Version, s_askLimit, stop))?[0].GetString() ?? "");
        var schema = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _schema.Select(s => s.Text)))));
        var stored = await Ask(StoreNode.Read, s_askLimit, stop);
        var format = stored is null ? GraphLayout.Format : FormatOf(stored);
        if (stored is not null && format == GraphLayout.Format && stored[3].GetString() == schema)
            return stored[0].GetInt64();
        foreach (var statement in (IEnumerable<Statement>)[.. _schema, .. format < GraphLayout.Format ? SchemaStatements.Upgrade(model) : []])
            await client.Retries.ExecuteAsync(stop => Make(statement, stop), stop);
        await Ask(SchemaStatements.AwaitIndexes, s_indexLimit, stop);
        await Ask(StoreNode.Ensure, s_indexLimit, stop, schema);
        return (await Ask(StoreNode.Read, s_askLimit, stop))![0].GetInt64();
    }

    /// <summary>Whether the graph has nodes but no commit: somebody made them by hand, so that no seed belongs into it.</summary>
    public async ValueTask<bool> IsMadeByHand(CancellationToken stop)
    {
        if ((await Ask(_isMadeByHand, s_askLimit, stop))?[0].ValueKind != JsonValueKind.True)
            return false;
        tell("The database has nodes of the model, but no commit made them. The seed is not loaded; `seed` would load it. `check` says what is not served and why, and `check --repair` adds what can be added.");
        return true;
    }

    private long FormatOf(JsonElement[] stored) => stored[2].GetInt64() is var format && format <= GraphLayout.Format
        ? format
        : throw new StoreException($"{address}: The format must be {GraphLayout.Format}, but was {format}. Use the newer version that wrote the graph.");

    /// <summary>Versions look like 5.26.30, or 2025.06.0 since they follow the calendar.</summary>
    private void CheckVersion(string found)
    {
        if (!Version.TryParse(found.Split('-', '+')[0], out var version) || version < LeastVersion)
            throw new StoreException($"{address}: The version of Neo4j must be {LeastVersion} or later, but was {(found.Length > 0 ? found : "unknown")}.");
    }

    private async ValueTask Make(Statement statement, CancellationToken stop)
    {
        try
        {
            await Ask(statement, s_indexLimit, stop);
        }
        catch (QueryException e) when (e.Code is "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
            or "Neo.ClientError.Schema.ConstraintAlreadyExists" or "Neo.ClientError.Schema.IndexAlreadyExists")
        {
            // Another server creates the same at the same time.
        }
    }

    /// <summary>The list that a statement returns; null if it returns none.</summary>
    private async ValueTask<JsonElement[]?> Ask(Statement statement, TimeSpan limit, CancellationToken stop, string schema = "")
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(limit);
        JsonElement[]? list = null;
        await client.Run(
            statement, StoreNode.Parameters(schema: schema),
            (ref Utf8JsonReader value) => list = ListReader.Read(ref value),
            limited.Token);
        return list;
    }
}
