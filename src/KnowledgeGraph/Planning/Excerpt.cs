using System.Text;

namespace KnowledgeGraph.Planning;

/// <summary>Shortens what a client sent before an error repeats it. An ellipsis shows where text was cut; no surrogate pair is cut in half.</summary>
public static class Excerpt
{
    /// <summary>The number of characters of a name or value that an error repeats.</summary>
    public const int MaxLength = 200;

    /// <summary>The number of characters of an error's message.</summary>
    public const int MaxMessageLength = 1_000;

    /// <summary>A name or value, cut to <see cref="MaxLength"/> characters.</summary>
    public static string Of(string text) => Of(text, MaxLength);

    /// <summary>A message in which long words and long texts in double quotes are cut, and then the message itself.</summary>
    public static string OfMessage(string message)
    {
        if (message.Length <= MaxLength)
            return message;
        var shortened = new StringBuilder();
        for (var at = 0; at < message.Length && shortened.Length <= MaxMessageLength;)
        {
            var rest = message.AsSpan(at);
            var quoted = rest[0] == '"' ? rest[1..].IndexOf('"') : -1;
            if (quoted >= 0)
            {
                shortened.Append('"').Append(Of(rest.Slice(1, quoted), MaxLength)).Append('"');
                at += quoted + 2;
                continue;
            }
            var end = 1;
            while (end < rest.Length && !EndsWord(rest[end - 1]) && !EndsWord(rest[end]))
                end++;
            shortened.Append(Of(rest[..end], MaxLength));
            at += end;
        }
        return Of(shortened.ToString(), MaxMessageLength);
    }

    private static bool EndsWord(char c) => c is '"' or '\'' || char.IsWhiteSpace(c);

    private static string Of(string text, int maxLength) => text.Length <= maxLength ? text : Of(text.AsSpan(), maxLength);

    private static string Of(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text.ToString();
        var length = maxLength - 1;
        return string.Concat(text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)], "…");
    }
}
