using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Finds the types and fields of the schema, and the named questions, that have some words.</summary>
internal sealed partial class SchemaIndex(GraphSchema schema)
{
    /// <summary>The most characters of a description.</summary>
    private const int MaxDescription = 160;

    /// <summary>Of each part, so many come before all others: a reader needs some of each.</summary>
    private static readonly Dictionary<SchemaPart, int> s_first = new() { [SchemaPart.Type] = 3, [SchemaPart.Field] = 10, [SchemaPart.Example] = 1 };

    private readonly Lazy<List<Indexed>> _entries = new(() => [.. Types(schema).SelectMany(t => EntriesOf(t, schema.Model)), .. schema.Types.Directives.Select(EntryOf)]);

    /// <param name="Bonus">For what a reader asks for first: the fields of the root, and what the model declares.</param>
    private sealed record Indexed(SchemaEntry Entry, List<string> Name, List<string> Description, int Bonus = 0);

    /// <summary>The entries that have the most of the words, the best first.</summary>
    public IReadOnlyList<SchemaEntry> Find(string text, ImmutableArray<Question> questions)
    {
        var all = WordsOf(text).Distinct().ToList();
        var words = all.Where(w => !StopWords.Contains(w)).ToList() is { Count: > 0 } telling ? telling : all;
        var examples = questions.Where(q => q.Operation is not null).Select(q => new Indexed(
            new SchemaEntry(SchemaPart.Example, $"# tool {Tools.QuestionTool.NameOf(q.Name)}\n{q.Text.TrimEnd()}"), WordsOf($"{q.Name} {q.Title}"), []));
        var ranked = _entries.Value.Concat(examples).Select(e => (e.Entry, Score: Score(e, words))).Where(e => e.Score > 0)
            .OrderByDescending(e => e.Score).ThenBy(e => e.Entry.Text.Length).ThenBy(e => e.Entry.Text, StringComparer.Ordinal).Select(e => e.Entry).ToList();
        var first = ranked.GroupBy(e => e.Part).SelectMany(g => g.Take(s_first[g.Key])).ToHashSet();
        return [.. ranked.Where(first.Contains), .. ranked.Where(e => !first.Contains(e))];
    }

    /// <summary>A word counts three times as much in a name.</summary>
    private static int Score(Indexed entry, List<string> words)
    {
        static bool Has(List<string> found, string word) => found.Exists(f => f.StartsWith(word, StringComparison.Ordinal) || (f.Length > 3 && word.StartsWith(f, StringComparison.Ordinal)));
        return words.Sum(w => Has(entry.Name, w) ? 3 : Has(entry.Description, w) ? 1 : 0) is > 0 and var score ? score + entry.Bonus : 0;
    }

    /// <summary>The words of a text, also those within a name: <c>reliesOn</c> is <c>relies</c> and <c>on</c>.</summary>
    private static List<string> WordsOf(string text) => Words.Of(Folding.Fold(WithinNames().Replace(text, " ").Replace('_', ' ')));

    /// <summary>The types that a reader of the schema begins with: no pages, aggregates and sort keys, which are all made alike.</summary>
    private static IEnumerable<IGraphType> Types(GraphSchema schema) => schema.Types.AllTypes
        .Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !MadeAlike().IsMatch(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static IEnumerable<Indexed> EntriesOf(IGraphType type, GraphModel model)
    {
        var fields = (type as IComplexGraphType)?.Fields.Where(f => !MadeAlike().IsMatch(f.Name)).ToList() ?? [];
        var isRoot = type.Name is "Query" or "Mutation";
        var bonus = isRoot ? 2 : model.FindComposite(type.Name) is not null || model.FindNodeType(type.Name) is not null || type is EnumerationGraphType ? 1 : 0;
        var content = type is EnumerationGraphType values ? $" Values: {string.Join(", ", values.Values.Select(v => v.Name))}."
            : fields.Count > 0 && !isRoot ? $" Fields: {string.Join(", ", fields.Select(f => f.Name))}." : "";
        yield return new Indexed(new SchemaEntry(SchemaPart.Type, $"type {type.Name}: {Short(type.Description)}{content}"), WordsOf(type.Name), WordsOf(type.Description ?? ""), bonus);
        foreach (var field in type is IInputObjectGraphType ? [] : fields)
            yield return new Indexed(
                new SchemaEntry(SchemaPart.Field, $"{type.Name}.{field.Name}{Arguments(field.Arguments)}: {field.ResolvedType} – {Short(field.Description)}"),
                WordsOf(field.Name), WordsOf($"{(isRoot ? "" : type.Name)} {field.Description}"), bonus);
    }

    private static Indexed EntryOf(Directive directive) => new(
        new SchemaEntry(SchemaPart.Field, $"@{directive.Name}{Arguments(directive.Arguments)} – {Short(directive.Description)}"), WordsOf(directive.Name), WordsOf(directive.Description ?? ""), Bonus: 2);

    private static string Arguments(QueryArguments? arguments) =>
        arguments is { Count: > 0 } ? $"({string.Join(", ", arguments.Select(a => $"{a.Name}: {a.ResolvedType}"))})" : "";

    private static string Short(string? description)
    {
        var line = (description ?? "").ReplaceLineEndings(" ");
        return line.Length <= MaxDescription ? line : string.Concat(line.AsSpan(0, MaxDescription - 1), "…");
    }

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WithinNames();

    [GeneratedRegex("(Connection|Aggregate|Group|GroupBy|GroupKey|SortInput|Payload|Error|EdgeFilterInput)$")]
    private static partial Regex MadeAlike();
}

/// <summary>A type, a field or an example, as a text.</summary>
internal sealed record SchemaEntry(SchemaPart Part, string Text);

/// <summary>The parts of a result.</summary>
internal enum SchemaPart
{
    Type,
    Field,
    Example,
}
