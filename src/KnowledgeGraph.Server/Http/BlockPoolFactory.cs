using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace KnowledgeGraph.Server.Http;

/// <summary>Memory for Kestrel in blocks of 64 KiB instead of 4: an answer of 80 kB is then two blocks, and most bodies are one.</summary>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();

    private sealed class BlockPool : MemoryPool<byte>
    {
        private const int BlockSize = 64 * 1024;

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            return new Block();
        }

        protected override void Dispose(bool disposing) { }

        private sealed class Block : IMemoryOwner<byte>
        {
            private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(BlockSize);

            public Memory<byte> Memory => _bytes;

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
                    ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }
}
