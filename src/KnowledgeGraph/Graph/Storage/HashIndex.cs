namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// Finds a node by the bytes of a key. An immutable extendible hash table: a directory of small buckets, of which a change copies the
/// one that it touches. The keys themselves stay in the columns; the index holds their hashes.
/// </summary>
internal sealed class HashIndex
{
    private const int BucketSlots = 256;
    private const int BucketLimit = BucketSlots * 3 / 4;

    public static readonly HashIndex Empty = new([new Bucket(0)], 0);

    private readonly Bucket[] _directory;
    private readonly int _depth;

    private HashIndex(Bucket[] directory, int depth) => (_directory, _depth) = (directory, depth);

    /// <summary>The hash that every method takes: of the key's bytes, randomised for each process.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    /// <summary>The nodes whose keys have this hash, one at a time: the caller compares the keys.</summary>
    public Candidates Find(int hash) => new(BucketOf(hash), hash);

    internal Bucket BucketOf(int hash) => _directory[Slot(hash, _depth)];

    /// <summary>The upper bits choose the bucket, the lower ones the place within.</summary>
    private static int Slot(int hash, int depth) => depth == 0 ? 0 : hash >>> (32 - depth);

    public ref struct Candidates(Bucket bucket, int hash)
    {
        private int _probe = hash & (BucketSlots - 1);

        public NodeRef Current { get; private set; }

        public bool MoveNext()
        {
            while (bucket.Used[_probe])
            {
                var at = _probe;
                _probe = (_probe + 1) & (BucketSlots - 1);
                if (bucket.Hashes[at] == hash)
                {
                    Current = bucket.Nodes[at];
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>A small open-addressed table with linear probing, shared by all directory entries that begin with its bits.</summary>
    internal sealed class Bucket(int depth)
    {
        public readonly int[] Hashes = new int[BucketSlots];
        public readonly NodeRef[] Nodes = new NodeRef[BucketSlots];
        public readonly bool[] Used = new bool[BucketSlots];
        public int Count;
        public int Depth { get; } = depth;
        /// <summary>Of the builder that may still change it; not the builder itself, which would keep older versions alive.</summary>
        public object? Owner;

        public void Add(int hash, NodeRef node)
        {
            var probe = hash & (BucketSlots - 1);
            while (Used[probe])
                probe = (probe + 1) & (BucketSlots - 1);
            (Hashes[probe], Nodes[probe], Used[probe]) = (hash, node, true);
            Count++;
        }
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(HashIndex start)
    {
        private readonly object _owner = new();
        private Bucket[] _directory = start._directory;
        private bool _owned;
        private int _depth = start._depth;

        public Candidates Find(int hash) => new(_directory[Slot(hash, _depth)], hash);

        public void Add(int hash, NodeRef node)
        {
            var bucket = Own(hash);
            while (bucket.Count == BucketLimit && bucket.Depth < 32)
            {
                Split(bucket, hash);
                bucket = _directory[Slot(hash, _depth)];
            }
            bucket.Add(hash, node);
        }

        public void Remove(int hash, NodeRef node) => Rebuild(Own(hash), hash, (h, n) => h != hash || n != node);

        private Bucket Own(int hash)
        {
            var bucket = _directory[Slot(hash, _depth)];
            return bucket.Owner == _owner ? bucket : Rebuild(bucket, hash, (_, _) => true);
        }

        private Bucket Rebuild(Bucket bucket, int hash, Func<int, NodeRef, bool> keep)
        {
            var copy = new Bucket(bucket.Depth) { Owner = _owner };
            for (var i = 0; i < BucketSlots; i++)
                if (bucket.Used[i] && keep(bucket.Hashes[i], bucket.Nodes[i]))
                    copy.Add(bucket.Hashes[i], bucket.Nodes[i]);
            Point(hash, copy);
            return copy;
        }

        private void Split(Bucket bucket, int hash)
        {
            if (bucket.Depth == _depth)
            {
                var doubled = new Bucket[_directory.Length * 2];
                for (var i = 0; i < doubled.Length; i++)
                    doubled[i] = _directory[i / 2];
                (_directory, _owned, _depth) = (doubled, true, _depth + 1);
            }
            var bit = 1 << (31 - bucket.Depth);
            var (zero, one) = (new Bucket(bucket.Depth + 1) { Owner = _owner }, new Bucket(bucket.Depth + 1) { Owner = _owner });
            for (var i = 0; i < BucketSlots; i++)
                if (bucket.Used[i])
                    ((bucket.Hashes[i] & bit) == 0 ? zero : one).Add(bucket.Hashes[i], bucket.Nodes[i]);
            Point(hash & ~bit, zero);
            Point(hash | bit, one);
        }

        private void Point(int hash, Bucket bucket)
        {
            if (!_owned)
                (_directory, _owned) = ([.. _directory], true);
            var span = 1 << (_depth - bucket.Depth);
            var first = Slot(hash, _depth) & ~(span - 1);
            _directory.AsSpan(first, span).Fill(bucket);
        }

        public HashIndex Build() => new(_directory, _depth);
    }
}
