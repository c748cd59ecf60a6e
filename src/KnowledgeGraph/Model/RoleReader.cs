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
        var starts = directive.Arguments?.FirstOrDefault(a => a.Name == "start")?.Value is GraphQLListValue { Values: { Count: > 0 } values }
            && values.TrueForAll(v => v is GraphQLStringValue) ? values : throw file.Error(directive, "@lifespan has no `start`. Add a list of properties.");
        type.Lifespan = new Lifespan(
            [.. starts.Select(s => Named(((GraphQLStringValue)s).Value.ToString()))], Named(file.Argument(directive, "end")),
            Named(file.Argument(directive, "status")), Named(file.Argument(directive, "statusAsOf")));
    }

    public RelianceRule ReadReliance(GraphQLDirective directive)
    {
        RelationshipType Named(string argument) => found.RelationshipTypes.GetValueOrDefault(file.Argument(directive, argument))
            ?? throw file.Error(directive, $"@reliance names the unknown relationship `{file.Argument(directive, argument)}`. Use one of the model.");
        var pursues = Named("pursues");
        var strength = pursues.FindProperty(file.Argument(directive, "strength"))
            ?? throw file.Error(directive, $"@reliance names `{file.Argument(directive, "strength")}`, which is not a property of `{pursues.Name}`. Name one of its own properties.");
        return new RelianceRule(Named("acts"), Named("benefits"), pursues, strength, Named("serves"),
            int.TryParse(file.Argument(directive, "steps"), out var steps) ? steps
                : throw file.Error(directive, $"`steps` of @reliance must be a whole number, but was {file.Argument(directive, "steps")}."));
    }

    public EvidenceRoles ReadEvidence()
    {
        NodeType Type(string name) => found.Types.GetValueOrDefault(name) as NodeType
            ?? throw file.Error($"The model has no node type `{name}`, which evidence needs. Declare it.");
        RelationshipType Relationship(string name) => found.RelationshipTypes.GetValueOrDefault(name)
            ?? throw file.Error($"The model has no relationship `{name}`, which evidence needs. Declare it.");
        var (claim, report) = (Type("Claim"), Type("Report"));
        if (claim.FindProperty("stance") is { } stance && (stance.Enum is null || stance.Enum.IndexOf("ASSERTS") < 0 || stance.Enum.IndexOf("DENIES") < 0))
            throw file.Error($"`Claim.stance` must be an enum with ASSERTS and DENIES, but was {stance.TypeText}.");
        return new EvidenceRoles(
            claim, claim.FindProperty("stance") ?? throw file.Error("`Claim` has no property `stance`. Declare it."),
            report, report.FindProperty("publishedOn") ?? throw file.Error("`Report` has no property `publishedOn`. Declare it."),
            Type("Outlet"), Relationship("STATED_IN"), Relationship("CLAIMS_ABOUT"), Relationship("REPUBLISHES"),
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
