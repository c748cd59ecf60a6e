using System.Diagnostics;
using System.Globalization;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Compares stored values with the values of parameters, and with each other.</summary>
internal static class ValueComparison
{
    /// <summary>Whether the comparison holds for a value as JSON.</summary>
    /// <param name="with">The value of the parameter, or an array of them for IN.</param>
    public static bool HoldsJson(Filter.Compare compare, ReadOnlySpan<byte> json, object with)
    {
        var form = ScalarType.Of(compare.Value.Kind).Form;
        switch (form)
        {
            case ScalarForm.Whole or ScalarForm.Number: return Holds(compare.Comparison, JsonText.Number(json), with);
            case ScalarForm.Boolean: return (json[0] == 't' ? 1 : 0) == (int)with;
            case ScalarForm.Enum: return HoldsEnum(compare.Value.Enum!, json, with);
            case ScalarForm.PlainText: return HoldsText(compare.Comparison, JsonText.Unquote(json), with);
            case ScalarForm.Text:
                var text = JsonText.Unquote(json);
                return HoldsText(compare.Comparison, text.Contains((byte)'\\') ? JsonText.DecodeUnquoted(text) : text, with);
            default: throw new UnreachableException($"{form}");
        }
    }

    /// <summary>Whether the position of an enum value or Boolean equals the parameter.</summary>
    public static bool HoldsPosition(int position, object with)
    {
        if (with is not object[] several)
            return position == (int)with;
        foreach (var one in several)
            if (position == (int)one)
                return true;
        return false;
    }

    private static bool HoldsEnum(EnumType type, ReadOnlySpan<byte> json, object with)
    {
        if (with is not object[] several)
            return json.SequenceEqual(type.Values[(int)with].Json.Span);
        foreach (var one in several)
            if (json.SequenceEqual(type.Values[(int)one].Json.Span))
                return true;
        return false;
    }

    public static bool Holds(Comparison comparison, double number, object with)
    {
        if (comparison == Comparison.In)
        {
            foreach (var one in (object[])with)
                if (number == Convert.ToDouble(one, CultureInfo.InvariantCulture))
                    return true;
            return false;
        }
        var other = Convert.ToDouble(with, CultureInfo.InvariantCulture);
        return comparison switch
        {
            Comparison.Equal => number == other,
            Comparison.Greater => number > other,
            Comparison.GreaterOrEqual => number >= other,
            Comparison.Less => number < other,
            Comparison.LessOrEqual => number <= other,
            _ => throw new UnreachableException($"{comparison} does not compare numbers."),
        };
    }

    /// <summary>Whether the comparison holds for plain UTF-8 text. A coarse date includes all days within it.</summary>
    public static bool HoldsText(Comparison comparison, ReadOnlySpan<byte> text, object with)
    {
        if (comparison == Comparison.In)
        {
            foreach (var one in (object[])with)
                if (text.SequenceEqual((byte[])one))
                    return true;
            return false;
        }
        ReadOnlySpan<byte> other = (byte[])with;
        return comparison switch
        {
            Comparison.Equal => text.SequenceEqual(other),
            Comparison.Contains => text.IndexOf(other) >= 0,
            Comparison.StartsWith or Comparison.Within => text.StartsWith(other),
            Comparison.EndsWith => text.EndsWith(other),
            Comparison.GreaterOrEqual => text.SequenceCompareTo(other) >= 0,
            Comparison.Less => text.SequenceCompareTo(other) < 0,
            Comparison.LessOrEqual => text.SequenceCompareTo(other) <= 0 || text.StartsWith(other),
            Comparison.Greater => text.SequenceCompareTo(other) > 0 && !text.StartsWith(other),
            _ => throw new UnreachableException($"{comparison} does not compare text."),
        };
    }

    /// <summary>Compares two values without quotes in the order of a connection. A missing value is the largest.</summary>
    public static int Compare(ScalarKind kind, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return left.IsEmpty.CompareTo(right.IsEmpty);
        var order = ScalarType.Of(kind).Order;
        return order switch
        {
            ScalarOrder.Number => JsonText.Number(left).CompareTo(JsonText.Number(right)),
            ScalarOrder.Folded => CompareFolded(left, right) is not 0 and var folded ? folded : JsonText.CompareUnquoted(left, right),
            ScalarOrder.Bytes => JsonText.CompareUnquoted(left, right),
            _ => throw new UnreachableException($"{order}"),
        };
    }

    private static int CompareFolded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!Ascii.IsValid(left) || !Ascii.IsValid(right) || left.Contains((byte)'\\') || right.Contains((byte)'\\'))
            return FoldedText([(byte)'"', .. left, (byte)'"']).AsSpan().SequenceCompareTo(FoldedText([(byte)'"', .. right, (byte)'"']));
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            if (Lower(left[i]) != Lower(right[i]))
                return Lower(left[i]).CompareTo(Lower(right[i]));
        return left.Length.CompareTo(right.Length);
    }

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    /// <summary>A JSON string as folded UTF-8 text.</summary>
    public static byte[] FoldedText(ReadOnlySpan<byte> json) => Encoding.UTF8.GetBytes(Folding.Fold(JsonText.Decode(json)!));
}
