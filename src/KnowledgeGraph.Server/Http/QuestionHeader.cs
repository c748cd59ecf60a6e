using System.Text.RegularExpressions;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The comments at the top of a question's file: its sentence, and the settings below it, such as <c># form: line, table</c> or
/// <c># x: statistics.nodes.from (from)</c>. seed/questions/README.md describes them.
/// </summary>
internal sealed partial record QuestionHeader(string? Sentence, IReadOnlyList<string> Forms, IReadOnlyList<QuestionField> Fields)
{
    private static readonly string[] s_otherSettings = ["variables"];

    public static QuestionHeader Read(string text)
    {
        string? sentence = null;
        var forms = new List<string>();
        var fields = new List<QuestionField>();
        foreach (var line in text.Split('\n').TakeWhile(l => l.StartsWith('#')).Select(l => l[1..].Trim()))
        {
            if (Setting().Match(line) is not { Success: true } setting)
                sentence ??= line;
            else if (setting.Groups["key"].Value == "form")
                forms.AddRange(Separators().Split(setting.Groups["value"].Value).Where(f => f.Length > 0));
            else if (!s_otherSettings.Contains(setting.Groups["key"].Value))
                fields.AddRange(Path().Matches(setting.Groups["value"].Value).Select(m => new QuestionField(setting.Groups["key"].Value, m.Groups["path"].Value)));
        }
        return new QuestionHeader(sentence, forms, fields);
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
