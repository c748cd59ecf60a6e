using System.Runtime.InteropServices;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// What the lists of a column gain and lose. Gains lie flat: a first load has millions, and an object for each list would outweigh them.
/// </summary>
/// <typeparam name="TItem">What a list holds.</typeparam>
/// <typeparam name="TKey">What tells a list's items apart.</typeparam>
internal sealed class ListChanges<TItem, TKey>
{
    private readonly List<int> _owners = [];
    private readonly List<TItem> _gains = [];
    private readonly Dictionary<int, HashSet<TKey>> _losses = [];

    /// <summary>Makes the list of an owner anew.</summary>
    /// <param name="losses">Null for none.</param>
    public delegate void Rebuild(int owner, Span<TItem> gains, HashSet<TKey>? losses);

    public void Gain(int owner, TItem item)
    {
        _owners.Add(owner);
        _gains.Add(item);
    }

    /// <summary>False where the list has lost it already.</summary>
    public bool Lose(int owner, TKey key)
    {
        ref var losses = ref CollectionsMarshal.GetValueRefOrAddDefault(_losses, owner, out _);
        return (losses ??= []).Add(key);
    }

    /// <summary>Once for each list that changes, those with gains in the order of their owners.</summary>
    public void ForEach(Rebuild rebuild)
    {
        var owners = CollectionsMarshal.AsSpan(_owners);
        var gains = CollectionsMarshal.AsSpan(_gains);
        owners.Sort(gains);
        for (int from = 0, to; from < owners.Length; from = to)
        {
            for (to = from + 1; to < owners.Length && owners[to] == owners[from];)
                to++;
            _losses.Remove(owners[from], out var losses);
            rebuild(owners[from], gains[from..to], losses);
        }
        foreach (var (owner, losses) in _losses)
            rebuild(owner, default, losses);
    }
}
