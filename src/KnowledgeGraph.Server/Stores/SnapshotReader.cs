using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Streams all rows into a snapshot.</summary>
internal sealed class SnapshotReader(
    SqliteConnection connection, string file, GraphModel model, TypeKeys<NodeType> nodeTypes, TypeKeys<RelationshipType> relationshipTypes)
{
    private readonly SnapshotBuilder _builder = new(GraphSnapshot.Empty(model));
    private readonly Dictionary<long, NodeRef> _nodes = [];
    private readonly byte[][] _quoted = [new byte[256], new byte[256]];
    private int[] _claims = new int[16];

    private readonly RowChecksum _checksum = new();
    /// <summary>The sum of all checksums so far.</summary>
    private long _content;

    /// <param name="content">The sum that the checksums of all rows must have.</param>
    public GraphSnapshot Read(long version, long content)
    {
        DateTimeOffset? at = null;
        using (var rows = new RowReader(connection, "SELECT version, at, content, checksum FROM commits ORDER BY version"))
            while (rows.Read())
            {
                Verify(
                    _checksum.Start("commits"u8).Add(rows.Integer(0)).Add(rows.Integer(1)).Add(rows.Integer(2)).Value, rows.Integer(3),
                    "commits", rows.Integer(0));
                at = DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer(1));
            }
        using (var rows = new RowReader(connection, "SELECT version, at, kind, author, reviewer, note, undoes, entries, content, checksum FROM changes"))
            while (rows.Read())
            {
                _checksum.Start("changes"u8).Add(rows.Integer(0)).Add(rows.Integer(1)).Add(rows.Text(2));
                for (var text = 3; text < 6; text++)
                    AddText(rows, text);
                _ = rows.IsNull(6) ? _checksum.AddNull() : _checksum.Add(rows.Integer(6));
                Verify(_checksum.Add(rows.Integer(7)).Add(rows.Integer(8)).Value, rows.Integer(9), "changes", rows.Integer(0));
            }
        // Nodes come first, so that the ends of every relationship are known.
        using (var rows = new RowReader(connection, "SELECT key, type, recorded_at, id, properties, checksum, revision FROM nodes"))
            while (rows.Read())
                ReadNode(rows);
        using (var rows = new RowReader(
            connection,
            "SELECT from_node, type, to_node, recorded_at, since, until, claims, properties, distinction, checksum, revision FROM relationships"))
            while (rows.Read())
                ReadRelationship(rows);
        var redirects = new List<Redirect>();
        using (var rows = new RowReader(connection, "SELECT id, into_id, checksum FROM redirects"))
            for (var position = 1; rows.Read(); position++)
            {
                Verify(_checksum.Start("redirects"u8).Add(rows.Text(0)).Add(rows.Text(1)).Value, rows.Integer(2), "redirects", position);
                redirects.Add(new(Encoding.UTF8.GetString(rows.Text(0)), Encoding.UTF8.GetString(rows.Text(1))));
            }
        if (_content != content)
            throw StoreFailure.Damaged(file, $"Rows are missing or were added since version {version}.");
        return _builder.Build(version, at).With(Redirects.Of(redirects));
    }

    private void Verify(long actual, long stored, string table, long key, long? to = null)
    {
        if (actual != stored)
            throw StoreFailure.Damaged(file, $"The row of table {table} with key {key}{(to is null ? "" : $" to {to}")} does not match its checksum.");
        _content = unchecked(_content + stored);
    }

    private RowChecksum AddText(RowReader row, int column) =>
        row.IsNull(column) ? _checksum.AddNull() : _checksum.Add(row.Text(column));

    private void ReadNode(RowReader row)
    {
        Verify(
            _checksum.Start("nodes"u8).Add(row.Integer(0)).Add(nodeTypes.NameOf(row.Integer(1))).Add(row.Integer(2)).Add(row.Integer(6)).Add(row.Text(3))
                .Add(row.Text(4)).Value,
            row.Integer(5), "nodes", row.Integer(0));
        try
        {
            var node = _builder.PutNode(nodeTypes.Find(row.Integer(1)), Quote(row.Text(3), 0), row.Text(4), row.Integer(2), row.Integer(6));
            _nodes.Add(row.Integer(0), node);
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException)
        {
            throw new StoreException(Foreign($"node {Encoding.UTF8.GetString(row.Text(3))}", failure), failure);
        }
    }

    private void ReadRelationship(RowReader row)
    {
        _checksum.Start("relationships"u8).Add(row.Integer(0)).Add(relationshipTypes.NameOf(row.Integer(1))).Add(row.Integer(2))
            .Add(row.Text(8)).Add(row.Integer(3)).Add(row.Integer(10));
        AddText(row, 4);
        AddText(row, 5);
        AddText(row, 6);
        Verify(
            _checksum.Add(row.Text(7)).Value, row.Integer(9), "relationships", row.Integer(0), row.Integer(2));
        try
        {
            _builder.PutRelationship(
                relationshipTypes.Find(row.Integer(1)), NodeOf(row.Integer(0)), NodeOf(row.Integer(2)), -1, Quote(row.Text(4), 0),
                Quote(row.Text(5), 1), ReadClaims(row.Text(6)), row.Text(7), row.Integer(3), row.Integer(10));
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException)
        {
            throw new StoreException(Foreign($"relationship from node {row.Integer(0)} to node {row.Integer(2)}", failure), failure);
        }
    }

    private NodeRef NodeOf(long key) => _nodes.TryGetValue(key, out var node) ? node
        : throw new InvalidDataException($"The node {key} does not exist, but a relationship names it.");

    /// <summary>Ids and dates need no escapes.</summary>
    private ReadOnlySpan<byte> Quote(ReadOnlySpan<byte> text, int buffer)
    {
        if (text.IsEmpty)
            return default;
        if (_quoted[buffer].Length < text.Length + 2)
            _quoted[buffer] = new byte[text.Length + 2];
        var quoted = _quoted[buffer].AsSpan(0, text.Length + 2);
        quoted[0] = quoted[^1] = (byte)'"';
        text.CopyTo(quoted[1..]);
        return quoted;
    }

    /// <summary>Reads `[12,34]`, or nothing.</summary>
    private ReadOnlySpan<int> ReadClaims(ReadOnlySpan<byte> json)
    {
        var count = 0;
        while (json.Length > 1)
        {
            json = json[1..];
            var claim = Utf8Parser.TryParse(json, out long key, out var length) ? NodeOf(key) : default;
            if (length == 0 || claim.Type != model.Evidence.Claim.Index)
                throw new InvalidDataException("The evidence must be keys of claims, but has another value.");
            if (count == _claims.Length)
                Array.Resize(ref _claims, count * 2);
            _claims[count++] = claim.Row;
            json = json[length..];
        }
        return _claims.AsSpan(0, count);
    }

    private string Foreign(string row, Exception failure) =>
        $"{file}: {row}: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}. "
        + "The model has changed since, or the file is damaged. Export the graph with the version that wrote it.";
}
