using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Reads and compares the values of properties.</summary>
internal static class PropertyText
{
    /// <returns>The value as a record holds it; null if the text is not such a value.</returns>
    public static object? Read(Property property, string text) => property.Kind switch
    {
        ScalarKind.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
        ScalarKind.String or ScalarKind.Id or ScalarKind.DateTime or ScalarKind.PartialDate or ScalarKind.Url or ScalarKind.Enum => text,
        _ => throw new UnreachableException($"{property.Kind}"),
    };

    /// <summary>Whether two values of a property are equal. Lists are equal if their items are.</summary>
    public static bool Same(object left, object right) =>
        left is IEnumerable<string> leftItems && right is IEnumerable<string> rightItems ? leftItems.SequenceEqual(rightItems) : left.Equals(right);
}
