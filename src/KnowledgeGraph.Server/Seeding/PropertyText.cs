using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Reads the value of a property from text.</summary>
internal static class PropertyText
{
    /// <returns>The value as a record holds it; null if the text is not such a value.</returns>
    public static object? Read(Property property, string text) => property.Kind switch
    {
        ScalarKind.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
        _ => text,
    };
}
