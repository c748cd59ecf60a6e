using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Makes a database ready at start: its version is looked at, and constraints, indexes and the store's own node are made where they lack.</summary>
internal sealed class Preparation(INeo4jClient client, GraphModel model, Neo4jAddress address)
{
    /// <summary>The first with all that is used (nested scopes of CALL, explicit transactions of the Query API), and supported for long.</summary>
    public static readonly Version LeastVersion = new(5, 26);

    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_indexLimit = TimeSpan.FromMinutes(6);

    private static readonly Statement s_version = new(
        "version", "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions AS data");

    private readonly Statement[] _schema = [StoreNode.Constrain, .. ChangeStatements.Prepare(model)];

    /// <returns>The version of the graph: 0 for an empty one.</returns>
    /// <exception cref="StoreException">Neo4j is too old, or the database is laid out by a newer version of this program.</exception>
    public async ValueTask<long> Prepare(CancellationToken stop)
    {
        CheckVersion((await Ask(s_version, s_askLimit, stop))?[0].GetString() ?? "");
        var schema = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _schema.Select(s => s.Text)))));
        var stored = await Ask(StoreNode.Read, s_askLimit, stop);
        var format = stored is null ? GraphLayout.Format : FormatOf(stored);
        if (stored is not null && format == GraphLayout.Format && stored[3].GetString() == schema)
            return stored[0].GetInt64();
        foreach (var statement in (IEnumerable<Statement>)[.. _schema, .. format < GraphLayout.Format ? ChangeStatements.Upgrade(model) : []])
            await Retries.Pipeline.ExecuteAsync(stop => Make(statement, stop), stop);
        await Ask(ChangeStatements.AwaitIndexes, s_indexLimit, stop);
        await Ask(StoreNode.Ensure, s_indexLimit, stop, schema);
        return (await Ask(StoreNode.Read, s_askLimit, stop))![0].GetInt64();
    }

    private long FormatOf(JsonElement[] stored) => stored[2].GetInt64() is var format && format <= GraphLayout.Format
        ? format
        : throw new StoreException($"{address}: format {format} found; expected {GraphLayout.Format}: it was written by a newer version, which can open it");

    /// <summary>Versions are 5.26.30, or 2025.06.0 by the calendar.</summary>
    private void CheckVersion(string found)
    {
        if (!Version.TryParse(found.Split('-', '+')[0], out var version) || version < LeastVersion)
            throw new StoreException($"{address}: Neo4j {(found.Length > 0 ? found : "of an unknown version")} found; expected {LeastVersion} or later");
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
            // Another server makes the same at the same time.
        }
    }

    /// <summary>The list that a statement returns; null where it returns none.</summary>
    private async ValueTask<JsonElement[]?> Ask(Statement statement, TimeSpan limit, CancellationToken stop, string schema = "")
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(limit);
        JsonElement[]? list = null;
        await client.Run(
            statement, StoreNode.Parameters(schema: schema),
            (ref Utf8JsonReader value) => list = StoreNode.ReadList(ref value),
            limited.Token);
        return list;
    }
}
