using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Writes change sets as rows in the open transaction.</summary>
internal sealed class ChangeWriter(
    SqliteConnection connection, TypeKeys<NodeType> nodeTypes, TypeKeys<RelationshipType> relationshipTypes, long content) : IDisposable
{
    private readonly SqlStatement _addCommit = new(
        connection,
        "INSERT INTO commits (version, at, content, checksum) VALUES ($version, $at, $content, 0)", "$version", "$at", "$content");
    private readonly SqlStatement _sealCommit = new(
        connection, $"UPDATE commits SET checksum = {DatabaseFormat.CommitChecksum} WHERE version = $version RETURNING checksum", "$version");
    private readonly SqlStatement _lastKey = new(connection, "SELECT coalesce(max(key), 0) FROM nodes");
    private readonly SqlStatement _nodeChecksum = new(connection, "SELECT checksum FROM nodes WHERE id = $id", "$id");
    private readonly SqlStatement _relationshipChecksum = new(
        connection,
        "SELECT checksum FROM relationships WHERE from_node = $from AND type = $type AND to_node = $to AND distinction = $distinction",
        "$from", "$type", "$to", "$distinction");
    private readonly SqlStatement _findNode = new(connection, "SELECT key FROM nodes WHERE id = $id", "$id");
    private readonly SqlStatement _removeNode = new(connection, "DELETE FROM nodes WHERE id = $id RETURNING checksum", "$id");
    private readonly SqlStatement _removeRelationship = new(
        connection,
        "DELETE FROM relationships WHERE from_node = $from AND type = $type AND to_node = $to AND distinction = $distinction RETURNING checksum",
        "$from", "$type", "$to", "$distinction");
    // A node that exists keeps the time when it was recorded.
    private readonly SqlStatement _putNode = new(
        connection,
        """
        INSERT INTO nodes (key, type, recorded_at, revision, id, properties, checksum)
        VALUES ($key, $type, $at, $revision, $id, CAST($properties AS TEXT), row_checksum('nodes', $key, $name, $at, $revision, $id, $properties))
        ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, properties = excluded.properties,
          checksum = row_checksum('nodes', key, $name, recorded_at, excluded.revision, id, excluded.properties)
        RETURNING checksum
        """,
        "$key", "$type", "$at", "$revision", "$id", "$properties", "$name");
    private readonly SqlStatement _putRelationship = new(
        connection,
        """
        INSERT INTO relationships (from_node, type, to_node, distinction, recorded_at, revision, since, until, claims, properties, checksum)
        VALUES ($from, $type, $to, $distinction, $at, $revision, $since, $until, $claims, CAST($properties AS TEXT),
          row_checksum('relationships', $from, $name, $to, $distinction, $at, $revision, $since, $until, $claims, $properties))
        ON CONFLICT (from_node, type, to_node, distinction)
        DO UPDATE SET revision = excluded.revision, since = excluded.since, until = excluded.until, claims = excluded.claims, properties = excluded.properties,
          checksum = row_checksum('relationships', from_node, $name, to_node, distinction, recorded_at, excluded.revision,
            excluded.since, excluded.until, excluded.claims, excluded.properties)
        RETURNING checksum
        """,
        "$from", "$type", "$to", "$distinction", "$at", "$revision", "$since", "$until", "$claims", "$properties", "$name");
    private readonly SqlStatement _removeRedirect = new(connection, "DELETE FROM redirects WHERE id = $id RETURNING checksum", "$id");
    private readonly SqlStatement _putRedirect = new(
        connection, "INSERT INTO redirects (id, into_id, checksum) VALUES ($id, $into, row_checksum('redirects', $id, $into)) RETURNING checksum", "$id", "$into");
    private readonly HistoryWriter _history = new(connection);
    /// <summary>The sum of the checksums of all rows except the entries of changes.</summary>
    private long _content = content;

    public void Write(PreparedChange change)
    {
        var (changes, at) = (change.Changes, change.At.ToUnixTimeMilliseconds());
        foreach (var relationship in changes.RemovedRelationships)
            Remove(_removeRelationship.Run(
                KeyOf(relationship.From), relationshipTypes.Of(relationship.Type.Name), KeyOf(relationship.To),
                DistinctionOf(relationship)));
        foreach (var id in changes.RemovedNodes)
            Remove(_removeNode.Run(id));
        var key = (long)_lastKey.Run()!;
        foreach (var node in changes.Nodes)
        {
            Remove(_nodeChecksum.Run(node.Id));
            Add(_putNode.Run(
                ++key, nodeTypes.Of(node.Type.Name), node.RecordedAt ?? at, node.Revision, node.Id, RecordJson.Encode(node.Type.Properties, node.Properties), node.Type.Name));
        }
        foreach (var relationship in changes.Relationships)
        {
            var (from, type, to) = (KeyOf(relationship.From), relationshipTypes.Of(relationship.Type.Name), KeyOf(relationship.To));
            var distinction = DistinctionOf(relationship);
            Remove(_relationshipChecksum.Run(from, type, to, distinction));
            Add(_putRelationship.Run(
                from, type, to, distinction, relationship.RecordedAt ?? at, relationship.Revision, relationship.Since, relationship.Until, ClaimsOf(relationship),
                RecordJson.Encode(relationship.Type.Properties, relationship.Properties), relationship.Type.Name));
        }
        foreach (var id in changes.RemovedRedirects)
            Remove(_removeRedirect.Run(id));
        foreach (var (from, into) in changes.Redirects)
        {
            Remove(_removeRedirect.Run(from));
            Add(_putRedirect.Run(from, into));
        }
        Add(_history.Write(change));
        _addCommit.Run(change.Version, at, _content);
        Add(_sealCommit.Run(change.Version));
    }

    private void Add(object? checksum) => _content = unchecked(_content + (long)checksum!);

    /// <summary>Subtracts the checksum of a row that was replaced or removed; null if there was no such row.</summary>
    private void Remove(object? checksum) => _content = unchecked(_content - ((long?)checksum ?? 0));

    private object KeyOf(string id) => _findNode.Run(id)
        ?? throw new InvalidDataException($"The node {id} is in memory, but not in the database.");

    private string? ClaimsOf(RelationshipRecord relationship) =>
        relationship.Claims.IsEmpty ? null : $"[{string.Join(',', relationship.Claims.Select(KeyOf))}]";

    /// <summary>The part of the key after the ends: since and the properties with @key.</summary>
    private static string DistinctionOf(RelationshipRecord relationship) =>
        relationship.Key[(relationship.Type.Name.Length + relationship.From.Length + relationship.To.Length + 2)..];

    public void Dispose()
    {
        _history.Dispose();
        _addCommit.Dispose();
        _sealCommit.Dispose();
        _lastKey.Dispose();
        _nodeChecksum.Dispose();
        _relationshipChecksum.Dispose();
        _findNode.Dispose();
        _removeNode.Dispose();
        _removeRelationship.Dispose();
        _putNode.Dispose();
        _putRelationship.Dispose();
        _removeRedirect.Dispose();
        _putRedirect.Dispose();
    }
}
