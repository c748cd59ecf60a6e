using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Writes change sets as rows, within the transaction that is open.</summary>
internal sealed class ChangeWriter(
    SqliteConnection connection, TypeKeys<NodeType> nodeTypes, TypeKeys<RelationshipType> relationshipTypes) : IDisposable
{
    private readonly SqlStatement _addCommit = new(connection, "INSERT INTO commits (version, at) VALUES ($version, $at)", "$version", "$at");
    private readonly SqlStatement _findNode = new(connection, "SELECT key FROM nodes WHERE id = $id", "$id");
    private readonly SqlStatement _removeNode = new(connection, "DELETE FROM nodes WHERE id = $id", "$id");
    private readonly SqlStatement _removeRelationship = new(
        connection,
        "DELETE FROM relationships WHERE from_node = $from AND type = $type AND to_node = $to AND distinction = $distinction",
        "$from", "$type", "$to", "$distinction");
    // One that is there keeps the time when it was recorded.
    private readonly SqlStatement _putNode = new(
        connection,
        """
        INSERT INTO nodes (type, recorded_at, id, properties) VALUES ($type, $at, $id, CAST($properties AS TEXT))
        ON CONFLICT (id) DO UPDATE SET properties = excluded.properties
        """,
        "$type", "$at", "$id", "$properties");
    private readonly SqlStatement _putRelationship = new(
        connection,
        """
        INSERT INTO relationships (from_node, type, to_node, distinction, recorded_at, since, until, claims, properties)
        VALUES ($from, $type, $to, $distinction, $at, $since, $until, $claims, CAST($properties AS TEXT))
        ON CONFLICT (from_node, type, to_node, distinction)
        DO UPDATE SET since = excluded.since, until = excluded.until, claims = excluded.claims, properties = excluded.properties
        """,
        "$from", "$type", "$to", "$distinction", "$at", "$since", "$until", "$claims", "$properties");

    /// <param name="at">Unix time in milliseconds.</param>
    public void Write(ChangeSet changes, long version, long at)
    {
        _addCommit.Run(version, at);
        foreach (var relationship in changes.RemovedRelationships)
            _removeRelationship.Run(
                KeyOf(relationship.From), relationshipTypes.Of(relationship.Type.Name), KeyOf(relationship.To),
                DistinctionOf(relationship));
        foreach (var id in changes.RemovedNodes)
            _removeNode.Run(id);
        foreach (var node in changes.Nodes)
            _putNode.Run(nodeTypes.Of(node.Type.Name), at, node.Id, RecordJson.Encode(node.Type.Properties, node.Properties));
        foreach (var relationship in changes.Relationships)
            _putRelationship.Run(
                KeyOf(relationship.From), relationshipTypes.Of(relationship.Type.Name), KeyOf(relationship.To),
                DistinctionOf(relationship), at, relationship.Since, relationship.Until, ClaimsOf(relationship),
                RecordJson.Encode(relationship.Type.Properties, relationship.Properties));
    }

    private object KeyOf(string id) => _findNode.Run(id)
        ?? throw new InvalidDataException($"no {id} found; expected it, the graph in memory has it");

    private string? ClaimsOf(RelationshipRecord relationship) =>
        relationship.Claims.IsEmpty ? null : $"[{string.Join(',', relationship.Claims.Select(KeyOf))}]";

    /// <summary>What of the key follows the ends: since and the properties with @key.</summary>
    private static string DistinctionOf(RelationshipRecord relationship) =>
        relationship.Key[(relationship.Type.Name.Length + relationship.From.Length + relationship.To.Length + 2)..];

    public void Dispose()
    {
        _addCommit.Dispose();
        _findNode.Dispose();
        _removeNode.Dispose();
        _removeRelationship.Dispose();
        _putNode.Dispose();
        _putRelationship.Dispose();
    }
}
