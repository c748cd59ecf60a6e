using System.Collections.Frozen;

namespace KnowledgeGraph.Model;

/// <summary>
/// Words that say nothing about what a search is for: articles, pronouns, prepositions, conjunctions, auxiliary verbs and question words of English
/// and Spanish. They are folded. The language of a text is unknown, so there is one list. <c>us</c> is not on it, because it is also <c>U.S.</c>
/// </summary>
public static class StopWords
{
    private const string English = """
        a about against an and are as at be been being between but by can could did do does during for from had has have he her his how if in into is it
        its my no nor not of on or our she should so than that the their them then there these they this those through to was we were what when where
        which while who whom whose why will with would you your
        """;

    private const string Spanish = """
        a al como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde durante el ella ellas ellos en entre es esa esas ese eso
        esos esta estan estas este esto estos fue fueron ha han hacia hasta hay la las le les lo los ni no o para pero por porque que quien quienes se
        segun ser si sin sobre son su sus un una unas uno unos y ya
        """;

    /// <summary>All stop words, folded.</summary>
    public static FrozenSet<string> All { get; } =
        $"{English} {Spanish}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <param name="word">A folded word.</param>
    public static bool Contains(string word) => All.Contains(word);
}
