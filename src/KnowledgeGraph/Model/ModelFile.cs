using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace KnowledgeGraph.Model;

/// <summary>The file that declares the model: the places of errors, and its directives, names and descriptions.</summary>
internal sealed class ModelFile(string name, string text)
{
    public GraphQLDocument Parse()
    {
        try
        {
            return Parser.Parse<GraphQLDocument>(text, new ParserOptions { Ignore = IgnoreOptions.Comments });
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new ModelException(name, e.Location.Line, e.Description);
        }
    }

    public ModelException Error(ASTNode place, string message) => new(name, Location.FromLinearPosition(text, place.Location.Start).Line, message);

    /// <summary>An error of the file as a whole.</summary>
    public ModelException Error(string message) => new(name, 1, message);

    public static GraphQLDirective? Find(IHasDirectivesNode node, string name) => node.Directives?.FirstOrDefault(d => d.Name == name);

    public string Argument(GraphQLDirective directive, string name) => OptionalArgument(directive, name)
        ?? throw Error(directive, $"@{directive.Name} has no `{name}`. Add it.");

    public static string? OptionalArgument(GraphQLDirective directive, string name) =>
        directive.Arguments?.FirstOrDefault(a => a.Name == name)?.Value switch
        {
            GraphQLStringValue text => text.Value.ToString(),
            GraphQLEnumValue value => Text(value.Name),
            GraphQLBooleanValue value => value.BoolValue ? "true" : "false",
            GraphQLIntValue value => value.Value.ToString(),
            _ => null,
        };

    public static (string Name, bool IsList, bool IsRequired) Unwrap(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Unwrap(nonNull.Type) with { IsRequired = true },
        GraphQLListType list => (Unwrap(list.Type).Name, true, false),
        GraphQLNamedType named => (Text(named.Name), false, false),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Describe(IHasDescriptionNode node, GraphQLName? name = null) =>
        node.Description?.Value.ToString() ?? (name is null ? "" : Humanize(Text(name)));

    /// <summary>A field without a description of its own gets its name in words: <c>publishedOn</c> is "Published on."</summary>
    private static string Humanize(string name)
    {
        var words = name.Contains('_', StringComparison.Ordinal) || name.All(c => char.IsAsciiLetterUpper(c) || c == '_')
            ? name.Replace('_', ' ').ToLowerInvariant()
            : string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
        return char.ToUpperInvariant(words[0]) + words[1..] + ".";
    }

    public static string Plural(string name) =>
        name.EndsWith('y') && !"aeiou".Contains(name[^2], StringComparison.Ordinal) ? name[..^1] + "ies" : name + "s";

    public static string Text(GraphQLName name) => name.StringValue;
}
