using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>Values for formats that have no lists and no types of their own.</summary>
internal static class FlatValue
{
    /// <summary>Between the items of a list.</summary>
    private const string Separator = "; ";

    /// <summary>A value as text. The items of a list are joined.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => (number == 0 ? 0 : number).ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable<string> list => string.Join(Separator, list),
        _ => throw new UnreachableException($"{value}"),
    };

    public static string Time(long? at) => TimeText.Of(at) ?? "";

    /// <summary>Whether a property has text as its flat value, or a list of texts.</summary>
    public static bool IsText(Property property) => property.IsList || property.Type.Form is ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum;
}
