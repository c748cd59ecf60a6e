using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Operations by the bytes of their document and their name, so that a repeated document is neither parsed nor validated nor planned.
/// Bounded in two generations: when the young one is full it becomes the old one, whose operations are kept only where they are asked
/// for again. Reading takes no lock.
/// </summary>
public sealed class OperationCache(int maxEntries, long maxBytes)
{
    private readonly Lock _writing = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>The operation of the document and name as they stand in a request; the name is empty where there is none.</summary>
    public bool TryFind(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, [NotNullWhen(true)] out Operation? operation)
    {
        var key = new KeySpan(document, name);
        if (_young.ByKey.TryGetValue(key, out operation))
            return true;
        if (!_old.ByKey.TryGetValue(key, out operation))
            return false;
        Add(key, operation);
        return true;
    }

    /// <param name="document">Its bytes, or a hash of them.</param>
    public void Add(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, Operation operation) => Add(new KeySpan(document, name), operation);

    private void Add(KeySpan span, Operation operation)
    {
        var size = Math.Max(span.Document.Length, operation.Length) + span.Name.Length;
        if (size > maxBytes / 2)
            return;
        lock (_writing)
        {
            if (_young.Operations.Count >= maxEntries / 2 || _young.Bytes + size > maxBytes / 2)
                (_old, _young) = (_young, new Generation());
            if (_young.Operations.TryAdd(new Key(span.Document.ToArray(), span.Name.ToArray()), operation))
                _young.Bytes += size;
        }
    }

    private sealed class Generation
    {
        public Generation() => ByKey = Operations.GetAlternateLookup<KeySpan>();

        public ConcurrentDictionary<Key, Operation> Operations { get; } = new(new KeyComparer());
        public ConcurrentDictionary<Key, Operation>.AlternateLookup<KeySpan> ByKey { get; }
        public long Bytes { get; set; }
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
