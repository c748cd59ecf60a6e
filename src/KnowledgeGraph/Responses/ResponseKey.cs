using KnowledgeGraph.Model;

namespace KnowledgeGraph.Responses;

/// <summary>The key of a field in the response.</summary>
/// <param name="Name">The alias, or else the field's name.</param>
/// <param name="Prefix">What stands before the value: the brace of the object or a comma, the key in quotes, the colon.</param>
public sealed record ResponseKey(string Name, PaddedText Prefix)
{
    public static ResponseKey Create(string name, bool isFirst) => new(name, new PaddedText($"{(isFirst ? '{' : ',')}\"{name}\":"));
}
