using System.Buffers;
using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Checks whether a value in a row has the type of its property.</summary>
internal static class StoredValue
{
    /// <param name="row">At a single value, or at an item of a list.</param>
    public static bool IsValid<TRow>(ref TRow row, ScalarKind kind, EnumType? type)
        where TRow : struct, IRowReader, allows ref struct
    {
        var form = ScalarType.Of(kind).Form;
        return form switch
        {
            ScalarForm.Whole => row.Token == RowToken.Number && row.TryGetInt64(out var number) && number is >= int.MinValue and <= int.MaxValue,
            ScalarForm.Number => row.Token == RowToken.Number,
            ScalarForm.Boolean => row.Token is RowToken.True or RowToken.False,
            ScalarForm.Enum => row.Token == RowToken.Text && IsOf(row.Text, type!),
            ScalarForm.Text or ScalarForm.PlainText => row.Token == RowToken.Text && IsValidText(row.Text, kind),
            _ => throw new UnreachableException($"{form}"),
        };
    }

    /// <summary>The frequent types are checked without making a string.</summary>
    private static bool IsValidText(ReadOnlySpan<byte> text, ScalarKind kind) =>
        kind is ScalarKind.String or ScalarKind.Id
        || (kind == ScalarKind.Url && IsPlainUrl(text))
        || (kind == ScalarKind.PartialDate ? IsDate(text) : ScalarType.Of(kind).IsValid(Encoding.UTF8.GetString(text), null));

    private static bool IsOf(ReadOnlySpan<byte> text, EnumType type)
    {
        foreach (var value in type.Values)
            if (Ascii.Equals(text, value.Name))
                return true;
        return false;
    }

    private static readonly SearchValues<byte> s_plainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?&="u8);

    /// <summary>Whether a text is a simple address and so valid. Most addresses are simple, and <see cref="Uri"/> takes several times as long to check one.</summary>
    internal static bool IsPlainUrl(ReadOnlySpan<byte> text)
    {
        var rest = text.StartsWith("https://"u8) ? text[8..] : text.StartsWith("http://"u8) ? text[7..] : default;
        var end = rest.IndexOf((byte)'/') is >= 0 and var slash ? slash : rest.Length;
        return IsPlainHost(rest[..end]) && !rest[end..].ContainsAnyExcept(s_plainCharacters);
    }

    /// <summary>Lower-case labels of a name that begins with a letter.</summary>
    private static bool IsPlainHost(ReadOnlySpan<byte> host)
    {
        if (host.Length is 0 or > 63 || !char.IsAsciiLetterLower((char)host[0]))
            return false;
        var isEnd = false;
        foreach (var c in host)
        {
            var isSeparator = c is (byte)'.' or (byte)'-';
            if (isSeparator ? isEnd : !char.IsAsciiLetterLower((char)c) && !char.IsAsciiDigit((char)c))
                return false;
            isEnd = isSeparator;
        }
        return !isEnd;
    }

    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[10];
        return text.Length <= 10 && PartialDate.IsValid(characters[..Encoding.Latin1.GetChars(text, characters)]);
    }
}
