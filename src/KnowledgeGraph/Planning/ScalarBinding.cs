using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

/// <summary>The form that values of each scalar type have in parameters and in cursors.</summary>
internal static class ScalarBinding
{
    /// <summary>
    /// Binds the value of an argument: numbers to double, booleans to 0 or 1, enums to their position, times to Unix milliseconds, and
    /// everything else to UTF-8.
    /// </summary>
    /// <param name="values">The enum, for enums.</param>
    /// <param name="isFolded">Whether case and diacritics are removed from text.</param>
    public static object Bind(ScalarKind kind, EnumType? values, object value, bool isFolded)
    {
        switch (kind)
        {
            case ScalarKind.Int or ScalarKind.Float:
                return Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case ScalarKind.Boolean:
                return value is true ? 1 : 0;
            case ScalarKind.Enum:
                return values!.IndexOf((string)value);
            case ScalarKind.DateTime:
                return DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
            case ScalarKind.String or ScalarKind.Id or ScalarKind.Url or ScalarKind.PartialDate:
                var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                return Encoding.UTF8.GetBytes(isFolded ? Folding.Fold(text) : text);
            default:
                throw new UnreachableException($"{kind}");
        }
    }

    /// <summary>Whether a cursor can have the value, which is not empty. Times are whole numbers: Unix milliseconds.</summary>
    /// <param name="smallest">The smallest whole number.</param>
    /// <param name="largest">The largest whole number.</param>
    public static bool IsCursorValue(ScalarKind kind, ReadOnlySpan<byte> value, long smallest, long largest)
    {
        switch (kind)
        {
            case ScalarKind.Int or ScalarKind.DateTime:
                return Utf8Parser.TryParse(value, out long whole, out var digits) && digits == value.Length && whole >= smallest && whole <= largest;
            case ScalarKind.Float:
                return Utf8Parser.TryParse(value, out double number, out var length) && length == value.Length && double.IsFinite(number);
            case ScalarKind.Boolean:
                return value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8);
            case ScalarKind.PartialDate:
                Span<char> date = stackalloc char["2024-07-01".Length];
                return value.Length <= date.Length && Encoding.UTF8.TryGetChars(value, date, out var characters) && PartialDate.IsValid(date[..characters]);
            case ScalarKind.String or ScalarKind.Id or ScalarKind.Url or ScalarKind.Enum:
                return true;
            default:
                throw new UnreachableException($"{kind}");
        }
    }
}
