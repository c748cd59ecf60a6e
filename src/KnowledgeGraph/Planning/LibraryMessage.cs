using System.Text.RegularExpressions;

namespace KnowledgeGraph.Planning;

/// <summary>Rewrites messages of GraphQL.NET and of its parser in the style of this product: names in backticks, sentences, no links.</summary>
internal static partial class LibraryMessage
{
    // Cannot query field 'nme' on type 'Country'. Did you mean 'name'?
    public static string OfValidation(string message)
    {
        var text = Quoted().Replace(message, "`$1`");
        return text.Contains("Did you mean", StringComparison.Ordinal) && text[^1] is not ('?' or '.') ? text + "?" : text;
    }

    // Expected Name, found EOF; for more information see http://spec.graphql.org/October2021/#Field
    public static string OfSyntax(string description)
    {
        var text = description.Split("; for more information see ")[0];
        return Expected().Match(text) is { Success: true } match
            ? $"The document has a syntax error: expected {Token(match.Groups["expected"].Value)}, but was {Token(match.Groups["found"].Value)}."
            : $"The document has a syntax error: {Unexpected().Replace(text, m => $"unexpected {Token(m.Groups["found"].Value)}").TrimEnd('.')}.";
    }

    /// <summary>A token as the parser describes it: <c>Name "a"</c>, <c>EOF</c>, <c>!</c>.</summary>
    private static string Token(string token) => token switch
    {
        "EOF" => "the end of the document",
        "Name" => "a name",
        _ => WithText().Match(token) is { Success: true } match ? $"`{match.Groups["text"].Value}`" : $"`{token}`",
    };

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^Expected (?<expected>.+), found (?<found>.+)$", RegexOptions.Singleline)]
    private static partial Regex Expected();

    [GeneratedRegex(@"^Unexpected (?<found>.+)$", RegexOptions.Singleline)]
    private static partial Regex Unexpected();

    [GeneratedRegex(@"^\w+ ""(?<text>.*)""$", RegexOptions.Singleline)]
    private static partial Regex WithText();
}
