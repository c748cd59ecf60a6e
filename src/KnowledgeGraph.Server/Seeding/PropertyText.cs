using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>A property's value as a person writes it.</summary>
internal static class PropertyText
{
    /// <returns>The value as a record holds it; null for text that is none.</returns>
    public static object? Read(Property property, string text) => property.Kind switch
    {
        ScalarKind.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        ScalarKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
        _ => text,
    };
}
