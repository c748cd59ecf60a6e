using System.Text.RegularExpressions;

namespace KnowledgeGraph.Server.Questions;

/// <summary>
/// The comments at the top of a question's file: its title, its description, and settings such as <c># form: line, table</c> or
/// <c># x: statistics.nodes.from (from)</c>. seed/questions/README.md describes them.
/// </summary>
/// <param name="Title">The first line that is no setting; null if there is none.</param>
/// <param name="Description">The lines after it that are no settings; null if there are none.</param>
/// <param name="Examples">Values of variables, as in a URL: <c>country=US&amp;asOf=2024-07-01</c>.</param>
internal sealed partial record QuestionHeader(
    string? Title, string? Description, IReadOnlyList<string> Examples, IReadOnlyList<string> Forms, IReadOnlyList<QuestionField> Fields)
{
    private static readonly string[] s_otherSettings = ["variables"];

    public static QuestionHeader Read(string text)
    {
        var lines = new List<string>();
        var (examples, forms, fields) = (new List<string>(), new List<string>(), new List<QuestionField>());
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').TakeWhile(l => l.StartsWith('#')).Select(l => l[1..].Trim()))
        {
            if (Setting().Match(line) is not { Success: true } setting)
            {
                lines.Add(line);
                continue;
            }
            var (key, value) = (setting.Groups["key"].Value, setting.Groups["value"].Value);
            if (key == "form")
                forms.AddRange(Separators().Split(value).Where(f => f.Length > 0));
            else if (key == "example")
                examples.Add(string.Join('&', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            else if (!s_otherSettings.Contains(key))
                fields.AddRange(Path().Matches(value).Select(m => new QuestionField(key, m.Groups["path"].Value)));
        }
        var description = string.Join('\n', lines.Skip(1)).Trim();
        return new QuestionHeader(lines is [{ Length: > 0 } title, ..] ? title : null, description.Length > 0 ? description : null, examples, forms, fields);
    }

    [GeneratedRegex(@"^(?<key>[a-z]+)\s*:\s*(?<value>.*)$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"[\s,|]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"(?<path>[\w.]+)\s*(\([^)]*\))?")]
    private static partial Regex Path();
}

/// <summary>A field of the response that a form draws, and the part that it plays in the picture.</summary>
internal sealed record QuestionField(string Part, string Path);
