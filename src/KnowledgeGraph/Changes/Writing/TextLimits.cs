using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Checks the length of the texts that a mutation writes. What a seed or an import brings is not checked.</summary>
internal static class TextLimits
{
    /// <summary>The maximum number of characters of a name, which indexes and pages show whole.</summary>
    public const int MaxName = 1_000;

    /// <summary>The maximum number of characters of a text that tells relationships apart, which is part of their ids.</summary>
    public const int MaxKey = 250;

    /// <summary>The maximum number of characters of any other text.</summary>
    public const int MaxText = 100_000;

    public static IEnumerable<ChangeError> Check(ChangeSet changes) =>
        changes.Nodes.SelectMany(n => Check(n.Id, n.Location, n.Type.Properties, n.Properties, n.Type.NameProperty))
            .Concat(changes.Relationships.SelectMany(r => Check($"{r.From} {r.Type.Name} {r.To}", r.Location, r.Type.Properties, r.Properties, name: null)));

    private static IEnumerable<ChangeError> Check(
        string subject, ChangeLocation? location, IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values, Property? name)
    {
        foreach (var property in properties)
        {
            var limit = property == name ? MaxName : property.IsKey ? MaxKey : MaxText;
            var texts = values.GetValueOrDefault(property.Name) switch { string one => [one], IEnumerable<string> several => several, _ => [] };
            if (texts.FirstOrDefault(t => t.Length > limit) is { } text)
                yield return new(ChangeErrorCode.TooLong, location, $"{subject}: `{property.Name}` must have at most {limit} characters, but has {text.Length}.") { Field = property.Name };
        }
    }
}
