using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Importing;

/// <summary>How many records an import adds, changes and leaves as they are.</summary>
internal sealed class ImportTally
{
    /// <summary>The maximum number of records of a kind that are listed by their ids.</summary>
    public const int MaxListed = 20;

    public List<string> Added { get; } = [];

    public List<string> Changed { get; } = [];

    public long AddedNodes { get; private set; }

    public long AddedRelationships { get; private set; }

    public long ChangedNodes { get; private set; }

    public long ChangedRelationships { get; private set; }

    /// <summary>What changes in the graph.</summary>
    public long Changes => AddedNodes + AddedRelationships + ChangedNodes + ChangedRelationships;

    public void Add(IEnumerable<ChangeEntry> entries, IReadOnlyCollection<Redirect> redirects)
    {
        Add(entries);
        AddedNodes += redirects.Count;
        Added.AddRange(redirects.Take(MaxListed - Added.Count).Select(r => r.From));
    }

    public void Add(IEnumerable<ChangeEntry> entries)
    {
        foreach (var entry in entries)
        {
            var isAdded = entry.Kind == ChangeKind.Added;
            switch (isAdded, entry.Ends is not null)
            {
                case (true, false): AddedNodes++; break;
                case (true, true): AddedRelationships++; break;
                case (false, false): ChangedNodes++; break;
                default: ChangedRelationships++; break;
            }
            var listed = isAdded ? Added : Changed;
            if (listed.Count < MaxListed)
                listed.Add(isAdded ? entry.Id : $"{entry.Id}: {string.Join(", ", entry.Fields.Select(f => f.Name))}");
        }
    }

    public void Write(TextWriter output, bool isDryRun)
    {
        Write(output, isDryRun ? "would add" : "added", AddedNodes, AddedRelationships, Added);
        Write(output, isDryRun ? "would change" : "changed", ChangedNodes, ChangedRelationships, Changed);
    }

    private static void Write(TextWriter output, string verb, long nodes, long relationships, List<string> listed)
    {
        if (nodes + relationships == 0)
            return;
        output.WriteLine($"  {verb} {Count(nodes, "node")} and {Count(relationships, "relationship")}:");
        foreach (var line in listed)
            output.WriteLine($"    {line}");
        if (nodes + relationships > listed.Count)
            output.WriteLine($"    and {nodes + relationships - listed.Count} more");
    }

    private static string Count(long count, string what) => $"{count} {(count == 1 ? what : what + "s")}";
}
