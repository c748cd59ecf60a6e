using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Operations by their name and the bytes of their document, or of a hash of it, so that a repeated document is not parsed, validated and
/// planned again. The cache has two generations. When the young one is full, it becomes the old one, whose operations are kept only if they
/// are requested again. The memory of an operation counts again when it grows. Reading takes no lock.
/// </summary>
/// <param name="maxBytes">Maximum memory of all operations.</param>
public sealed class OperationCache(int maxEntries, long maxBytes)
{
    private readonly Lock _writing = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>Finds the operation for the document and the name of a request. The name is empty if there is none.</summary>
    public bool TryFind(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, [NotNullWhen(true)] out Operation? operation)
    {
        var key = new KeySpan(document, name);
        if (_young.ByKey.TryGetValue(key, out var entry))
        {
            operation = entry.Operation;
            if (operation.Retained.Value > entry.Weight)
                Add(key, operation);
            return true;
        }
        operation = _old.ByKey.TryGetValue(key, out entry) ? entry.Operation : null;
        if (operation is null)
            return false;
        Add(key, operation);
        return true;
    }

    /// <param name="document">The bytes of the document, or a hash of them.</param>
    public void Add(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, Operation operation) => Add(new KeySpan(document, name), operation);

    /// <summary>Upper bound for the memory that the cache retains, in bytes.</summary>
    public long Weight
    {
        get
        {
            lock (_writing)
                return _young.Weight + _old.Weight;
        }
    }

    private void Add(KeySpan span, Operation operation)
    {
        lock (_writing)
        {
            _young.Remove(span);
            var weight = operation.Retained.Value;
            var total = weight + span.Document.Length + span.Name.Length;
            // An operation that is too large for a generation is planned at each request.
            if (total > maxBytes / 2)
                return;
            if (_young.Count >= maxEntries / 2 || _young.Weight + total > maxBytes / 2)
                (_old, _young) = (_young, new Generation());
            _young.Add(new Key(span.Document.ToArray(), span.Name.ToArray()), new Entry(operation, weight, total));
        }
    }

    /// <param name="Weight">The memory that the operation retained when it was added.</param>
    /// <param name="Total">The same with the key.</param>
    private sealed record Entry(Operation Operation, long Weight, long Total);

    /// <summary>Only one thread at a time changes a generation.</summary>
    private sealed class Generation
    {
        private readonly ConcurrentDictionary<Key, Entry> _entries = new(new KeyComparer());

        public Generation() => ByKey = _entries.GetAlternateLookup<KeySpan>();

        public ConcurrentDictionary<Key, Entry>.AlternateLookup<KeySpan> ByKey { get; }
        public long Weight { get; private set; }
        public int Count { get; private set; }

        public void Add(Key key, Entry entry)
        {
            _entries[key] = entry;
            (Weight, Count) = (Weight + entry.Total, Count + 1);
        }

        public void Remove(KeySpan key)
        {
            if (ByKey.TryRemove(key, out _, out var entry))
                (Weight, Count) = (Weight - entry.Total, Count - 1);
        }
    }

    private readonly record struct Key(byte[] Document, byte[] Name);

    private readonly ref struct KeySpan(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        public ReadOnlySpan<byte> Document { get; } = document;
        public ReadOnlySpan<byte> Name { get; } = name;
    }

    private sealed class KeyComparer : IEqualityComparer<Key>, IAlternateEqualityComparer<KeySpan, Key>
    {
        public bool Equals(Key left, Key right) => Equals(new KeySpan(left.Document, left.Name), right);
        public bool Equals(KeySpan left, Key right) => left.Document.SequenceEqual(right.Document) && left.Name.SequenceEqual(right.Name);
        public int GetHashCode(Key key) => GetHashCode(new KeySpan(key.Document, key.Name));
        public Key Create(KeySpan span) => new(span.Document.ToArray(), span.Name.ToArray());

        public int GetHashCode(KeySpan span)
        {
            var hash = new HashCode();
            hash.AddBytes(span.Document);
            hash.AddBytes(span.Name);
            return hash.ToHashCode();
        }
    }
}
