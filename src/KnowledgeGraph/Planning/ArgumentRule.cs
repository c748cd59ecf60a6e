using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace KnowledgeGraph.Planning;

/// <summary>Checks that literals have the types of their arguments. It replaces the rule of GraphQL.NET with the same code. Its errors name the field and suggest a name.</summary>
internal sealed class ArgumentRule : ValidationRuleBase
{
    public const string Code = "ARGUMENTS_OF_CORRECT_TYPE";

    private static readonly INodeVisitor s_visitor = new MatchingNodeVisitor<GraphQLArgument>((node, context) =>
    {
        if (context.TypeInfo.GetArgument() is { ResolvedType: { } type } && InputMistake.Find(type, node.Value, node.Name.StringValue) is { } mistake)
            context.ReportError(new Error(context.Document.Source, mistake, mistake.Value ?? node));
    });

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(s_visitor);

    internal sealed class Error(ROM source, InputMistake mistake, ASTNode node) : ValidationError(source, "5.6.1", mistake.Message, node)
    {
        public ErrorFacts Facts { get; } = mistake.Facts;
    }
}
