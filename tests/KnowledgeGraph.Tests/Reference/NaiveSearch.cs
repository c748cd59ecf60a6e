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

internal sealed record NaiveMatch(string Field, string Text);

/// <summary>"Search", by a look at every node. What a word is, and which words are stop words, is data of the library.</summary>
internal static class NaiveSearch
{
    /// <summary>"country, official, agency, agreement, measure, objective, place, event, outlet, journalist, report, claim, statistic".</summary>
    private static readonly string[] s_types =
        ["Country", "Official", "Agency", "Agreement", "Measure", "Objective", "Place", "Event", "Outlet", "Journalist", "Report", "Claim", "Statistic"];

    public static List<NaiveHit> Find(IEnumerable<NodeRecord> nodes, string text)
    {
        var whole = NaiveOrder.Fold(text).Trim();
        var words = Words.Of(whole).ToHashSet();
        if (words.Any(w => !StopWords.All.Contains(w)))
            words.RemoveWhere(StopWords.All.Contains);
        return [.. nodes.Select(n => Look(n, whole, words)).OfType<NaiveHit>().Sorted(Compare)];
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

    private static NaiveHit? Look(NodeRecord node, string whole, HashSet<string> words)
    {
        var texts = Texts(node).Select(t => (Match: t, Folded: NaiveOrder.Fold(t.Text), Words: words.Where(Begins(t.Text)).ToList())).ToList();
        var found = texts.SelectMany(t => t.Words).Distinct().Count();
        if (words.Count == 0 || found * 2 < words.Count)
            return null;
        var name = texts[0].Folded;
        var aliases = texts.FindAll(t => node.Type.FindProperty(t.Match.Field)!.IsList).ConvertAll(t => t.Folded);
        var hitClass = found < words.Count ? 6 + words.Count - found
            : name == whole ? 1
            : name.StartsWith(whole, StringComparison.Ordinal) ? 2
            : aliases.Contains(whole) ? 3
            : aliases.Exists(a => a.StartsWith(whole, StringComparison.Ordinal)) ? 4
            : texts[0].Words.Count == words.Count ? 5 : 6;
        return new NaiveHit(node, hitClass, texts.FindAll(t => t.Words.Count > 0).ConvertAll(t => t.Match));
    }

    /// <summary>Whether a word begins one of the text's words.</summary>
    private static Func<string, bool> Begins(string text)
    {
        var found = Words.Of(NaiveOrder.Fold(text));
        return word => found.Exists(f => f.StartsWith(word, StringComparison.Ordinal));
    }
}
