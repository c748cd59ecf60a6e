using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The inputs for relationships. Types of relationships with the same properties share them.</summary>
internal sealed class RelationshipInputs(SchemaTypes types, EvidenceInputs evidence)
{
    private const string ToText = "Id of the node at the other end.";

    private readonly Dictionary<string, InputObjectGraphType> _inputs = [];

    /// <summary>The name of what relationships with the properties of this type have in common. A relationship at evidence carries nothing but its end.</summary>
    private static string NameOf(RelationshipType type) => type.PropertiesName ?? (type.NeedsEvidence ? "Relationship" : "Link");

    private static bool IsLink(RelationshipType type) => type.PropertiesName is null && !type.NeedsEvidence;

    /// <summary>A relationship as part of a new node: its other end.</summary>
    public InputObjectGraphType End(RelationshipType type) => Build($"{NameOf(type)}Input", $"{Noun.Capitalized(NameOf(type))} of a new node.", result =>
    {
        InputTypes.Add(result, "to", new NonNullGraphType(types.Id), ToText);
        AddContent(result, type);
    });

    /// <summary>A relationship between two nodes of the graph.</summary>
    private InputObjectGraphType Whole(RelationshipType type) => Build($"{NameOf(type)}BetweenInput", $"{Noun.Capitalized(NameOf(type))} between two nodes.", result =>
    {
        InputTypes.Add(result, "from", new NonNullGraphType(types.Id), "Id of the node at which it starts.");
        InputTypes.Add(result, "to", new NonNullGraphType(types.Id), "Id of the node at which it ends.");
        AddContent(result, type);
    });

    private void AddContent(InputObjectGraphType result, RelationshipType type)
    {
        if (IsLink(type))
            return;
        InputTypes.AddDates(result, types);
        InputTypes.AddProperties(result, types, type.Properties);
        InputTypes.Add(result, "evidence", evidence.List, "Evidence for the relationship.");
    }

    private InputObjectGraphType Change(RelationshipType type) => Build($"{FilterTypes.NameOf(type)}SetInput", $"Changes of {Noun.WithArticle(FilterTypes.NameOf(type))}. Only the fields that are given change, and `null` clears a field.", result =>
    {
        InputTypes.AddDates(result, types);
        InputTypes.AddChanges(result, types, type.Properties);
    });

    /// <summary>The input of `addRelationship`: a field for each type of relationship.</summary>
    public InputObjectGraphType Add() => OfEachType("AddRelationshipInput", "Relationship to add. Give the field of its type.", Whole);

    /// <summary>The input of `updateRelationship`.</summary>
    public InputObjectGraphType Update()
    {
        var result = InputTypes.Create("UpdateRelationshipInput", "Changes of a relationship.");
        InputTypes.Add(result, "id", new NonNullGraphType(types.Id), "Id of the relationship.");
        InputTypes.AddExpectedRevision(result, types);
        InputTypes.Add(result, "set", OfEachType("UpdateRelationshipSetInput", "Values to set. Give the field of the relationship's type.", Change), "Values to set.");
        InputTypes.Add(result, "addEvidence", evidence.List, "Evidence to add.");
        InputTypes.Add(result, "removeEvidence", new ListGraphType(new NonNullGraphType(types.Id)), "Ids of claims that are no longer evidence. The claims stay in the graph.");
        return result;
    }

    private InputObjectGraphType OfEachType(string name, string description, Func<RelationshipType, InputObjectGraphType> inner)
    {
        var result = InputTypes.Create(name, description, isOneOf: true);
        foreach (var type in types.Model.RelationshipTypes.OrderBy(t => t.Rank))
            InputTypes.Add(result, type.FieldName, inner(type), $"For the type {type.Name}.");
        return result;
    }

    private InputObjectGraphType Build(string name, string description, Action<InputObjectGraphType> fill)
    {
        if (_inputs.TryGetValue(name, out var built))
            return built;
        _inputs.Add(name, built = InputTypes.Create(name, description));
        fill(built);
        return built;
    }
}
