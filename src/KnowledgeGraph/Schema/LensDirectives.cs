using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Schema;

/// <summary>The directives of an operation that say what it sees of the graph.</summary>
internal static class LensDirectives
{
    public const string AsOf = "asOf";
    public const string Evidence = "evidence";
    /// <summary>The largest `minOrigins`.</summary>
    public const int MaxOrigins = 1000;

    public static Directive[] Create(SchemaTypes types) => [CreateAsOf(types), CreateEvidence(types)];

    private static Directive CreateAsOf(SchemaTypes types) => new(AsOf, DirectiveLocation.Query)
    {
        Description = "Evaluates the operation as of this date. Relationships and instruments that are not in effect on it are left out, in lists, in counts and by id. Null means no date.",
        Arguments = new QueryArguments(
            new QueryArgument(types.PartialDate) { Name = "date", Description = RelationshipTypes.DateText },
            new QueryArgument(types.Boolean)
            {
                Name = "presumed",
                Description = "Whether to show what is only presumed to be in effect. `false` leaves out everything with the standing PRESUMED on the date; without a date, today.",
                DefaultValue = true,
            }),
    };

    private static Directive CreateEvidence(SchemaTypes types) => new(Evidence, DirectiveLocation.Query)
    {
        Description = "Evaluates the operation over the graph that the remaining evidence supports. Reports and claims that do not count are left out, "
            + "and with them the relationships that no counting claim asserts and the instruments that no counting claim is about. "
            + "Values of properties, such as a status or a sum, are not tied to claims: they are returned as recorded.",
        Arguments = new QueryArguments(
            new QueryArgument(types.PartialDate) { Name = "publishedBy", Description = "Reports that were published later, and reports without a date, do not count." },
            new QueryArgument(new ListGraphType(new NonNullGraphType(types.Id)))
            {
                Name = "without",
                Description = $"Ids of reports, outlets, journalists and originators that do not count, nor does anything that copies them. At most {GraphSchema.MaxPageSize}.",
            },
            new QueryArgument(types.Int)
            {
                Name = "minOrigins",
                Description = $"Number of independent origins that a relationship of an instrument needs, at most {MaxOrigins}.",
            }),
    };
}
