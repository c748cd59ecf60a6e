namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>What a check found: all findings counted by kind, and the first of each kind.</summary>
internal sealed class CheckReport
{
    /// <summary>The maximum number of findings that are shown.</summary>
    public const int MaxShown = 100;

    private readonly Dictionary<FindingKind, Found> _found = [];

    private sealed class Found
    {
        public long Count;
        public long Mendable;
        public List<Finding> First { get; } = [];
    }

    private static readonly FindingKind[] s_unidentified =
        [FindingKind.TypeMissing, FindingKind.TwoTypes, FindingKind.IdMissing, FindingKind.IdInvalid, FindingKind.IdDoubled, FindingKind.Ends, FindingKind.Doubled];

    /// <summary>The first findings of each kind.</summary>
    public IEnumerable<Finding> First => _found.Values.SelectMany(f => f.First);

    /// <summary>Whether it is known of every node and relationship which one it is.</summary>
    public bool IsIdentified => !s_unidentified.Any(k => _found.TryGetValue(k, out var found) && found.Mendable < found.Count);

    public long Count => _found.Values.Sum(f => f.Count);

    public long Mendable => _found.Values.Sum(f => f.Mendable);

    public long Nodes { get; set; }

    public long Relationships { get; set; }

    /// <summary>Labels and types of relationships that are not of the model, with how often they were found.</summary>
    public SortedDictionary<string, long> Foreign { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the database was changed meanwhile, so that the findings may contradict each other.</summary>
    public bool IsOfSeveralVersions { get; set; }

    public void Add(Finding finding)
    {
        if (!_found.TryGetValue(finding.Kind, out var found))
            _found.Add(finding.Kind, found = new());
        found.Count++;
        found.Mendable += finding.IsMendable ? 1 : 0;
        if (found.First.Count < MaxShown)
            found.First.Add(finding);
    }

    public void AddForeign(string name) => Foreign[name] = Foreign.GetValueOrDefault(name) + 1;

    /// <summary>Prints the findings by kind. Each kind shows as many as fit.</summary>
    public void Write(TextWriter output)
    {
        var shown = MaxShown / Math.Max(1, _found.Count);
        foreach (var (kind, found) in _found.OrderBy(f => f.Key.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"{kind.Name}: {found.Count} ({kind.Served}){(found.Mendable == 0 ? "" : found.Mendable == found.Count ? " - repaired by --repair" : $" - {found.Mendable} repaired by --repair")}");
            foreach (var finding in found.First.Take(shown))
                output.WriteLine($"  {finding.Message}");
            if (found.Count - Math.Min(shown, found.First.Count) is > 0 and var more)
                output.WriteLine($"  and {more} more");
        }
        if (Foreign.Count > 0)
            output.WriteLine($"not of the model, not served: {string.Join(", ", Foreign.Take(MaxShown).Select(f => $"{f.Value} {f.Key}"))}");
        if (IsOfSeveralVersions)
            output.WriteLine("The database was changed while it was checked. Check it again when nobody writes.");
    }
}
