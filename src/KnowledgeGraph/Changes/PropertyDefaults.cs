using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Fills in the values that a record leaves out.</summary>
public static class PropertyDefaults
{
    /// <summary>Adds the defaults of the model, and an empty list for each missing required list.</summary>
    public static void Fill(ImmutableArray<Property> properties, Dictionary<string, object> values)
    {
        foreach (var property in properties)
            if (!values.ContainsKey(property.Name) && Of(property) is { } value)
                values.Add(property.Name, value);
    }

    /// <summary>The value of a property that a record leaves out; null if it then has none.</summary>
    public static object? Of(Property property) => property.Default is { } text ? property.Type.Parse(text)!
        : property is { IsList: true, IsRequired: true } ? ImmutableArray<string>.Empty : null;
}
