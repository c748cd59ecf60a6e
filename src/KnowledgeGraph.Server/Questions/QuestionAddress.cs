using System.Collections.Immutable;

namespace KnowledgeGraph.Server.Questions;

/// <summary>In which form an answer is wanted.</summary>
internal enum AnswerForm
{
    Json,
    Csv,
    Changes,
}

/// <summary>The addresses of a question: its name below <c>/questions/</c>, with <c>.csv</c>, or with <c>/changes</c>.</summary>
internal static class QuestionAddress
{
    public const string Root = "/questions";

    private static readonly ImmutableArray<(AnswerForm Form, string End)> s_ends = [(AnswerForm.Json, ""), (AnswerForm.Csv, ".csv"), (AnswerForm.Changes, "/changes")];

    /// <summary>The path of a question's answer, escaped for a URL.</summary>
    public static string Of(Question question, AnswerForm form) =>
        $"{Root}/{string.Join('/', question.Name.Split('/').Select(Uri.EscapeDataString))}{s_ends.First(e => e.Form == form).End}";

    /// <summary>The question that a path below <see cref="Root"/> leads to, and the form; null if it leads to none. The name of a question comes before the ending of another.</summary>
    public static (Question Question, AnswerForm Form)? Find(QuestionList questions, string path)
    {
        foreach (var (form, end) in s_ends)
            if (path.EndsWith(end, StringComparison.Ordinal) && questions.Find(path[..^end.Length]) is { } question && (form != AnswerForm.Changes || HasChanges(question)))
                return (question, form);
        return null;
    }

    /// <summary>Whether a question can be compared between two dates. One with a variable `from` or `to` of its own cannot.</summary>
    public static bool HasChanges(Question question) => !question.Variables.Any(v => v.Name is "from" or "to");

    /// <summary>Whether the address leads to this question, and not to another whose name ends so.</summary>
    public static bool IsFree(QuestionList questions, Question question, AnswerForm form) =>
        Find(questions, question.Name + s_ends.First(e => e.Form == form).End) is { } found && found.Question == question && found.Form == form;
}
