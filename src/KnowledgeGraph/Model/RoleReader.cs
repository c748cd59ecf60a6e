using System.Collections.Immutable;
using GraphQLParser.AST;

namespace KnowledgeGraph.Model;

/// <summary>Reads which parts of the model have a special role: lifespans, evidence and reliance.</summary>
internal sealed class RoleReader(ModelFile file, ModelDeclarations found)
{
    public void ReadLifespan(InterfaceType type, GraphQLDirective directive)
    {
        Property Named(string name) => type.FindProperty(name)
            ?? throw file.Error(directive, $"@lifespan names `{name}`, which is not a property of `{type.Name}`. Name one of its own properties.");
        type.Lifespan = new Lifespan(
            [.. Texts(directive, "start").Select(Named)], Named(file.Argument(directive, "end")),
            Named(file.Argument(directive, "status")), Named(file.Argument(directive, "statusAsOf")));
    }

    public RelianceRule ReadReliance(GraphQLDirective directive)
    {
        RelationshipType Named(string argument) => RelationshipOf(directive, file.Argument(directive, argument));
        var pursues = Named("pursues");
        var strength = PropertyOf(directive, "strength", pursues);
        return new RelianceRule(Named("acts"), Named("benefits"), pursues, strength, Named("serves"),
            int.TryParse(file.Argument(directive, "steps"), out var steps) ? steps
                : throw file.Error(directive, $"`steps` of @reliance must be a whole number, but was {file.Argument(directive, "steps")}."));
    }

    public ParticipantRoles ReadParticipants(InterfaceType type, GraphQLDirective directive)
    {
        RelationshipType Named(string argument) => RelationshipOf(directive, file.Argument(directive, argument));
        var (signed, signs) = (file.Argument(directive, "signed"), Named("signs"));
        return new ParticipantRoles(
            [.. Texts(directive, "sides").Select(s => RelationshipOf(directive, s))], Named("acts"), signs, PropertyOf(directive, "onBehalfOf", signs),
            type.FindProperty(signed) ?? throw file.Error(directive, $"@participants names `{signed}`, which is not a property of `{type.Name}`. Name one of its own properties."),
            Named("office"));
    }

    private RelationshipType RelationshipOf(GraphQLDirective directive, string name) => found.RelationshipTypes.GetValueOrDefault(name)
        ?? throw file.Error(directive, $"@{directive.Name} names the unknown relationship `{name}`. Use one of the model.");

    private Property PropertyOf(GraphQLDirective directive, string argument, RelationshipType type) => type.FindProperty(file.Argument(directive, argument))
        ?? throw file.Error(directive, $"@{directive.Name} names `{file.Argument(directive, argument)}`, which is not a property of `{type.Name}`. Name one of its own properties.");

    private List<string> Texts(GraphQLDirective directive, string argument) =>
        directive.Arguments?.FirstOrDefault(a => a.Name == argument)?.Value is GraphQLListValue { Values: { Count: > 0 } values }
        && values.TrueForAll(v => v is GraphQLStringValue) ? [.. values.Select(v => ((GraphQLStringValue)v).Value.ToString())]
            : throw file.Error(directive, $"@{directive.Name} has no `{argument}`. Add a list.");

    public EvidenceRoles ReadEvidence()
    {
        NodeType Type(string name) => found.Types.GetValueOrDefault(name) as NodeType
            ?? throw file.Error($"The model has no node type `{name}`, which evidence needs. Declare it.");
        RelationshipType Relationship(string name) => found.RelationshipTypes.GetValueOrDefault(name)
            ?? throw file.Error($"The model has no relationship `{name}`, which evidence needs. Declare it.");
        Property Named(NodeType type, string name) => type.FindProperty(name) ?? throw file.Error($"`{type.Name}` has no property `{name}`. Declare it.");
        var (claim, report) = (Type("Claim"), Type("Report"));
        if (claim.FindProperty("stance") is { } stance && (stance.Enum is null || stance.Enum.IndexOf("ASSERTS") < 0 || stance.Enum.IndexOf("DENIES") < 0))
            throw file.Error($"`Claim.stance` must be an enum with ASSERTS and DENIES, but was {stance.TypeText}.");
        return new EvidenceRoles(
            claim, Named(claim, "stance"), Named(claim, "quote"), report, Named(report, "publishedOn"), Named(report, "url"), Type("Outlet"), Relationship("STATED_IN"), Relationship("CLAIMS_ABOUT"), Relationship("REPUBLISHES"),
            Relationship("ORIGINATED_BY"), Relationship("PUBLISHED_BY"), Relationship("WRITTEN_BY"), Type("Statistic"), Relationship("REPORTED_IN"));
    }

    /// <summary>Every node except a claim has the field <c>claims</c>: the claims about it.</summary>
    public static void AddClaims(ImmutableArray<NodeType> nodeTypes, IEnumerable<InterfaceType> interfaces, EvidenceRoles evidence)
    {
        foreach (var type in interfaces.Concat<FieldedType>(nodeTypes).Where(t => t != evidence.Claim))
        {
            var field = new RelationshipField(
                "claims", "What has been said about it.", type, evidence.About, Direction.In, evidence.Claim, isList: true);
            type.Relationships = type.Relationships.Add(field);
            evidence.About.Fields = evidence.About.Fields.Add(field);
        }
    }
}
