using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Finds all problems of a data folder. It works on a copy of the files, so that the folder is unchanged.</summary>
internal sealed class StoreCheck : IDisposable
{
    private readonly GraphModel _model;
    private readonly SqliteConnection _connection;
    private readonly List<string> _problems = [];
    private readonly Dictionary<long, string> _ids = [];
    private readonly HashSet<long> _unreadable = [];

    private StoreCheck(string file, GraphModel model)
    {
        _model = model;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
    }

    /// <summary>Returns the problems. Nothing in the folder changes, so it may be read-only.</summary>
    /// <exception cref="StoreException">There is no store in the folder, it cannot be read, or another process uses it.</exception>
    public static IReadOnlyList<string> Run(string folder, GraphModel model)
    {
        var file = Path.Combine(folder, "graph.db");
        if (!File.Exists(file))
            throw new StoreException($"{folder}: The folder has no graph.db. Name the data folder of an embedded store.");
        var copy = Directory.CreateTempSubdirectory("knowledge-graph-check-").FullName;
        try
        {
            using var taken = FolderLock.TakeToRead(folder);
            if (new FileInfo(file).Length == 0)
                return [$"{file}: The file is empty."];
            foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-journal"])
                if (File.Exists(file + suffix))
                    Copy(file + suffix, Path.Combine(copy, "graph.db" + suffix));
            using var check = new StoreCheck(Path.Combine(copy, "graph.db"), model);
            foreach (var step in (ReadOnlySpan<Action>)[check.CheckFile, check.CheckChecksums, check.CheckRecords])
                check.Try(step);
            return check._problems;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreException($"{folder}: This user has no right to read the folder. Run the check as the user of the server.", failure);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>Copies the content only: File.Copy would also copy the mode, and SQLite has to write to the copy.</summary>
    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    /// <summary>A step that fails is itself a problem. The next step may still find others.</summary>
    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is SqliteException or StoreException or InvalidDataException)
        {
            _problems.Add(StoreFailure.Of(failure, "graph.db").Message);
        }
    }

    private void CheckFile()
    {
        _connection.Open();
        RowChecksum.Register(_connection);
        if (DatabaseFormat.Check(_connection, "graph.db"))
            _problems.AddRange(DatabaseUpgrade.Upgrade(_connection));
        using var rows = new RowReader(_connection, "PRAGMA integrity_check");
        while (rows.Read())
            if (Text(rows, 0) is var text and not "ok")
                _problems.Add($"graph.db: SQLite: {text.ReplaceLineEndings(" ")}");
    }

    private void CheckChecksums()
    {
        foreach (var (table, name, checksum) in DatabaseFormat.Checksums)
            using (var rows = new RowReader(_connection, $"SELECT {name} FROM {table} WHERE checksum <> {checksum}"))
                while (rows.Read())
                    _problems.Add($"{table}: {Text(rows, 0)}: The row does not match its checksum.");
        using (var rows = new RowReader(_connection, "SELECT version, entries, content FROM changes"))
            while (rows.Read())
                CheckEntries(rows.Integer(0), rows.Integer(1), rows.Integer(2));
        using (var rows = new RowReader(_connection, "SELECT DISTINCT version FROM change_entries WHERE version NOT IN (SELECT version FROM changes)"))
            while (rows.Read())
                _problems.Add($"change_entries: The change of version {rows.Integer(0)} does not exist.");
        using (var seeds = new RowReader(_connection, "SELECT count(*) FROM seed"))
            if (seeds.Read() && seeds.Integer(0) != 1)
                _problems.Add("seed: The row is missing, or there is more than one.");
        using var last = new RowReader(_connection, "SELECT version, content FROM commits ORDER BY version DESC LIMIT 1");
        var (version, content) = last.Read() ? (last.Integer(0), last.Integer(1)) : (0, 0);
        if (content != DatabaseFormat.Content(_connection))
            _problems.Add($"commits: Rows are missing or were added since version {version}.");
    }

    private void CheckEntries(long version, long count, long content)
    {
        var (found, sum) = (0L, 0L);
        using var rows = new RowReader(_connection, $"SELECT checksum FROM change_entries WHERE version = {version}");
        for (; rows.Read(); found++)
            sum = unchecked(sum + rows.Integer(0));
        if (found != count || sum != content)
            _problems.Add($"changes: version {version}: Entries are missing or were added.");
    }

    private void CheckRecords()
    {
        var nodes = ImmutableArray.CreateBuilder<NodeRecord>();
        using (var rows = new RowReader(_connection, "SELECT key, (SELECT name FROM node_types t WHERE t.key = type), id, properties FROM nodes"))
            while (rows.Read())
            {
                var (key, id) = (rows.Integer(0), Text(rows, 2));
                _ids[key] = id;
                if (_model.FindNodeType(Text(rows, 1)) is { } type && Decode(type.Properties, rows.Text(3)) is { } properties)
                    nodes.Add(new NodeRecord(type, id, properties));
                else if (_unreadable.Add(key))
                    _problems.Add($"nodes: {id}: The model does not know the type \"{Text(rows, 1)}\", or the properties are not JSON.");
            }
        var relationships = ImmutableArray.CreateBuilder<RelationshipRecord>();
        using (var rows = new RowReader(
            _connection,
            "SELECT from_node, (SELECT name FROM relationship_types t WHERE t.key = type), to_node, since, until, claims, properties FROM relationships"))
            while (rows.Read())
                if (Read(rows) is { } relationship)
                    relationships.Add(relationship);
        var redirects = ImmutableArray.CreateBuilder<Redirect>();
        using (var rows = new RowReader(_connection, "SELECT id, into_id FROM redirects"))
            while (rows.Read())
                redirects.Add(new(Text(rows, 0), Text(rows, 1)));
        var all = new ChangeSet { Nodes = nodes.ToImmutable(), Relationships = relationships.ToImmutable(), Redirects = redirects.ToImmutable() };
        _problems.AddRange(ChangeSetValidator.Validate(_model, all, GraphSnapshot.Empty(_model)).Select(e => $"model: {e}"));
    }

    private RelationshipRecord? Read(RowReader rows)
    {
        var row = $"{Id(rows.Integer(0))} {Text(rows, 1)} {Id(rows.Integer(2))}";
        try
        {
            var claims = rows.IsNull(5) ? [] : JsonSerializer.Deserialize<long[]>(rows.Text(5))!;
            long[] keys = [rows.Integer(0), rows.Integer(2), .. claims];
            foreach (var missing in keys.Where(k => !_ids.ContainsKey(k)))
                _problems.Add($"relationships: {row}: Node {missing} does not exist.");
            if (!keys.All(k => _ids.ContainsKey(k) && !_unreadable.Contains(k)))
                return null;
            if (_model.FindRelationshipType(Text(rows, 1)) is { } type && Decode(type.Properties, rows.Text(6)) is { } properties)
                return new RelationshipRecord(type, Id(rows.Integer(0)), Id(rows.Integer(2)))
                {
                    Since = rows.IsNull(3) ? null : Text(rows, 3),
                    Until = rows.IsNull(4) ? null : Text(rows, 4),
                    Claims = [.. claims.Select(Id)],
                    Properties = properties,
                };
        }
        catch (JsonException)
        {
            // Reported below.
        }
        _problems.Add($"relationships: {row}: The model does not know the type, or the claims or properties are not JSON.");
        return null;
    }

    private string Id(long key) => _ids.GetValueOrDefault(key) ?? $"node {key}";

    private static Dictionary<string, object>? Decode(ImmutableArray<Property> properties, ReadOnlySpan<byte> json)
    {
        try
        {
            return RecordJson.Decode(properties, json);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(RowReader rows, int column) => Encoding.UTF8.GetString(rows.Text(column));

    public void Dispose() => _connection.Dispose();
}
