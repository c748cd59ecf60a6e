using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Rules for the value of a property. In a list, they apply to each item.</summary>
internal static class PropertyRules
{
    public static bool IsValid(Property property, object value) => property.Kind switch
    {
        ScalarKind.String or ScalarKind.Id => value is string { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal),
        ScalarKind.Int => value is long and >= int.MinValue and <= int.MaxValue,
        ScalarKind.Float => value is double number && double.IsFinite(number),
        ScalarKind.Boolean => value is bool,
        ScalarKind.Enum => value is string text && property.Enum!.IndexOf(text) >= 0,
        ScalarKind.PartialDate => value is string text && PartialDate.IsValid(text),
        ScalarKind.DateTime => value is string text && IsDateTime(text),
        ScalarKind.Url => value is string text && IsUrl(text),
        _ => throw new UnreachableException(),
    };

    public static bool IsDateTime(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public static string Expected(Property property) => property.Kind switch
    {
        ScalarKind.String or ScalarKind.Id => "text",
        ScalarKind.Int => "a whole number of 32 bits",
        ScalarKind.Float => "a number",
        ScalarKind.Boolean => "true or false",
        ScalarKind.Enum => "one of " + string.Join(", ", property.Enum!.Values.Select(v => v.Name)),
        ScalarKind.PartialDate => "a date such as 2024, 2024-07 or 2024-07-01",
        ScalarKind.DateTime => "a time such as 2024-07-01T12:00:00Z",
        ScalarKind.Url => "an http or https address",
        _ => throw new UnreachableException(),
    };
}
