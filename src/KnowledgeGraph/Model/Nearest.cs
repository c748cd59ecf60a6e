namespace KnowledgeGraph.Model;

/// <summary>Finds the known names that a mistyped name may stand for.</summary>
internal static class Nearest
{
    /// <summary>The names that are similar, nearest first: at most a third of the letters differ.</summary>
    public static IEnumerable<string> FindAll(string found, IEnumerable<string> known)
    {
        var maxDistance = Math.Max(1, found.Length / 3);
        return known
            .Where(name => Math.Abs(name.Length - found.Length) <= maxDistance)
            .Select(name => (Name: name, Distance: Distance(found, name)))
            .Where(candidate => candidate.Distance <= maxDistance)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name);
    }

    /// <summary>The most similar name; null if none is similar.</summary>
    public static string? Find(string found, IEnumerable<string> known) => FindAll(found, known).FirstOrDefault();

    /// <summary>A sentence that suggests the nearest known name, or all known names if none is near.</summary>
    public static string Suggest(string found, IReadOnlyCollection<string> known) =>
        Find(found, known) is { } nearest ? $"Did you mean `{nearest}`?" : $"Use one of {string.Join(", ", known)}.";

    /// <summary>Damerau-Levenshtein distance (optimal string alignment), ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        var (before, last, row) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
