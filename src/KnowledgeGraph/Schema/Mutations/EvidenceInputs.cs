using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The inputs for evidence: a claim of the graph, or a new one.</summary>
internal sealed class EvidenceInputs
{
    private readonly SchemaTypes _types;
    private readonly NonNullGraphType _item;

    public EvidenceInputs(SchemaTypes types)
    {
        _types = types;
        var input = InputTypes.Create("EvidenceInput", "Evidence for a relationship: a claim of the graph or a new one.", isOneOf: true);
        InputTypes.Add(input, "claim", types.Id, "Id of a claim.");
        InputTypes.Add(input, "new", NewClaim(), "A claim that is created with the relationship.");
        _item = new NonNullGraphType(input);
    }

    /// <summary>The type of a list of evidence.</summary>
    public ListGraphType List => new(_item);

    private InputObjectGraphType NewClaim()
    {
        var evidence = _types.Model.Evidence;
        var result = InputTypes.Create("NewClaimInput", "New claim that is evidence for a relationship.");
        InputTypes.AddId(result, _types, evidence.Claim);
        InputTypes.AddProperties(result, _types, evidence.Claim.Properties);
        foreach (var field in evidence.Claim.Relationships)
        {
            IGraphType type = field.IsList ? new ListGraphType(new NonNullGraphType(_types.Id)) : _types.Id;
            InputTypes.Add(result, field.Name, field.Type == evidence.StatedIn ? new NonNullGraphType(type) : type, Describe(field));
        }
        return result;
    }

    private string Describe(RelationshipField field) => field.Type == _types.Model.Evidence.About
        ? "Ids of the nodes that the claim is about. Default: the nodes that the relationship links."
        : field.IsList ? $"Ids. {field.Description}" : $"Id. {field.Description}";
}
