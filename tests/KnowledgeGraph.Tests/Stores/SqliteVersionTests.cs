using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Tests.Stores;

public sealed class SqliteVersionTests
{
    /// <summary>The first version without CVE-2025-6965 is 3.50.2.</summary>
    [Fact]
    public void SQLite_has_no_known_memory_corruption()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sqlite_version()";
        Assert.InRange(Version.Parse((string)command.ExecuteScalar()!), new Version(3, 50, 2), new Version(4, 0));
    }
}
