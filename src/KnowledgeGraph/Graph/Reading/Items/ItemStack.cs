namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>
/// The items of the pages that are being written, the innermost page last. Its memory is used again, so that a request allocates nothing that grows
/// with the response.
/// </summary>
internal sealed class ItemStack<T>
{
    private const int FirstCapacity = 256;

    private T[] _items = new T[FirstCapacity];

    public int Count { get; private set; }

    public ref T this[int index] => ref _items[index];

    /// <summary>What was pushed since the mark. It stays as it is while more is pushed and popped above it.</summary>
    public Span<T> From(int mark) => _items.AsSpan(mark, Count - mark);

    public void Push(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, _items.Length * 2);
        _items[Count++] = item;
    }

    /// <summary>Pops everything above the mark.</summary>
    public void Truncate(int mark) => Count = mark;
}
