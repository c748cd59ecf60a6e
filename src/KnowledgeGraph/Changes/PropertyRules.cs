using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Rules for the value of a property. In a list, they apply to each item.</summary>
internal static class PropertyRules
{
    public static bool IsValid(Property property, object value) => property.Type.IsValid(value, property.Enum);

    /// <summary>What a valid value is, in words that complete "must be".</summary>
    public static string Expected(Property property) => property.Type.Expected(property.Enum);
}
