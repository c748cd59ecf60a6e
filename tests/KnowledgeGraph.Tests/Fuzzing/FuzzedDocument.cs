using System.Text;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>A field, an inline fragment or a fragment spread, with what stands before its selections.</summary>
/// <param name="Head">Such as "name", "a: name", "... on Country" or "...F1".</param>
/// <param name="Below">Its selections; null for a leaf and for a spread.</param>
internal sealed record Selection(string Head, Dictionary<string, object?> Arguments, List<string> Directives, List<Selection>? Below);

/// <summary>A variable's definition, and how a value for it is drawn.</summary>
/// <param name="Default">The default as a literal; null for none.</param>
/// <param name="Draw">Returns a value for a request.</param>
/// <param name="IsStructure">Whether each of its values makes another statement for Neo4j.</param>
/// <param name="Cursors">The response keys of cursors that fit the variable; empty unless the variable is a cursor.</param>
internal sealed record VariableDefinition(string Name, string Type, string? Default, Func<object?> Draw, bool IsStructure, List<string> Cursors)
{
    public bool IsRequired => Type.EndsWith('!') && Default is null;
}

/// <summary>A GraphQL document as a mutable tree, from which selections and arguments can be removed.</summary>
internal sealed class FuzzedDocument
{
    /// <summary>Selections of the operation.</summary>
    public List<Selection> Roots { get; init; } = [];
    public List<(string Name, string Type, List<Selection> Below)> Fragments { get; } = [];
    public List<VariableDefinition> Variables { get; } = [];
    /// <summary>At most one item: the date of `@asOf`.</summary>
    public Dictionary<string, object?> AsOf { get; } = [];
    /// <summary>What the document contains, such as "argument first" or "operator contains".</summary>
    public HashSet<string> Features { get; } = [];

    /// <summary>The document's text. Fragments and variables that are not used are left out, since validation refuses them.</summary>
    public string Text
    {
        get
        {
            var asOf = AsOf.Count == 0 ? "" : $" @asOf(date: {InputValue.Literal(AsOf["date"])})";
            var body = asOf + Write(Roots) + WriteFragments(Write(Roots));
            var used = Variables.Where(v => Mentions(body, "$" + v.Name)).Select(v => $"${v.Name}: {v.Type}{(v.Default is null ? "" : " = " + v.Default)}").ToList();
            return $"query Q{(used.Count == 0 ? "" : $"({string.Join(", ", used)})")}{body}";
        }
    }

    /// <summary>The variables that the text uses.</summary>
    public IEnumerable<VariableDefinition> UsedVariables
    {
        get
        {
            var text = Text;
            return Variables.Where(v => Mentions(text, "$" + v.Name));
        }
    }

    private string WriteFragments(string body)
    {
        var written = new StringBuilder();
        var used = new HashSet<string>();
        for (var isComplete = false; !isComplete;)
        {
            isComplete = true;
            foreach (var (name, type, below) in Fragments.Where(f => Mentions(body + written, "..." + f.Name)))
                if (used.Add(name))
                {
                    written.Append("\nfragment ").Append(name).Append(" on ").Append(type).Append(Write(below));
                    isComplete = false;
                }
        }
        return written.ToString();
    }

    /// <summary>Whether the text has the name, and not only a longer one that begins with it.</summary>
    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            if (at + name.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + name.Length]))
                return true;
        return false;
    }

    private static string Write(List<Selection> selections) =>
        selections.Count == 0 ? " { __typename }" : $" {{ {string.Join(' ', selections.Select(Write))} }}";

    private static string Write(Selection selection)
    {
        var arguments = selection.Arguments.Count == 0 ? "" : $"({string.Join(", ", selection.Arguments.Select(a => $"{a.Key}: {InputValue.Literal(a.Value)}"))})";
        return selection.Head + arguments + string.Concat(selection.Directives.Select(d => " " + d)) + (selection.Below is null ? "" : Write(selection.Below));
    }
}
