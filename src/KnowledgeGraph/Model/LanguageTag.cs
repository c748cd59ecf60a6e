using System.Text.RegularExpressions;

namespace KnowledgeGraph.Model;

/// <summary>
/// Language tags (BCP 47, RFC 5646), such as <c>es</c> or <c>pt-BR</c>. Only the form is checked, not whether the registry has the parts. The language
/// itself has two or three letters: the registry has none of more letters, so <c>english</c> is no tag. The irregular tags of RFC 5646 are deprecated
/// and not allowed.
/// </summary>
public static partial class LanguageTag
{
    public static bool IsValid(string text) => Tag().IsMatch(text);

    // language [-extlang] [-script] [-region] *(-variant) *(-extension) [-privateuse], or privateuse alone
    [GeneratedRegex(
        @"\A(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
