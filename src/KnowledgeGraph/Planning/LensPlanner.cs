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
        Slot<T> Add<T>(GraphQLDirective? directive, string name, Func<Argument, Slot<T>> add) =>
            directive is not null && ArgumentReader.ReadOptional(directive.Arguments, name) is { } argument ? add(argument) : Slot<T>.None;
        return asOf is null && evidence is null ? LensParameters.None : new LensParameters(
            Add(asOf, "date", a => context.AddIfGiven(new TextParameter(a), a, asOf!)),
            Add(asOf, "presumed", a => context.AddNumberIfGiven(new FlagParameter(a), a, asOf!)),
            evidence is not null,
            Add(evidence, "publishedBy", a => context.AddIfGiven(new TextParameter(a), a, evidence!)),
            Add(evidence, "without", a => context.AddIfGiven(new IdsParameter(a), a, evidence!)),
            Add(evidence, "minOrigins", a => context.AddNumberIfGiven(
                new NumberParameter("minOrigins", a, 0, LensDirectives.MaxOrigins, ErrorCodes.MinOrigins), a, evidence!)));
    }

    private static GraphQLDirective? Find(GraphQLOperationDefinition operation, string name) => operation.Directives?.FirstOrDefault(d => d.Name == name);
}
