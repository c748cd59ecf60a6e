namespace KnowledgeGraph.Changes;

/// <summary>
/// What a store keeps of a seed for its next run. The store fills <see cref="Last"/> before it decides on the change, and writes <see cref="Next"/> in
/// the transaction of the change. It does so even if the graph stays as it is, and then makes no version.
/// </summary>
public sealed class KeptSeed
{
    /// <summary>What the last run left; empty if there was none.</summary>
    public ReadOnlyMemory<byte> Last { get; set; }

    /// <summary>What this run leaves, once the change is decided.</summary>
    public ReadOnlyMemory<byte> Next { get; set; }

    public bool IsChanged => !Next.Span.SequenceEqual(Last.Span);
}
