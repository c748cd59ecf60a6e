using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>Kestrel's memory in blocks of 64 kB instead of 4: an answer of 80 kB is then written in two pieces, not twenty.</summary>
internal sealed class LargeBlocks : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int BlockSize = 64 * 1024;

        private readonly ConcurrentQueue<Block> _free = [];

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            return _free.TryDequeue(out var block) ? block : new Block(_free);
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        private sealed class Block(ConcurrentQueue<Block> free) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

            public void Dispose() => free.Enqueue(this);
        }
    }
}
