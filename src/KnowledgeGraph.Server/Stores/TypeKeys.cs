namespace KnowledgeGraph.Server.Stores;

/// <summary>The numbers by which rows name their type. A type that the model no longer has keeps its number: its rows may still be there.</summary>
internal sealed class TypeKeys<T> where T : class
{
    private readonly Dictionary<long, T> _types = [];
    private readonly Dictionary<T, long> _keys = [];

    /// <param name="find">Of a name, its number; null for a new one.</param>
    /// <param name="add">Gives a new name its number.</param>
    public TypeKeys(IEnumerable<T> types, Func<T, string> name, Statement find, Statement add)
    {
        foreach (var type in types)
        {
            var key = (long)(find.Run(name(type)) ?? add.Run(name(type)))!;
            _types.Add(key, type);
            _keys.Add(type, key);
        }
    }

    public long this[T type] => _keys[type];

    /// <summary>The type of that number; null where the model has it no longer.</summary>
    public T? Find(long key) => _types.GetValueOrDefault(key);
}
