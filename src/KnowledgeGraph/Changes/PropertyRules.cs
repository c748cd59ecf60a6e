using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Rules for the value of a property. In a list, they apply to each item.</summary>
internal static class PropertyRules
{
    public static bool IsValid(Property property, object value) => property.Type.IsValid(value, property.Enum) && (property.Range is not var (from, to) || IsWithin(value, from, to));

    private static bool IsWithin(object value, double from, double to) => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= from && number <= to;

    /// <summary>What a valid value is, in words that complete "must be".</summary>
    public static string Expected(Property property) => property.Range is var (from, to)
        ? string.Create(CultureInfo.InvariantCulture, $"{property.Type.Expected(property.Enum)} from {from} to {to}") : property.Type.Expected(property.Enum);
}
