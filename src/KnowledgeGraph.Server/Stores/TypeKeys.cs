using System.Text;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Maps the types of rows to the numbers that rows store. A type that the model no longer has keeps its number.</summary>
internal sealed class TypeKeys<T> : IDisposable where T : class
{
    private readonly Dictionary<string, T> _types;
    private readonly Dictionary<long, (string Name, T? Type)> _byKey = [];
    private readonly Dictionary<long, byte[]> _names = [];
    private readonly Dictionary<string, long> _keys = [];
    private readonly SqlStatement _add;

    /// <param name="types">The types of the model, by name.</param>
    /// <param name="rows">The stored types with their numbers.</param>
    /// <param name="add">Stores a name and returns its number.</param>
    public TypeKeys(Dictionary<string, T> types, RowReader rows, SqlStatement add)
    {
        (_types, _add) = (types, add);
        while (rows.Read())
        {
            var name = Encoding.UTF8.GetString(rows.Text(1));
            _byKey.Add(rows.Integer(0), (name, types.GetValueOrDefault(name)));
            _names.Add(rows.Integer(0), rows.Text(1).ToArray());
            _keys.Add(name, rows.Integer(0));
        }
    }

    /// <summary>The number of the type with this name. A new type is stored in the open transaction.</summary>
    public long Of(string name)
    {
        if (!_keys.TryGetValue(name, out var key))
            _keys.Add(name, key = (long)_add.Run(name)!);
        return key;
    }

    /// <summary>The stored name of the type, even if the model does not know it; empty for an unknown number.</summary>
    public ReadOnlySpan<byte> NameOf(long key) => _names.GetValueOrDefault(key);

    /// <exception cref="InvalidDataException">The model has no such type.</exception>
    public T Find(long key) => _byKey.TryGetValue(key, out var stored) && stored.Type is { } type ? type
        : throw new InvalidDataException(
            $"The model does not know the type {stored.Name ?? $"number {key}"}. Its types are {string.Join(", ", _types.Keys)}.");

    public void Dispose() => _add.Dispose();
}
