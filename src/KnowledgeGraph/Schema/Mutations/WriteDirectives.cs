using GraphQL.Types;
using GraphQLParser.AST;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The directives of a mutation operation.</summary>
internal static class WriteDirectives
{
    public const string Change = "change";
    public const string DryRun = "dryRun";

    public static Directive[] Create(SchemaTypes types) =>
    [
        new(Change, DirectiveLocation.Mutation)
        {
            Description = "Describes the change that the operation makes.",
            Arguments = new QueryArguments(new QueryArgument(types.String) { Name = "note", Description = "Why the change is made. The note is kept with the change." }),
        },
        new(DryRun, DirectiveLocation.Mutation)
        {
            Description = "Checks the operation and returns the payload that it would have, but commits nothing.",
        },
    ];
}
