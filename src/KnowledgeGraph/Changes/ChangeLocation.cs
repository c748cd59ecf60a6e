using System.Collections.Immutable;
using System.Diagnostics;

namespace KnowledgeGraph.Changes;

/// <summary>Where a record was given.</summary>
public abstract record ChangeLocation
{
    /// <summary>Orders locations of one kind by their position. What has no location comes first.</summary>
    public static IComparer<ChangeLocation?> Order { get; } = Comparer<ChangeLocation?>.Create(Compare);

    private static int Compare(ChangeLocation? left, ChangeLocation? right) => (left, right) switch
    {
        (FileLocation a, FileLocation b) => a.CompareWith(b),
        (JsonLocation a, JsonLocation b) => a.CompareWith(b),
        _ => RankOf(left).CompareTo(RankOf(right)),
    };

    private static int RankOf(ChangeLocation? location) => location switch
    {
        null => 0,
        FileLocation => 1,
        JsonLocation => 2,
        _ => throw new UnreachableException($"{location.GetType()}"),
    };
}

/// <summary>A place in a file. Lines and columns count from one.</summary>
public sealed record FileLocation(string File, int Line, int Column) : ChangeLocation
{
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : $"{File}:{Line}";

    internal int CompareWith(FileLocation other)
    {
        var files = string.CompareOrdinal(File, other.File);
        return files != 0 ? files : (Line, Column).CompareTo((other.Line, other.Column));
    }
}

/// <summary>A place in JSON: names of fields and positions in lists, counted from zero, such as input, parties, 1, to.</summary>
public sealed record JsonLocation(ImmutableArray<string> Path) : ChangeLocation
{
    /// <summary>How the input of a relationship gives an end that is wrong: in a field of this name, or, if it is empty, as the value at this place. Null for `from` and `to`.</summary>
    public string? EndField { get; init; }

    /// <summary>The place of a field of the record that was given here.</summary>
    public JsonLocation Of(string field) => (field is "from" or "to" ? EndField ?? field : field) is { Length: > 0 } name ? new(Path.Add(name)) : this;

    public override string ToString() => string.Join('.', Path);

    public bool Equals(JsonLocation? other) => other is not null && Path.SequenceEqual(other.Path);

    public override int GetHashCode() => Path.Aggregate(0, HashCode.Combine);

    internal int CompareWith(JsonLocation other)
    {
        foreach (var (mine, theirs) in Path.Zip(other.Path))
            if ((int.TryParse(mine, out var a) && int.TryParse(theirs, out var b) ? a.CompareTo(b) : string.CompareOrdinal(mine, theirs)) is not 0 and var order)
                return order;
        return Path.Length.CompareTo(other.Path.Length);
    }
}
