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
        {
            if (values.ContainsKey(property.Name))
                continue;
            if (property.Default is { } text)
                values.Add(property.Name, property.Type.Parse(text)!);
            else if (property is { IsList: true, IsRequired: true })
                values.Add(property.Name, ImmutableArray<string>.Empty);
        }
    }
}
