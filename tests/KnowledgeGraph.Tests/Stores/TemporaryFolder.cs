using KnowledgeGraph.Server.Stores;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>A data folder for one test; gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("knowledge-graph-").FullName;
    public string File => System.IO.Path.Combine(Path, "graph.db");

    public EmbeddedStore Open() => EmbeddedStore.Open(Path, TestGraph.Model, new StoppedClock());

    /// <summary>The one line with which opening is refused.</summary>
    public string Refusal()
    {
        var message = Assert.Throws<StoreException>(Open).Message;
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith(Path, message, StringComparison.Ordinal);
        return message[Path.Length..];
    }

    /// <summary>Changes the file as no store does.</summary>
    /// <param name="seal">Whether the checksums are made to fit.</param>
    public void Tamper(string text, bool seal = false)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
        if (!seal)
            return;
        RowChecksum.Register(connection);
        DatabaseFormat.Seal(connection);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestGraph.RecordedAt;
    }
}
