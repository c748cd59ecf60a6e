using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The directives of a mutation operation.</summary>
internal static class WriteDirectives
{
    public const string Change = "change";
    public const string DryRun = "dryRun";
    public const string Propose = "propose";

    public static Directive[] Create(SchemaTypes types) =>
    [
        new(Change, DirectiveLocation.Mutation)
        {
            Description = "Describes the change that the operation makes.",
            Arguments = new QueryArguments(new QueryArgument(types.String) { Name = "note", Description = $"Why the change is made. The note is kept with the change. At most {NoteLimit.MaxLength} characters." }),
        },
        new(Propose, DirectiveLocation.Mutation)
        {
            Description = "Stores the change for review instead of committing it. It needs only the scope `graph:propose`.",
            Arguments = new QueryArguments(
                new QueryArgument(types.String) { Name = "title", Description = $"What the proposal is about, in a few words. At most {NoteLimit.MaxLength} characters." },
                new QueryArgument(types.String) { Name = "note", Description = $"What reviewers should know. At most {NoteLimit.MaxLength} characters." }),
        },
        new(DryRun, DirectiveLocation.Mutation)
        {
            Description = "Checks the operation and returns the payload that it would have, but commits nothing.",
        },
    ];
}
