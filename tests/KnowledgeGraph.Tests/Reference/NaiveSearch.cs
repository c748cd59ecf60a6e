using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>A node that was found.</summary>
/// <param name="Matched">The searched texts in which a word was found, each with its field.</param>
internal sealed record NaiveHit(NodeRecord Node, int Class, List<NaiveMatch> Matched)
{
    public double Score => 1.0 / Class;

    /// <summary>"Name and id": texts in the order of their bytes, which is the order by code point.</summary>
    public byte[][] Name { get; } = [.. ((string[])[NaiveOrder.Fold(NaiveSearch.NameOf(Node)), NaiveSearch.NameOf(Node), Node.Id]).Select(Encoding.UTF8.GetBytes)];
}

/// <param name="Distance">The largest of the words that were found.</param>
internal sealed record NaiveMatch(string Field, string Text, int Distance = 0);

/// <summary>"Search", by a look at every node. What a word is, how it sounds, and which words are stop words, is data of the library.</summary>
internal static class NaiveSearch
{
    /// <summary>"country, official, agency, agreement, measure, objective, place, event, outlet, journalist, report, claim, statistic".</summary>
    private static readonly string[] s_types =
        ["Country", "Official", "Agency", "Agreement", "Measure", "Objective", "Place", "Event", "Outlet", "Journalist", "Report", "Claim", "Statistic"];

    public static List<NaiveHit> Find(IEnumerable<NodeRecord> nodes, string text, bool fuzzy = false)
    {
        var whole = NaiveOrder.Fold(text).Trim();
        var words = Words.Of(whole).ToHashSet();
        if (words.Any(w => !StopWords.All.Contains(w)))
            words.RemoveWhere(StopWords.All.Contains);
        return [.. nodes.Select(n => Look(n, whole, words, fuzzy)).OfType<NaiveHit>().Sorted(Compare)];
    }

    /// <summary>The order of hits: "by class; within a class by type, name and id".</summary>
    public static int Compare(NaiveHit left, NaiveHit right)
    {
        var order = left.Class.CompareTo(right.Class);
        if (order == 0)
            order = PlaceOf(left.Node).CompareTo(PlaceOf(right.Node));
        for (var i = 0; i < left.Name.Length && order == 0; i++)
            order = left.Name[i].AsSpan().SequenceCompareTo(right.Name[i]);
        return order;
    }

    public static IEnumerable<NaiveMatch> Texts(NodeRecord node) => node.Type.Properties.Where(p => p.IsSearched).SelectMany(
        p => node.Properties.GetValueOrDefault(p.Name) switch
        {
            null => [],
            string text => [new NaiveMatch(p.Name, text)],
            var list => ((IEnumerable<string>)list).Select(t => new NaiveMatch(p.Name, t)),
        });

    public static string NameOf(NodeRecord node) => Texts(node).First().Text;

    private static int PlaceOf(NodeRecord node) => Array.IndexOf(s_types, node.Type.Name);

    private static NaiveHit? Look(NodeRecord node, string whole, HashSet<string> words, bool fuzzy)
    {
        var texts = Texts(node).Select(t => (Match: t, Folded: NaiveOrder.Fold(t.Text), Distances: Distances(t.Text, words, fuzzy))).ToList();
        var found = texts.SelectMany(t => t.Distances).GroupBy(d => d.Key, d => d.Value).ToDictionary(g => g.Key, g => g.Min());
        if (words.Count == 0 || found.Count * 2 < words.Count)
            return null;
        var name = texts[0].Folded;
        var aliases = texts.FindAll(t => node.Type.FindProperty(t.Match.Field)!.IsList).ConvertAll(t => t.Folded);
        var distance = found.Values.Max();
        var isInName = words.All(w => texts[0].Distances.TryGetValue(w, out var inName) && inName <= distance);
        var hitClass = found.Count < words.Count ? (fuzzy ? 12 : 6) + words.Count - found.Count
            : distance > 0 ? 3 * distance + (!isInName ? 6 : Words.Of(name).Count == Words.Of(whole).Count ? 4 : 5)
            : name == whole ? 1
            : name.StartsWith(whole, StringComparison.Ordinal) ? 2
            : aliases.Contains(whole) ? 3
            : aliases.Exists(a => a.StartsWith(whole, StringComparison.Ordinal)) ? 4
            : isInName ? 5 : 6;
        return new NaiveHit(node, hitClass, texts.FindAll(t => t.Distances.Count > 0).ConvertAll(t => t.Match with { Distance = t.Distances.Values.Max() }));
    }

    /// <summary>The words that a text has: 0 for the beginning of a word, or the distance of the nearest word.</summary>
    private static Dictionary<string, int> Distances(string text, HashSet<string> words, bool fuzzy)
    {
        var found = Words.Of(NaiveOrder.Fold(text));
        return words.Select(word => (Word: word, Distance: found.Min(f => f.StartsWith(word, StringComparison.Ordinal) ? 0 : fuzzy ? Distance(word, f) : null)))
            .Where(d => d.Distance is not null).ToDictionary(d => d.Word, d => d.Distance!.Value);
    }

    private static int? Distance(string word, string other)
    {
        if (word.Any(char.IsDigit))
            return null;
        if (Changes(word, other) is var changes && changes <= Most(word))
            return changes;
        var (sound, otherSound) = (Transliteration.SoundOf(word), Transliteration.SoundOf(other));
        if ((word + other).All(char.IsAscii) || sound == "" || otherSound == "")
            return null;
        if (Changes(sound, otherSound) is var apart && apart <= Most(sound))
            return Math.Max(1, apart);
        var consonants = Transliteration.ConsonantsOf(sound);
        return (!Transliteration.IsLatin(word) || !Transliteration.IsLatin(other)) && consonants.Length >= 3 && consonants == Transliteration.ConsonantsOf(otherSound) ? 2 : null;
    }

    /// <summary>"Words of 4 to 7 letters at a distance of 1, longer words at a distance of up to 2"; with digits none.</summary>
    private static int Most(string word) => word.Any(char.IsDigit) || word.Length < 4 ? 0 : word.Length < 8 ? 1 : 2;

    /// <summary>"Inserted, removed, replaced or swapped with the next one": by trying each for the last letter.</summary>
    private static int Changes(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            for (var j = 0; j <= right.Length; j++)
                table[i, j] = i == 0 || j == 0 ? i + j : new[]
                {
                    table[i - 1, j] + 1,
                    table[i, j - 1] + 1,
                    table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1),
                    i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] ? table[i - 2, j - 2] + 1 : int.MaxValue,
                }.Min();
        return table[left.Length, right.Length];
    }
}
