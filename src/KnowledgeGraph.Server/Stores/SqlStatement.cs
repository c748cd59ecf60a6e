using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A prepared statement. Values are only passed as parameters, in the order of the given names.</summary>
internal sealed class SqlStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqlStatement(SqliteConnection connection, string text, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = text;
        foreach (var name in parameters)
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    /// <summary>Returns the first value of the first row; null if there is none.</summary>
    public object? Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    public void Dispose() => _command.Dispose();
}
