using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The durable data: an SQLite file that only this process uses.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly GraphModel _model;
    private readonly TypeKeys<NodeType> _nodeTypes;
    private readonly TypeKeys<RelationshipType> _relationshipTypes;
    private readonly ChangeWriter _writer;
    private readonly long _content;
    private readonly long _lastCommit;
    /// <summary>Whether the transaction of an upgrade is open. It is committed when all rows are read.</summary>
    private bool _upgrading;

    private Database(SqliteConnection connection, string file, GraphModel model)
    {
        (_connection, _file, _model) = (connection, file, model);
        connection.Open();
        if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 1)
            throw new StoreException($"{file}: The file is read-only. Give this user the right to write to it.");
        // Nothing else may change the file while the snapshot is in memory. In this mode SQLite also needs no shared memory.
        Run("PRAGMA locking_mode = EXCLUSIVE");
        RowChecksum.Register(connection);
        _upgrading = DatabaseFormat.Check(connection, file);
        if (Run("PRAGMA journal_mode = WAL") is not "wal")
            throw new StoreException($"{file}: The file system does not support a write-ahead log. Choose another folder.");
        Run("PRAGMA synchronous = FULL");
        // In KiB. The usual 2 MB hold too little of the indexes of the history while millions of records are imported.
        Run("PRAGMA cache_size = -65536");
        if (_upgrading)
        {
            Run("BEGIN IMMEDIATE");
            DatabaseUpgrade.Upgrade(connection, file);
        }
        using (var rows = new RowReader(connection, "SELECT key, name FROM node_types"))
            _nodeTypes = new(
                model.NodeTypes.ToDictionary(t => t.Name), rows,
                new(connection, "INSERT INTO node_types (name) VALUES ($name) RETURNING key", "$name"));
        using (var rows = new RowReader(connection, "SELECT key, name FROM relationship_types"))
            _relationshipTypes = new(
                model.RelationshipTypes.ToDictionary(t => t.Name), rows,
                new(connection, "INSERT INTO relationship_types (name) VALUES ($name) RETURNING key", "$name"));
        using (var rows = new RowReader(connection, "SELECT version, content, checksum FROM commits ORDER BY version DESC LIMIT 1"))
            if (rows.Read())
                (Version, _content, _lastCommit) = (rows.Integer(0), rows.Integer(1), rows.Integer(2));
        History = new HistoryReader(connection, file);
        Proposals = new ProposalTable(connection, file);
        _writer = new ChangeWriter(connection, _nodeTypes, _relationshipTypes, unchecked(_content + _lastCommit));
    }

    /// <summary>
    /// Creates the file of a new store if it does not exist. The tables are written to a file with another name, so that a crash leaves no
    /// file that looks like a store. Such a file from an earlier crash is deleted.
    /// </summary>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public static void CreateIfMissing(string file)
    {
        // SQLite would delete or replay a log whose database is missing, and data that can still be saved would be lost.
        if (File.Exists(file) || HasData(file + "-wal") || HasData(file + "-journal"))
            return;
        var unfinished = file + ".new";
        try
        {
            DeleteUnfinished(unfinished);
            using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
            {
                connection.Open();
                RowChecksum.Register(connection);
                using var begin = new SqlStatement(connection, "BEGIN");
                begin.Run();
                DatabaseFormat.Create(connection);
                using var commit = new SqlStatement(connection, "COMMIT");
                commit.Run();
            }
            File.Move(unfinished, file);
        }
        catch (Exception failure)
        {
            throw StoreFailure.Of(failure, file);
        }
    }

    private static void DeleteUnfinished(string file)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["-journal", ""])
            File.Delete(file + suffix);
    }

    private static bool HasData(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    /// <exception cref="StoreException">The file cannot be used. It is unchanged.</exception>
    public static Database Open(string file, GraphModel model)
    {
        if (!HasData(file))
            throw StoreFailure.Damaged(file, HasData(file + "-wal") || HasData(file + "-journal")
                ? "The database is missing, but its log exists." : "The file is empty.");
        var options = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(options.ToString());
        try
        {
            return new Database(connection, file, model);
        }
        catch (Exception failure)
        {
            connection.Dispose();
            throw StoreFailure.Of(failure, file);
        }
    }

    /// <summary>The last commit in the file when it was opened.</summary>
    public long Version { get; }

    /// <summary>Reads the recorded changes.</summary>
    public HistoryReader History { get; }

    public ProposalTable Proposals { get; }

    /// <summary>For tests, which cannot fill a disk everywhere.</summary>
    internal SqliteConnection Connection => _connection;

    /// <exception cref="StoreException">The file is damaged, or does not match the model.</exception>
    public GraphSnapshot Read()
    {
        try
        {
            var snapshot = new SnapshotReader(_connection, _file, _model, _nodeTypes, _relationshipTypes)
                .Read(Version, unchecked(_content + _lastCommit));
            if (_upgrading)
                Run("COMMIT");
            _upgrading = false;
            return snapshot;
        }
        catch (Exception failure)
        {
            throw StoreFailure.Of(failure, _file);
        }
    }

    /// <summary>Writes commits and what belongs to them in one transaction. If it throws, they are in doubt until the file is opened again.</summary>
    public void Write(IEnumerable<DecidedCommit> commits)
    {
        Run("BEGIN IMMEDIATE");
        foreach (var commit in commits)
        {
            if (commit.Change is not null)
                _writer.Write(commit.Change);
            if (commit.Proposal is not null)
                Proposals.Put(commit.Proposal);
            if (commit.Kept is not null)
                KeptSeedRow.Write(_connection, commit.Kept.Next);
        }
        Run("COMMIT");
    }

    /// <summary>What the seed said last.</summary>
    /// <exception cref="StoreException">The row is damaged.</exception>
    public ReadOnlyMemory<byte> ReadSeed()
    {
        try
        {
            return KeptSeedRow.Read(_connection) ?? throw StoreFailure.Damaged(_file, "What the seed said last is damaged.");
        }
        catch (SqliteException failure)
        {
            throw StoreFailure.Of(failure, _file);
        }
    }

    private object? Run(string text)
    {
        using var statement = new SqlStatement(_connection, text);
        return statement.Run();
    }

    public void Dispose()
    {
        History.Dispose();
        Proposals.Dispose();
        _writer.Dispose();
        _nodeTypes.Dispose();
        _relationshipTypes.Dispose();
        _connection.Dispose();
    }
}
