using System.Collections.Immutable;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace KnowledgeGraph.Planning;

/// <summary>@skip and @include. They are evaluated when a plan is made, so that plans have no conditions.</summary>
internal static class Conditions
{
    public static bool Includes(IHasDirectivesNode selection, IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var directive in selection.Directives?.Items ?? [])
        {
            var isSkip = directive.Name == "skip";
            if ((isSkip || directive.Name == "include") && IsTrue(directive, variables) == isSkip)
                return false;
        }
        return true;
    }

    private static bool IsTrue(GraphQLDirective directive, IReadOnlyDictionary<string, object?> variables) => directive.Arguments!.Items[0].Value switch
    {
        GraphQLBooleanValue literal => literal.BoolValue,
        GraphQLVariable variable => variables.GetValueOrDefault(variable.Name.StringValue) is true,
        var value => throw new System.Diagnostics.UnreachableException($"{value.Kind}"),
    };

    /// <summary>The variables in the conditions of a document, sorted by name.</summary>
    public static ImmutableArray<string> Variables(GraphQLDocument document)
    {
        var found = new Finder.Context();
        new Finder().VisitAsync(document, found).AsTask().GetAwaiter().GetResult();
        return [.. found.Variables.Order(StringComparer.Ordinal)];
    }

    private sealed class Finder : ASTVisitor<Finder.Context>
    {
        public sealed class Context : IASTVisitorContext
        {
            public HashSet<string> Variables { get; } = [];
            public CancellationToken CancellationToken => default;
        }

        protected override ValueTask VisitDirectiveAsync(GraphQLDirective directive, Context context)
        {
            if ((directive.Name == "skip" || directive.Name == "include") && directive.Arguments is [{ Value: GraphQLVariable variable }])
                context.Variables.Add(variable.Name.StringValue);
            return default;
        }
    }
}
