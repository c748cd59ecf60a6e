using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>By what a connection goes: cursors are bound to it.</summary>
/// <param name="Connection">The connection's type: a cursor is good for connections of the same type.</param>
/// <param name="Terms">What the order goes by, first things first.</param>
/// <param name="Values">What a cursor has at least; text may follow.</param>
public sealed record Ordering(string Connection, string Terms, ImmutableArray<CursorValue> Values)
{
    public uint Tag { get; } = Cursor.Tag($"{Connection} by {Terms}");

    /// <summary>Whether the cursor's values are such as this order gives out.</summary>
    public bool Fits(Cursor cursor)
    {
        if (cursor.Values.Count < Values.Length)
            return false;
        for (var i = 0; i < Values.Length; i++)
            if (!Values[i].Accepts(cursor.Values[i]))
                return false;
        return true;
    }

    /// <summary>The values follow from the terms.</summary>
    public bool Equals(Ordering? other) => other is not null && (Connection, Terms) == (other.Connection, other.Terms);

    public override int GetHashCode() => HashCode.Combine(Connection, Terms);

    public override string ToString() => Terms;
}

/// <summary>What a value of a cursor can be.</summary>
/// <param name="Kind">Times are whole numbers: Unix milliseconds.</param>
/// <param name="IsRequired">Whether it cannot be missing, which is an empty value. Text can be empty.</param>
/// <param name="Smallest">The smallest whole number.</param>
/// <param name="Largest">The largest whole number.</param>
public readonly record struct CursorValue(ScalarKind Kind, bool IsRequired = false, long Smallest = long.MinValue, long Largest = long.MaxValue)
{
    public static readonly CursorValue Text = new(ScalarKind.String);
    public static readonly CursorValue Int = Within(int.MinValue, int.MaxValue);
    public static readonly CursorValue Date = new(ScalarKind.PartialDate, IsRequired: true);

    public static CursorValue Within(int smallest, int largest) => new(ScalarKind.Int, IsRequired: true, smallest, largest);

    public static CursorValue Of(Operand operand) => new(operand.Kind);

    public bool Accepts(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return !IsRequired;
        switch (Kind)
        {
            case ScalarKind.Int or ScalarKind.DateTime:
                return Utf8Parser.TryParse(value, out long whole, out var digits) && digits == value.Length && whole >= Smallest && whole <= Largest;
            case ScalarKind.Float: return Utf8Parser.TryParse(value, out double number, out var length) && length == value.Length && double.IsFinite(number);
            case ScalarKind.Boolean: return value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8);
            case ScalarKind.PartialDate:
                Span<char> date = stackalloc char["2024-07-01".Length];
                return value.Length <= date.Length && Encoding.UTF8.TryGetChars(value, date, out var chars) && PartialDate.IsValid(date[..chars]);
            case ScalarKind.String or ScalarKind.Id or ScalarKind.Url or ScalarKind.Enum: return true;
            default: throw new System.Diagnostics.UnreachableException($"{Kind}");
        }
    }
}
