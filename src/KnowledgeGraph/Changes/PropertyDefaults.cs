using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>What a record leaves out and the model fills in.</summary>
public static class PropertyDefaults
{
    /// <summary>Adds the model's defaults, and an empty list where a list is required.</summary>
    public static void Fill(ImmutableArray<Property> properties, Dictionary<string, object> values)
    {
        foreach (var property in properties)
        {
            if (values.ContainsKey(property.Name))
                continue;
            if (property.Default is { } text)
                values.Add(property.Name, property.Kind == ScalarKind.Boolean ? text == "true" : text);
            else if (property is { IsList: true, IsRequired: true })
                values.Add(property.Name, ImmutableArray<string>.Empty);
        }
    }
}
