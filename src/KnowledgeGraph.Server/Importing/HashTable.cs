using System.Runtime.CompilerServices;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Values by 128-bit hashes, in two flat arrays: 4 million entries take a third of the memory of a dictionary of texts.</summary>
internal sealed class HashTable<T> where T : struct
{
    private UInt128[] _keys = new UInt128[1024];
    private T[] _values = new T[1024];
    private int _count;

    /// <summary>The value of a key, which is added if it is not there.</summary>
    public ref T GetOrAdd(UInt128 key, out bool isNew)
    {
        // The key of a place without a value.
        if (key == default)
            key = 1;
        if (_count > _keys.Length / 4 * 3)
            Grow();
        var place = Place(key);
        isNew = _keys[place] == default;
        if (isNew)
        {
            _keys[place] = key;
            _count++;
        }
        return ref _values[place];
    }

    /// <summary>The value of a key; a null reference if there is none.</summary>
    public ref T Find(UInt128 key)
    {
        if (key == default)
            key = 1;
        var place = Place(key);
        return ref _keys[place] == default ? ref Unsafe.NullRef<T>() : ref _values[place];
    }

    private int Place(UInt128 key)
    {
        var mask = _keys.Length - 1;
        var place = (int)(ulong)key & mask;
        while (_keys[place] != default && _keys[place] != key)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        (_keys, _values) = (new UInt128[keys.Length * 2], new T[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] != default)
            {
                var place = Place(keys[i]);
                (_keys[place], _values[place]) = (keys[i], values[i]);
            }
    }
}
