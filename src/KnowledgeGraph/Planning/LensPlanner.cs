using GraphQLParser.AST;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans the directives of an operation that say what it sees of the graph: `@asOf` and `@evidence`.</summary>
internal static class LensPlanner
{
    public static LensParameters Plan(PlanContext context, GraphQLOperationDefinition operation)
    {
        var asOf = Find(operation, LensDirectives.AsOf);
        if (asOf is { Arguments: null or { Count: 0 } })
            throw context.Refuse(asOf, "`@asOf` needs `date`. Use `date: null` for no date.", ErrorCodes.ArgumentMissing, new("date"));
        var evidence = Find(operation, LensDirectives.Evidence);
        int Add(GraphQLDirective? directive, string name, Func<Argument, Parameter> parameter) =>
            directive is not null && ArgumentReader.ReadOptional(directive.Arguments, name) is { } argument
                ? context.Add(new IfGivenParameter(parameter(argument), argument), directive) : -1;
        return asOf is null && evidence is null ? LensParameters.None : new LensParameters(
            Add(asOf, "date", a => new TextParameter(a)),
            Add(asOf, "presumed", a => new FlagParameter(a)),
            evidence is not null,
            Add(evidence, "publishedBy", a => new TextParameter(a)),
            Add(evidence, "without", a => new IdsParameter(a)),
            Add(evidence, "minOrigins", a => new NumberParameter("minOrigins", a, 0, LensDirectives.MaxOrigins, ErrorCodes.MinOrigins)));
    }

    private static GraphQLDirective? Find(GraphQLOperationDefinition operation, string name) => operation.Directives?.FirstOrDefault(d => d.Name == name);
}
